// @ts-check
/**
 * What can happen to a run. Pure: knows no page, no clock and no storage; every event brings its
 * own time (milliseconds since 1970).
 */

import { VERSION, bookOf, choices, lookUp, place, remaining, stepOf, visitOf } from "./model.js";
/** @typedef {import("./model.js").Book} Book */
/** @typedef {import("./model.js").Books} Books */
/** @typedef {import("./model.js").Deviation} Deviation */
/** @typedef {import("./model.js").Event} Event */
/** @typedef {import("./model.js").Frame} Frame */
/** @typedef {import("./model.js").Head} Head */
/** @typedef {import("./model.js").How} How */
/** @typedef {import("./model.js").Place} Place */
/** @typedef {import("./model.js").Run} Run */
/** @typedef {import("./model.js").Step} Step */
/** @typedef {import("./model.js").Visit} Visit */

/**
 * Begin a run. Books hold the procedure and every one it may call. What was answered when another
 * procedure handed over to this one is not asked again, but can be gone back to.
 * @param {Books} books
 * @param {string} procedure
 * @param {string} id
 * @param {number} at
 * @param {import("./model.js").Whose & {answer?: string}} [whose]
 * @returns {Run}
 */
export function begin(books, procedure, id, at, { answer, ...whose } = {}) {
  const run = {
    version: VERSION, id, procedure, started: at, seen: at, ...whose, heads: {}, visits: [], trail: [], outcome: null,
  };
  const begun = enter(run, books, [frame(books, procedure, 0)], at);
  const index = stepOf(begun, books)?.ways?.findIndex((way) => way.answer === answer) ?? -1;
  return index < 0 ? begun : act(begun, books, { type: "answer", index, at });
}

/**
 * What a run becomes by an event. An event that makes no sense where the run is changes nothing.
 * @param {Run} run
 * @param {Books} books
 * @param {Event} event
 * @returns {Run}
 */
export function act(run, books, event) {
  const next = change({ ...run, seen: Math.max(run.seen, event.at) }, books, event);
  return next ?? run;
}

/**
 * @param {Run} run
 * @param {Books} books
 * @param {Event} event
 * @returns {Run | null}
 */
function change(run, books, event) {
  if (event.type === "renew") return renew(run, books);
  if (event.type === "back") return back(run, books, event.at);
  if (run.outcome) return null;
  if (event.type === "choose") return choices(run, books).includes(event.target) ? choose(run, books, event) : null;
  if (event.type === "stop") {
    const stopped = leave(run, event.at, "stopped");
    return { ...stopped, outcome: { at: event.at, text: "", reason: event.reason, omitted: [] } };
  }
  const step = stepOf(run, books);
  return step && atStep(run, books, step, event);
}

/**
 * @param {Run} run
 * @param {Books} books
 * @param {Step} step
 * @param {Event} event
 * @returns {Run | null}
 */
function atStep(run, books, step, event) {
  const { at } = event;
  if (event.type === "note") return amend(run, { note: event.text });
  if (event.type === "clock") return step.seconds ? amend(run, { due: at + step.seconds * 1000 }) : null;
  if (event.type === "deviate") return deviate(run, books, step, event);
  if (event.type === "idle") return step.seldom && !step.ways ? go(leave(run, at, "skipped", { idle: true }), books, step.next, at) : null;
  if (event.type === "exception") return meet(run, books, step, event);
  if (event.type === "call") {
    if (!step.use || !lookUp(books, step.use.id)) return null;
    const called = leave(run, at, "called");
    return enter(called, books, [...place(run), frame(books, step.use.id, run.visits.length)], at);
  }
  if (event.type === "answer") {
    const way = step.ways?.[event.index];
    return way ? go(leave(run, at, "answered", { question: step.question, answer: way.answer }), books, way.go, at) : null;
  }
  if (event.type === "next" && !step.ways) return go(leave(run, at, "done"), books, step.next, at);
  return null;
}

/**
 * @param {Run} run
 * @param {Books} books
 * @param {Step} step
 * @param {Event & {type: "deviate"}} event
 * @returns {Run | null}
 */
function deviate(run, books, step, { kind, reason, to, at }) {
  if (!reason.trim()) return null;
  const { deviations } = visitOf(run);
  const told = amend(run, { deviations: [...deviations, { kind, reason: reason.trim(), at }] });
  if (kind === "skipped" && !step.ways) return go(leave(told, at, "skipped"), books, step.next, at);
  if (kind !== "jumped") return told;
  const target = bookOf(run, books).steps.find((other) => other.id === to);
  return target ? go(leave(told, at, "jumped"), books, target.id, at) : null;
}

/**
 * @param {Run} run
 * @param {Books} books
 * @param {Step} step
 * @param {Event & {type: "exception"}} event
 * @returns {Run | null}
 */
function meet(run, books, step, { index, at }) {
  const rule = bookOf(run, books).exceptions[index];
  if (!rule || !step.exceptions?.includes(index)) return null;
  const { exceptions } = visitOf(run);
  const told = amend(run, { exceptions: [...exceptions, { when: rule.when, at }] });
  return rule.go ? go(leave(told, at, "left"), books, rule.go, at) : told;
}

/**
 * @param {Run} run
 * @param {Books} books
 * @param {Event & {type: "choose"}} event
 */
function choose(run, books, { target, at }) {
  return go(run, books, target, at);
}

/**
 * Go on to a step or end of the innermost procedure; without a target, to where one chooses.
 * @param {Run} run
 * @param {Books} books
 * @param {string | undefined} target
 * @param {number} at
 * @returns {Run}
 */
export function go(run, books, target, at) {
  const outer = place(run).slice(0, -1);
  const here = /** @type {Frame} */ (place(run).at(-1));
  const end = bookOf(run, books).ends.find((one) => one.id === target);
  if (!end) return enter(run, books, [...outer, { ...here, step: target ?? null }], at);
  if (outer.length) return enter(run, books, outer, at, end.text);
  const { id, text, to } = end;
  const omitted = remaining(run, books).map((step) => step.title);
  return { ...run, outcome: { at, text, end: id, ...(to && { to }), omitted } };
}

/**
 * @param {Run} run
 * @param {Books} books
 * @param {Place} to
 * @param {number} at
 * @param {string} [returned]  how a procedure ended that was called here
 * @returns {Run}
 */
function enter(run, books, to, at, returned) {
  const here = /** @type {Frame} */ (to.at(-1));
  const book = /** @type {Book} */ (lookUp(books, here.procedure));
  const heads = lookUp(run.heads, book.id) ? run.heads : { ...run.heads, [book.id]: head(book) };
  const trail = [...run.trail, to];
  const step = book.steps.find((one) => one.id === here.step);
  if (!step) return { ...run, heads, trail };
  return { ...run, heads, trail, visits: [...run.visits, visit(book, step, at, returned)] };
}

/**
 * @param {Run} run
 * @param {Books} books
 * @param {number} at
 * @returns {Run | null}
 */
function back(run, books, at) {
  if (run.outcome) return reopen(run, books, at);
  if (run.trail.length < 2) return null;
  const to = /** @type {Place} */ (run.trail.at(-2));
  return enter({ ...leave(run, at, "back"), trail: run.trail.slice(0, -2) }, books, to, at);
}

/**
 * Take back an end: go on where the run was before.
 * @param {Run} run
 * @param {Books} books
 * @param {number} at
 */
function reopen(run, books, at) {
  return enter({ ...run, outcome: null, trail: run.trail.slice(0, -1) }, books, place(run), at);
}

/**
 * The procedures were fetched anew. What is shown from now on is the new edition; the record keeps
 * which edition the run began with.
 * @param {Run} run
 * @param {Books} books
 * @returns {Run}
 */
function renew(run, books) {
  const heads = { ...run.heads };
  for (const [id, old] of Object.entries(heads)) {
    const now = lookUp(books, id);
    if (now && now.edition !== (old.later ?? old.edition)) heads[id] = { ...old, later: now.edition, newer: now.code };
  }
  const renewed = { ...run, heads };
  const step = stepOf(renewed, books);
  if (run.outcome || !place(run).at(-1)?.step) return renewed;
  if (!step) { // it is gone: one must choose how to go on
    const lost = leave(renewed, run.seen, "left");
    const to = place(run).map((one, index, all) => (index === all.length - 1 ? { ...one, step: null } : one));
    return { ...lost, trail: [...run.trail.slice(0, -1), to] };
  }
  const last = visitOf(run);
  if (step.hash === last.hash) return renewed;
  return amend(renewed, { hash: step.hash, renewed: true });
}

// Parts ---------------------------------------------------------------------------------------

/** @param {Books} books @param {string} procedure @param {number} since @returns {Frame} */
function frame(books, procedure, since) {
  const book = /** @type {Book} */ (lookUp(books, procedure));
  const first = book.order === "any" && book.steps.length > 1 ? null : book.steps[0].id;
  return { procedure, step: first, since };
}

/** @param {Book} book @returns {Head} */
function head({ number, title, revision, status, badges, edition, code, page, steps }) {
  const hashes = Object.fromEntries(steps.map((step) => [step.id, step.hash]));
  return { number, title, revision, status, badges, edition, page, ...(code && { code }), hashes };
}

/** @param {Book} book @param {Step} step @param {number} at @param {string} [returned] @returns {Visit} */
export function visit(book, step, at, returned) {
  const { number, title, role, hash, seconds, least } = step;
  return {
    procedure: book.id, step: step.id, number, title, role, hash, at, deviations: [], exceptions: [],
    ...(seconds && { due: at + seconds * 1000 }), ...(least && { least }), ...(returned && { returned }),
  };
}

/** @param {Run} run @param {Partial<Visit>} news @returns {Run} */
export function amend(run, news) {
  return { ...run, visits: [...run.visits.slice(0, -1), { ...visitOf(run), ...news }] };
}

/** @param {Run} run @param {number} at @param {How} how @param {Partial<Visit>} [said] @returns {Run} */
export function leave(run, at, how, said) {
  const last = visitOf(run);
  if (!last || last.left !== undefined) return run;
  return amend(run, { left: at, how, ...said });
}
