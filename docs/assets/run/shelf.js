// @ts-check
/** Where runs and the procedures they need are kept: on this device, and nowhere else. */

import { forget, keep, kept, recall } from "./device.js";
import { wanted } from "./model.js";
import { VERSION } from "./state.js";
/** @typedef {import("./model.js").Run} Run */
/** @typedef {import("./model.js").Books} Books */

const DATA = new URL("../../handbook/run/", import.meta.url);
const MOST = 50; // records kept; the oldest go first

/** Runs this device remembers, newest first. @returns {Run[]} */
export function runs() {
  return kept("run/").map((name) => recall(name))
    .filter((run) => run?.version === VERSION && run.heads?.[run.procedure])
    .sort((one, other) => other.started - one.started);
}

/** @param {string} id @returns {Run | null} */
export function runOf(id) {
  const run = recall(`run/${id}`);
  return run?.version === VERSION ? run : null;
}

/** @param {Run} run @param {Books} books @returns {boolean} whether it outlives this page */
export function save(run, books) {
  const safe = keep(`run/${run.id}`, run);
  if (run.outcome?.reason !== undefined) forget(`books/${run.id}`);
  else keep(`books/${run.id}`, books);
  for (const old of runs().filter((one) => one.outcome).slice(MOST)) remove(old);
  return safe;
}

/** @param {Run} run */
export function remove(run) {
  forget(`run/${run.id}`);
  forget(`books/${run.id}`);
}

export class Unknown extends Error {}

/**
 * Fetch a procedure and all it may call. What cannot be fetched is taken from what a run keeps.
 * @param {string} procedure
 * @param {string} [run]  a run under way
 * @returns {Promise<Books>}
 */
export async function fetchBooks(procedure, run) {
  /** @type {Books} */
  const old = (run && recall(`books/${run}`)) || {};
  /** @type {Books} */
  const books = {};
  for (let missing = [procedure]; missing.length;) {
    const got = await Promise.all(missing.map((id) => fetchBook(id, old)));
    for (const book of got) books[book.id] = book;
    missing = wanted(books, procedure).filter((id) => !books[id]);
  }
  return { ...old, ...books };
}

/** @param {string} id @param {Books} old */
async function fetchBook(id, old) {
  try {
    // Always the newest there is: a run must not follow what has been superseded.
    const response = await fetch(new URL(`${id}.json`, DATA), { cache: "no-cache" });
    if (response.ok) return /** @type {import("./model.js").Book} */ (await response.json());
    if (!old[id]) throw new (response.status === 404 ? Unknown : Error)(`${response.status} ${id}`);
  } catch (error) {
    if (!old[id]) throw error;
  }
  return old[id];
}
