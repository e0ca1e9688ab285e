// @ts-check
/** Whether what was kept on the device is what we wrote: it may be damaged, or somebody else's. */

/**
 * "string", "number", …; a list has one shape for all its members; an object has a shape for each
 * name, "*" for all of them, and with "?" where there may be nothing.
 * @typedef {any} Shape
 */

/** @param {any} value @param {Shape} shape @returns {boolean} */
export function fits(value, shape) {
  if (typeof shape === "string") return typeof value === shape;
  if (Array.isArray(shape)) return Array.isArray(value) && value.every((one) => fits(one, shape[0]));
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.entries(shape).every(([name, inner]) => {
    if (name === "*") return Object.values(value).every((one) => fits(one, inner));
    const found = value[name.replace("?", "")];
    return (name.endsWith("?") && (found === undefined || found === null)) || fits(found, inner);
  });
}

const S = "string";
const N = "number";

const OF = { id: S, label: S, kind: S, "unit?": S, "decimals?": N, "limit?": S, "low?": N, "high?": N, "options?": [S], "do?": S };
const HAZARDS = [{ level: S, text: S }];

/** @type {Shape} */
const RUN = {
  version: N, id: S, procedure: S, started: N, seen: N, "resumed?": N, "role?": S, "who?": S, "label?": S,
  heads: { "*": { number: S, title: S, revision: N, status: S, badges: [S], edition: S, hashes: { "*": S }, "later?": S, "code?": S, "newer?": S, "page?": S } },
  visits: [{
    procedure: S, step: S, number: S, title: S, role: S, hash: S, at: N, "left?": N, "how?": S, "question?": S, "answer?": S,
    "note?": S, deviations: [{ kind: S, reason: S, at: N }], exceptions: [{ when: S, at: N }], "due?": N, "returned?": S, "pieces?": [[S]], "beyond?": S,
    "repeat?": { "times?": N, "each?": S, done: [{ at: N, "name?": S }] }, "exhausted?": N, "unbegun?": "boolean", "idle?": "boolean",
    "readings?": [{ of: OF, "round?": N, "value?": S, "missing?": S, at: N }], "answers?": [{ key: S, text: S, pause: S, "asks?": S, "answer?": S, "at?": N }],
  }],
  "ready?": [{ procedure: S, since: N, items: [{ label: S, text: S, "at?": N }], "at?": N }],
  trail: [[{ procedure: S, "step?": S, since: N, "members?": [N] }]],
  "outcome?": { at: N, text: S, "end?": S, "to?": { id: S, title: S }, "reason?": S, "pieces?": [[S]], omitted: [S] },
};

/** @type {Shape} */
const BOOKS = {
  "*": {
    id: S, number: S, title: S, revision: N, status: S, badges: [S], edition: S, page: S,
    steps: [{ id: S, hash: S, number: S, title: S, role: S, "hazards?": HAZARDS, "readings?": [OF], "checks?": [{ pause: S, items: [{ text: S, "answers?": [S] }] }] }],
    "before?": { "hazards?": HAZARDS, "parts?": [{ label: S, items: [S] }] },
    ends: [{ id: S, text: S }],
    exceptions: [{ when: S, then: S }],
    "dials?": { "*": [[S]] },
  },
};

const MISSING = ["unreadable", "na", "later", "none"];
const HOW = ["done", "answered", "called", "left", "skipped", "jumped", "back", "stopped"];

/** Whether it can be gone on with, or looked at. @param {any} run @param {number} version */
export function isRun(run, version) {
  return fits(run, RUN) && run.version === version && run.trail.length > 0 && Object.hasOwn(run.heads, run.procedure)
    && run.trail.every((/** @type {any[]} */ place) => place.length > 0 && place.every((one) => Object.hasOwn(run.heads, one.procedure)
      && (one.members ?? []).every((/** @type {any} */ at) => Object.hasOwn(run.visits, at))))
    && run.visits.every((/** @type {any} */ one) => Object.hasOwn(run.heads, one.procedure) && (!one.how || HOW.includes(one.how))
      && (one.readings ?? []).every((/** @type {any} */ entry) => !entry.missing || MISSING.includes(entry.missing)))
    && (run.ready ?? []).every((/** @type {any} */ one) => Object.hasOwn(run.heads, one.procedure))
    && (run.outcome || run.trail.at(-1).at(-1).step === null || run.visits.length > 0);
}

/** @param {any} books */
export function isBooks(books) {
  return fits(books, BOOKS) && Object.entries(books).every(([id, book]) => book.id === id && book.steps.length > 0);
}

/** What else is kept, by its name; what is not among these need only be readable.
 * @type {Record<string, Shape>} */
export const OTHERS = {
  job: { role: S },
  jobs: [{ role: S }],
  unsaid: [{ asked: S, day: S }],
};
