// @ts-check
/** Where runs and the procedures they need are kept: on this device, and nowhere else. */

import { device } from "../lib/storage.js";
import { VERSION, lookUp, wanted } from "./model.js";
import { isBooks, isRun } from "./shape.js";
import { act } from "./state.js";
/** @typedef {import("./model.js").Run} Run */
/** @typedef {import("./model.js").Books} Books */

const DATA = new URL("../../handbook/run/", import.meta.url);
const MOST = 50; // records kept; the oldest go first

/** Runs this device remembers, newest first. @returns {Run[]} */
export function runs() {
  return device.names("run/").map((name) => device.recall(name)).filter((run) => isRun(run, VERSION))
    .sort((one, other) => other.started - one.started);
}

/** @param {string} id @returns {Run | null} */
export function runOf(id) {
  const run = device.recall(`run/${id}`);
  return isRun(run, VERSION) ? run : null;
}

/** Stop a run as it is by now, without what is personal and due; not one that has ended meanwhile.
 * @param {string} id @param {string} reason */
export async function giveUp(id, reason) {
  await import("./personal.js").then((own) => own.sweep(), () => {});
  const run = runOf(id);
  if (run && !run.outcome) save(act(run, {}, { type: "stop", reason, at: Date.now() }), {});
}

/** Whether what is kept of a run is newer than what a window holds: nothing may be written over it.
 * @param {Run} run @param {Run | null} kept */
export function outrun(run, kept) {
  return kept !== null && (kept.seen > run.seen || Boolean(kept.outcome && !run.outcome));
}

/** Runs that wait for somebody in a role; those of no role wait for everybody.
 * @param {string | undefined} role @param {string} [procedure] */
export function waiting(role, procedure) {
  return runs().filter((run) => !run.outcome && (!run.role || run.role === role) && (!procedure || run.procedure === procedure));
}

/** 20261122-103005-egl-docking: sorts by time, and names the file of the record.
 * @param {string} procedure @param {number} at */
export function newId(procedure, at) {
  const id = `${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "-")}-${procedure}`;
  const taken = (/** @type {string} */ one) => runOf(one) !== null;
  let free = id;
  for (let count = 2; taken(free); count += 1) free = `${id}-${count}`;
  return free;
}

/** @param {Run} run @param {Books} books @returns {boolean} whether it outlives this page */
export function save(run, books) {
  const safe = device.keep(`run/${run.id}`, run);
  if (run.outcome?.reason !== undefined) device.forget(`books/${run.id}`);
  else device.keep(`books/${run.id}`, books);
  for (const old of runs().filter((one) => one.outcome).slice(MOST)) remove(old);
  return safe;
}

/** @param {Run} run */
export function remove(run) {
  device.forget(`run/${run.id}`);
  device.forget(`books/${run.id}`);
}

export class Unknown extends Error {}

/**
 * Fetch a procedure and all it may call. What cannot be fetched is taken from what a run keeps.
 * @param {string} procedure
 * @param {string} [run]  a run under way
 * @returns {Promise<Books>}
 */
export async function fetchBooks(procedure, run) {
  const found = run && device.recall(`books/${run}`);
  /** @type {Books} */
  const old = isBooks(found) ? found : {};
  /** @type {Books} */
  let books = {};
  for (let missing = [procedure]; missing.length;) {
    const got = await Promise.all(missing.map((id) => fetchBook(id, old)));
    const came = missing.map((id, index) => [id, got[index]]); // whatever it calls itself
    books = { ...books, ...Object.fromEntries(came) };
    missing = wanted(books, procedure).filter((id) => !lookUp(books, id));
  }
  return { ...old, ...books };
}

/** @param {string} id @param {Books} old */
async function fetchBook(id, old) {
  const before = lookUp(old, id);
  try {
    // Always the newest there is: a run must not follow what has been superseded.
    const response = await fetch(new URL(`${id}.json`, DATA), { cache: "no-cache" });
    if (response.ok) return /** @type {import("./model.js").Book} */ (await response.json());
    if (!before) throw new (response.status === 404 ? Unknown : Error)(`${response.status} ${id}`);
  } catch (error) {
    if (!before) throw error;
  }
  return before;
}
