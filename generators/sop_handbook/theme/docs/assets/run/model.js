// @ts-check
/**
 * What a run is: one procedure being carried out, as plain data, and what can be asked of it.
 *
 * Visits are only ever added, so that the record tells what really happened, ways back included.
 * The trail holds the places that "back" leads to.
 */

/**
 * Written from run.schema.json by tests/test_run_data.py; with --refresh-goldens anew.
 * @typedef {{id: string, title: string}} Other
 * @typedef {{title: string, page: string}} Page
 * @typedef {{title: string, page: string, table?: string}} Rules
 * @typedef {{level: "danger" | "warning" | "caution", word: string, text: string, avoid?: string}} Hazard
 * @typedef {{id: string, label: string, kind: "number" | "text" | "time" | "choice", unit?: string,
 *   decimals?: number, limit?: string, low?: number, low_out?: boolean, high?: number, high_out?: boolean,
 *   options?: string[], personal?: boolean, do?: string, go?: string, then?: string}} Reading
 * @typedef {{pause: string, of?: string[], items: {text: string, asks?: string, answers?: string[],
 *   na?: boolean, critical?: boolean}[]}} Check
 * @typedef {{text: string, shows?: "right" | "wrong" | "detail", width: number, height: number,
 *   sources: {address: string, width: number}[], marks?: {x: number, y: number, text: string}[]}} Picture
 * @typedef {{text: string, address: string, poster?: string}} Clip
 * @typedef {{title: string, columns: string[], rows: string[][], remarks?: string[]}} Table
 * @typedef {Record<string, Table>} Tables
 * @typedef {{id: string, hash: string, number: string, title: string, role: string, next?: string,
 *   question?: string, ways?: {answer: string, go: string}[], seconds?: number, least?: boolean, use?: Other,
 *   starts?: Other, exceptions?: number[], with?: string[], time_limit?: string, frequency?: boolean,
 *   seldom?: boolean, only_if?: string[], gaps?: string[], not_covered?: string[], short?: string,
 *   flexibility?: "fixed" | "choice" | "free", key_points?: {text: string, critical: boolean,
 *   kind: "safety" | "quality" | "knack", reason?: {text: string, origin: string}}[], actions?: {do: string,
 *   when?: string, run?: string, role?: string}[], phrases?: {say: string, when?: string, origin?: string,
 *   role?: string}[], avoid?: {text: string, instead?: string}[], receives?: {item: string, from: string}[],
 *   tools?: string[], records?: string[], choices?: string[], errors?: string[], facts?: {field: string,
 *   name: string, texts: string[]}[], standards?: string[], form?: Page, rules?: Rules[], hazards?: Hazard[],
 *   readings?: Reading[], checks?: Check[], other_forms?: Page[], since?: {step: string, at: "start" | "done",
 *   visit: "first" | "latest"}, group?: string[], repeat?: {times?: number, each?: string, most?: number,
 *   then?: string, to?: string}, pictures?: Picture[], clips?: Clip[]}} Step
 * @typedef {{id: string, text: string, to?: {id: string, title: string, answer?: string}}} End
 * @typedef {{when: string, then: string, go?: string, role?: string, within?: string, seconds?: number,
 *   requirement?: string, method?: string}} Exception
 * @typedef {Record<string, string[][]>} Dials
 * @typedef {Record<string, string[][]>} Mentions
 * @typedef {{version: number, id: string, number: string, title: string, revision: number,
 *   status: "draft" | "review" | "current" | "retired", badges: string[], edition: string,
 *   early?: {starts: string, text: string, title: string, page: string}, retired?: {text: string, title: string,
 *   page: string}, code?: string, page: string, order: "sequence" | "any", steps: Step[], ends: End[],
 *   exceptions: Exception[], contacts?: Record<string, never>, dials?: Dials, emergency?: boolean,
 *   record_of?: string[], signs?: string[], principles?: string[], before?: {hazards?: Hazard[],
 *   parts?: {part: "ppe" | "conditions" | "equipment" | "materials", label: string, items: string[]}[]},
 *   extras?: boolean, schedule?: string[], mentions?: Mentions, tables?: Tables, pictures?: Picture[],
 *   clips?: Clip[]}} Book
 */

/** @typedef {Record<string, Book>} Books by their ids */

/**
 * A place is a procedure, and in it a step; without a step, what comes next is to be chosen.
 * `since` is the number of visits when the procedure was entered. Procedures that were called
 * stand after the one that called them. Where steps are done at the same time, `step` is the first
 * of them and `members` are their visits, see extras_state.js.
 * @typedef {{procedure: string, step: string | null, since: number, members?: number[]}} Frame
 * @typedef {Frame[]} Place
 *
 * @typedef {"done" | "answered" | "called" | "left" | "skipped" | "jumped" | "back" | "stopped"} How
 * @typedef {{kind: "skipped" | "differently" | "jumped", reason: string, at: number}} Deviation
 * @typedef {{procedure: string, step: string, number: string, title: string, role: string,
 *   hash: string, at: number, left?: number, how?: How, question?: string,
 *   answer?: string, note?: string,
 *   deviations: Deviation[], exceptions: {when: string, at: number}[], due?: number,
 *   least?: boolean, returned?: string, pieces?: Pieces, renewed?: boolean, readings?: Entry[], answers?: Answer[],
 *   beyond?: string, repeat?: Repeat, exhausted?: number, unbegun?: boolean, idle?: boolean}} Visit
 * `unbegun` is whether its limit counts from a step that was not done, `idle` whether it was not its turn.
 * How often a step was done, of so many times or once for each of some things; `exhausted` above is
 * how often it may be, where it was left for that.
 * @typedef {{times?: number, each?: string, done: {at: number, name?: string}[]}} Repeat
 * @typedef {{number: string, title: string, revision: number, status: string, badges: string[],
 *   edition: string, hashes: Record<string, string>, later?: string, code?: string, newer?: string,
 *   page?: string}} Head
 * @typedef {{at: number, text: string, end?: string, to?: Other & {answer?: string}, reason?: string,
 *   pieces?: Pieces, omitted: string[]}} Outcome
 * Words that name what was written down, in pieces: each alone, or with the procedure and the id of the value behind it.
 * @typedef {string[][]} Pieces
 * Of which role the run is (its id and title), for which table or bed, when somebody last said to
 * go on with it.
 * @typedef {{role?: string, who?: string, label?: string, resumed?: number}} Whose
 * A value written down, or why it is not; `seen` if somebody went on with one out of bounds.
 * Which time it was of a step that is done again, from 0, is its `round`.
 * @typedef {{of: Reading, round?: number, value?: string, missing?: "unreadable" | "na" | "later" | "none", at: number,
 *   out?: boolean, seen?: boolean, wiped?: boolean}} Entry
 * What was confirmed at a pause; without an answer it was not.
 * @typedef {{key: string, text: string, pause: string, asks?: string, answer?: string, at?: number}} Answer
 * What was at hand before a procedure was begun, and when that was said; `rushed` where nobody asks
 * about what is not ticked.
 * @typedef {{procedure: string, since: number, items: {label: string, text: string, at?: number}[], at?: number,
 *   rushed?: boolean}} Ready
 * @typedef {Whose & {version: number, id: string, procedure: string, started: number, seen: number,
 *   heads: Record<string, Head>, visits: Visit[], trail: Place[], outcome: Outcome | null, ready?: Ready[]}} Run
 *
 * @typedef {{type: "next"} | {type: "answer", index: number} | {type: "call"}
 *   | {type: "choose", target: string} | {type: "exception", index: number} | {type: "back"}
 *   | {type: "note", text: string} | {type: "clock"} | {type: "stop", reason: string}
 *   | {type: "deviate", kind: Deviation["kind"], reason: string, to?: string}
 *   | {type: "renew"} | {type: "tick", index: number, on: boolean} | {type: "ready"}
 *   | {type: "read" | "fill", visit: number, of: Reading, value: string, round?: number}
 *   | {type: "check", key: string, answer: string | null}
 *   | {type: "settle", missing: Record<string, Entry["missing"]>, ends?: boolean, round?: boolean} | {type: "outside", id: string}
 *   | {type: "round", name?: string} | {type: "unround"} | {type: "exhausted"} | {type: "redo"} | {type: "idle"}} Kind
 * What happens, and at which of several steps at the same time.
 * @typedef {Kind & {member?: number}} What
 * @typedef {What & {at: number}} Event
 */

export const VERSION = 2; // of a run as it is kept

/** @param {Run} run @returns {Place} */
export function place(run) {
  return /** @type {Place} */ (run.trail.at(-1));
}

/** What a table holds under an id of an author, who may call a step `constructor`.
 * @template T @param {Record<string, T>} table @param {string} id @returns {T | undefined} */
export function lookUp(table, id) {
  return Object.hasOwn(table, id) ? table[id] : undefined;
}

/** @param {Run} run @param {Books} books */
export function bookOf(run, books) {
  return /** @type {Book} */ (lookUp(books, /** @type {Frame} */ (place(run).at(-1)).procedure));
}

/** The step the run is at; none where one chooses, and none after the end.
 * @param {Run} run @param {Books} books @returns {Step | null} */
export function stepOf(run, books) {
  const here = place(run).at(-1);
  return (run.outcome ? null : bookOf(run, books).steps.find((step) => step.id === here?.step)) ?? null;
}

/** The visit that is under way, or was last.
 * @param {Run} run @returns {Visit} */
export function visitOf(run) {
  return /** @type {Visit} */ (run.visits.at(-1));
}

/** The visit that people are at: of steps at the same time, the first that is not over.
 * @param {Run} run @returns {Visit} */
export function atVisit(run) {
  return place(run).at(-1)?.members?.map((at) => run.visits[at]).find((one) => one && !one.how) ?? visitOf(run);
}

/** Steps and ends that may be chosen where nothing says what follows.
 * @param {Run} run @param {Books} books @returns {string[]} */
export function choices(run, books) {
  if (run.outcome || stepOf(run, books)) return [];
  const book = bookOf(run, books);
  const lost = book.order === "sequence" && Boolean(visitOf(run)) && run.heads[book.id].later;
  const steps = book.order === "any" || lost ? book.steps : [];
  return [...steps, ...book.ends].map((one) => one.id);
}

/** Steps of a procedure without an order that this round has not seen yet.
 * @param {Run} run @param {Books} books @returns {Step[]} */
export function remaining(run, books) {
  const book = bookOf(run, books);
  if (book.order !== "any") return [];
  const here = /** @type {Frame} */ (place(run).at(-1));
  const seen = new Set(run.visits.slice(here.since)
    .filter((one) => one.procedure === book.id && one.how && one.how !== "back" && (one.how !== "skipped" || one.idle))
    .map((one) => one.step));
  return book.steps.filter((step) => !seen.has(step.id));
}

/** Whether a step reads otherwise than when the run first saw its procedure.
 * @param {Run} run @param {Book} book @param {Step} step */
export function changed(run, book, step) {
  const head = lookUp(run.heads, book.id);
  return !head || lookUp(head.hashes, step.id) !== step.hash;
}

/** Every procedure that must be at hand: a procedure and what it calls, as far as it is known.
 * @param {Books} books @param {string} procedure @returns {string[]} */
export function wanted(books, procedure) {
  /** @type {Set<string>} */
  const found = new Set();
  const waiting = [procedure];
  for (let id = waiting.pop(); id; id = waiting.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    for (const step of lookUp(books, id)?.steps ?? []) if (step.use) waiting.push(step.use.id);
  }
  return [...found];
}

/** Whether a run, or what it follows, asks for more than doing: then asked.js is wanted.
 * @param {Run | null} run @param {Books} books */
export function asks(run, books) {
  return Boolean(run?.ready) || Boolean(run?.visits.some((one) => one.readings ?? one.answers ?? one.repeat ?? one.exhausted ?? one.unbegun))
    || Object.values(books).some((book) => book.before ?? book.steps.some((one) => one.readings ?? one.checks ?? one.hazards));
}

/** A text in pieces: telephone numbers and addresses are those that the handbook says are some.
 * @param {string} text @param {Dials} [dials] @returns {string[][]} */
export function pieces(text, dials = {}) {
  return lookUp(dials, text) ?? [[text]];
}
