// @ts-check
/**
 * What can happen to a run that asks for something: things at hand, values, answers to checks.
 * Pure, as state.js; only loaded where a procedure asks.
 */

import { bookOf, lookUp, place, stepOf, visitOf } from "./model.js";
import { amend, go, leave } from "./state.js";
import { outside } from "./value.js";
/** @typedef {import("./model.js").Run} Run */
/** @typedef {import("./model.js").Books} Books */
/** @typedef {import("./model.js").Book} Book */
/** @typedef {import("./model.js").Step} Step */
/** @typedef {import("./model.js").Visit} Visit */
/** @typedef {import("./model.js").Entry} Entry */
/** @typedef {import("./model.js").Answer} Answer */
/** @typedef {import("./model.js").Ready} Ready */
/** @typedef {import("./model.js").Reading} Reading */
/** @typedef {import("./model.js").Event} Event */

/**
 * What a run becomes by an event of these; null for others, and for what makes no sense.
 * @param {Run} run @param {Books} books @param {Event} event @returns {Run | null}
 */
export function change(run, books, event) {
  const now = { ...run, seen: Math.max(run.seen, event.at) };
  if (event.type === "read" || event.type === "fill") return read(now, event);
  if (run.outcome) return null;
  if (event.type === "tick") return tick(now, books, event);
  if (event.type === "ready") return ready(now, books, event.at);
  const step = stepOf(run, books);
  if (!step) return null;
  if (event.type === "check") return answer(now, step, event);
  if (event.type === "settle") return settle(now, step, event);
  if (event.type === "outside") return beyond(now, books, step, event);
  return null;
}

// Before the first step ------------------------------------------------------------------------

/** What must be known and at hand before the procedure that was just entered; null further on.
 * @param {Run} run @param {Books} books @returns {Ready | null} */
export function pending(run, books) {
  const book = bookOf(run, books);
  if (run.outcome || !book.before) return null;
  const { since } = /** @type {import("./model.js").Frame} */ (place(run).at(-1));
  const begun = run.visits.slice(since).some((one) => one.how && !(one.how === "answered" && one.left === run.started));
  const kept = run.ready?.find((one) => one.procedure === book.id && one.since === since);
  if (begun || kept?.at !== undefined) return null;
  const items = (book.before.parts ?? []).flatMap(({ label, items: all }) => all.map((text) => ({ label, text })));
  return kept ?? { procedure: book.id, since, items };
}

/** @param {Run} run @param {Ready} news @returns {Run} */
function prepared(run, news) {
  const others = run.ready?.filter((one) => one.procedure !== news.procedure || one.since !== news.since) ?? [];
  return { ...run, ready: [...others, news] };
}

/** @param {Run} run @param {Books} books @param {Event & {type: "tick"}} event */
function tick(run, books, { index, on, at }) {
  const now = pending(run, books);
  if (!now?.items[index]) return null;
  const items = now.items.map(({ label, text, at: before }, place) => (
    { label, text, ...(place === index ? on && { at } : before !== undefined && { at: before }) }));
  return prepared(run, { ...now, items });
}

/** Time at the first step begins now, and so does its clock. @param {Run} run @param {Books} books @param {number} at */
function ready(run, books, at) {
  const now = pending(run, books);
  if (!now) return null;
  const done = prepared(run, { ...now, at, ...(bookOf(run, books).emergency && { rushed: true }) });
  const step = stepOf(run, books);
  return step ? amend(done, { at, ...(step.seconds && { due: at + step.seconds * 1000 }) }) : done;
}

// Values ---------------------------------------------------------------------------------------

/** The visit that holds what was said at this step: the one before, where somebody came back.
 * @param {Run} run @returns {Visit[]} the visit under way, and those whose answers still hold */
function holding(run) {
  const last = visitOf(run);
  const before = run.visits.slice(0, -1);
  if (!last || !(last.returned || before.at(-1)?.how === "back")) return last ? [last] : [];
  const former = before.reverse().find((one) => one.procedure === last.procedure && one.step === last.step);
  return former ? [last, former] : [last];
}

/** What was written down for a value at the step under way. @param {Run} run @param {string} id */
export function entryOf(run, id) {
  return holding(run).map((one) => one.readings?.find((entry) => entry.of.id === id)).find(Boolean);
}

/** How a check was answered at the step under way. @param {Run} run @param {string} key */
export function answerOf(run, key) {
  return holding(run).map((one) => one.answers?.find((each) => each.key === key)).find(Boolean);
}

/** @param {Run} run @param {Event & {type: "read" | "fill"}} event @returns {Run | null} */
function read(run, { visit: index, of, value, at }) {
  const visit = run.visits[index];
  if (!visit || (run.outcome && !visit.readings?.some((one) => one.of.id === of.id))) return null;
  const entry = value ? { of, value, at, ...(outside(value, of) && { out: true }) } : null;
  return written(run, index, of.id, entry);
}

/** @param {Run} run @param {number} index of the visit @param {string} id @param {Entry | null} entry @returns {Run} */
function written(run, index, id, entry) {
  const all = run.visits[index].readings ?? [];
  const known = all.some((one) => one.of.id === id);
  const kept = known ? all.flatMap((one) => (one.of.id === id ? entry ?? [] : one)) : [...all, ...(entry ? [entry] : [])];
  return { ...run, visits: run.visits.map((one, at) => (at === index ? { ...one, readings: kept } : one)) };
}

/** What is asked for at a step and has no value, and no word about why. @param {Run} run @param {Step} step */
export function unread(run, step) {
  return (step.readings ?? []).filter(({ id }) => !entryOf(run, id));
}

/** Values out of bounds that nobody has gone on with yet. @param {Run} run @param {Step} step */
export function astray(run, step) {
  return (step.readings ?? []).filter(({ id }) => { const one = entryOf(run, id); return one?.out && !one.seen; });
}

/** Values that are to be filled in later, each with the visit it belongs to.
 * @param {Run} run @returns {{entry: Entry, visit: number}[]} */
export function later(run) {
  return run.visits.flatMap(({ readings }, visit) => (readings ?? []).filter((one) => (
    one.missing === "later" || (one.missing === "none" && run.outcome)))
    .map((entry) => ({ entry, visit })));
}

// Checks ---------------------------------------------------------------------------------------

/** Everything to confirm at a step, each under a key. @param {Step} step */
export function asked({ checks }) {
  return (checks ?? []).flatMap(({ pause, items }, list) => items.map((item, place) => ({ ...item, pause, key: `${list}.${place}` })));
}

/** @param {Run} run @param {Step} step */
export function unanswered(run, step) {
  return asked(step).filter(({ key }) => answerOf(run, key)?.answer === undefined);
}

/** @param {Run} run @param {Step} step @param {Event & {type: "check"}} event */
function answer(run, step, { key, answer: given, at }) {
  const item = asked(step).find((one) => one.key === key);
  if (!item) return null;
  const { text, asks, pause } = item;
  return replied(run, { key, text, pause, ...(asks && { asks }), ...(given && { answer: given, at }) });
}

/** @param {Run} run @param {Answer} news */
function replied(run, news) {
  const answers = visitOf(run).answers ?? [];
  return amend(run, { answers: [...answers.filter(({ key }) => key !== news.key), news].sort((a, b) => order(a.key) - order(b.key)) });
}

/** @param {string} key */
function order(key) {
  const [list, place] = key.split(".").map(Number);
  return list * 100 + place;
}

// Going on -------------------------------------------------------------------------------------

/** What is left out stands in the record, and so does that it was known.
 * @param {Run} run @param {Step} step @param {Event & {type: "settle"}} event @returns {Run} */
function settle(run, step, { missing, at }) {
  const index = run.visits.length - 1;
  let now = run;
  for (const of of unread(run, step)) now = written(now, index, of.id, { of, missing: lookUp(missing, of.id) ?? "none", at });
  for (const { id } of astray(run, step)) {
    now = written(now, index, id, { .../** @type {Entry} */ (entryOf(run, id)), seen: true });
  }
  for (const { key, text, pause, asks } of unanswered(run, step)) now = replied(now, { key, text, pause, ...(asks && { asks }) });
  return now;
}

/** Leave for where a value out of bounds leads. @param {Run} run @param {Books} books @param {Step} step
 * @param {Event & {type: "outside"}} event @returns {Run | null} */
function beyond(run, books, step, { id, at }) {
  const of = step.readings?.find((one) => one.id === id);
  if (!of?.go || !entryOf(run, id)?.out) return null;
  const settled = settle(run, step, { type: "settle", missing: {}, at });
  return go(leave(settled, at, "left", { beyond: of.label }), books, of.go, at);
}
