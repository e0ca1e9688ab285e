// @ts-check
/** How something ended whose words name what was written down: kept in pieces, so that the record stands alone. Pure. */

import { bookOf, lookUp } from "./model.js";
import { shown } from "./value.js";
/** @typedef {import("./model.js").Run} Run */
/** @typedef {import("./model.js").Books} Books */
/** @typedef {import("./model.js").Pieces} Pieces */

/** Keep of which pieces the words are with which the run, or a procedure called in it, has just ended.
 * @param {Run} run @param {Run} next @param {Books} books @returns {Run} */
export function kept(run, next, books) {
  const last = next.visits.at(-1);
  if (next.outcome && !run.outcome) {
    const pieces = piecesOf(run, books, next.outcome.text);
    return pieces ? { ...next, outcome: { ...next.outcome, pieces } } : next;
  }
  const pieces = last?.returned && next.visits.length > run.visits.length && piecesOf(run, books, last.returned);
  return pieces ? { ...next, visits: [...next.visits.slice(0, -1), { ...last, pieces }] } : next;
}

/** @param {Run} run @param {Books} books @param {string} text @returns {Pieces | undefined} */
function piecesOf(run, books, text) {
  const { id: procedure, mentions = {} } = bookOf(run, books);
  return lookUp(mentions, text)?.map(([words, , id]) => (id ? [words, procedure, id] : [words]));
}

/** The words with the values of this run; what is personal is not told. Nothing where they name none.
 * @param {Run} run @param {Pieces} [pieces] */
export function said(run, pieces) {
  return pieces?.map(([words, procedure, id]) => (id ? `${words} ${valueOf(run, procedure, id)}`.trim() : words)).join("");
}

/** @param {Run} run @param {string} procedure @param {string} id */
function valueOf(run, procedure, id) {
  const entry = run.visits.filter((one) => one.procedure === procedure).flatMap(({ readings = [] }) => readings)
    .filter(({ of, value }) => of.id === id && value !== undefined).at(-1);
  return entry && !entry.of.personal ? shown(entry.value ?? "", entry.of) : "";
}
