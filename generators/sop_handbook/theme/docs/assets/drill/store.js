// @ts-check
/** Where drills are kept: on this device, and nowhere else. */

import { device } from "../lib/storage.js";
import { isSession } from "./shape.js";
import { act } from "./state.js";
/** @typedef {import("./model.js").Session} Session */
/** @typedef {import("./model.js").Deck} Deck */

const DATA = new URL("../../handbook/drill/", import.meta.url);
const KEPT = "drill/";
const MOST = 20; // results kept; the oldest go first
const NAME = /^[a-z][a-z0-9-]*$/;

export class Unknown extends Error {}

/** Drills this device remembers, newest first. @returns {Session[]} */
export function sessions() {
  return device.names(KEPT).map(recall).filter((one) => one !== null).sort((one, other) => other.started - one.started);
}

/** The names of those nobody can read. */
export function damaged() {
  return device.names(KEPT).filter((name) => recall(name) === null);
}

/** @param {string[]} names */
export function clear(names) {
  names.forEach((name) => device.forget(name));
}

/** @param {string} id @returns {Session | null} */
export function sessionOf(id) {
  return recall(KEPT + id);
}

/** @param {string} name @returns {Session | null} */
function recall(name) {
  const found = device.recall(name);
  return isSession(found, name) ? found : null;
}

/** 20261122-103005-egl-docking: sorts by time. @param {string} procedure @param {number} at */
export function newId(procedure, at) {
  const id = `${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "-")}-${procedure}`;
  let free = id;
  for (let count = 2; device.held(KEPT + free); count += 1) free = `${id}-${count}`;
  return free;
}

/** @param {Session} session @returns {boolean} whether it outlives this page */
export function save(session) {
  const safe = device.keep(KEPT + session.id, session);
  for (const old of sessions().filter((one) => one.ended !== undefined).slice(MOST)) remove(old);
  return safe;
}

/**
 * Let something happen to a drill as it is kept by now: another window may have gone on with it.
 * Null where it was deleted meanwhile.
 * @param {Session} session @param {import("./model.js").Event} event
 * @returns {{session: Session, safe: boolean} | null}
 */
export function happen(session, event) {
  const kept = sessionOf(session.id);
  if (!kept) return null;
  const next = act(kept, event);
  return { session: next, safe: save(next) };
}

/** @param {Session} session */
export function remove(session) {
  device.forget(KEPT + session.id);
}

/** Fetch what can be rehearsed of a procedure, the newest there is. @param {string} procedure @returns {Promise<Deck>} */
export async function fetchDeck(procedure) {
  if (!NAME.test(procedure)) throw new Unknown(procedure);
  const response = await fetch(new URL(`${procedure}.json`, DATA), { cache: "no-cache" });
  if (!response.ok) throw new (response.status === 404 ? Unknown : Error)(`${response.status} ${procedure}`);
  return response.json();
}
