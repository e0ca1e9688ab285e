// @ts-check
/**
 * What can happen to a run that asks for something: things at hand, values, answers to checks.
 * Pure, as state.js; only loaded where a procedure asks.
 */

import { bookOf, lookUp, place, remaining, stepOf, visitOf } from "./model.js";
import { act, amend, go, leave } from "./state.js";
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

const MOST_ROUNDS = 9; // of a step, of which each has values of its own

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
  if (event.type === "settle") return settle(now, books, event);
  const step = stepOf(run, books);
  if (!step) return null;
  if (event.type === "check") return answer(now, books, step, event);
  if (event.type === "outside") return beyond(now, books, step, event);
  return aside(now, books, event);
}

/** Whether nobody may be held up: the procedure under way, or one that called it, says so.
 * @param {Run} run @param {Books} books */
export function urgent(run, books) {
  return place(run).some(({ procedure }) => lookUp(books, procedure)?.emergency);
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
  // As the edition of today has them: what was ticked of another text was something else.
  const items = (book.before.parts ?? []).flatMap(({ label, items: all }) => all.map((text) => (
    kept?.items.find((one) => one.label === label && one.text === text) ?? { label, text })));
  return { procedure: book.id, since, items };
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
  const done = prepared(run, { ...now, at, ...(urgent(run, books) && { rushed: true }) });
  const step = stepOf(run, books);
  return step ? amend(done, { at, ...(step.seconds && { due: at + step.seconds * 1000 }) }) : done;
}

// Values ---------------------------------------------------------------------------------------

/** The visit under way, and those before whose answers still hold: where somebody came back, or comes
 * again to where they came back from. @param {Run} run @returns {Visit[]} */
function holding({ visits }) {
  const found = visits.slice(-1);
  for (let index = visits.length - 1; index > 0;) {
    const { procedure, step, returned } = visits[index];
    const former = visits.slice(0, index).map((one) => one.procedure === procedure && one.step === step).lastIndexOf(true);
    if (former < 0 || !(returned || visits[index - 1].how === "back" || retraced(visits, former, index))) break;
    found.push(visits[former]);
    index = former;
  }
  return found;
}

/** Whether a step was left by going back, and nothing new was done until it was come to again.
 * @param {Visit[]} visits @param {number} from @param {number} to */
function retraced(visits, from, to) {
  const known = visits.slice(0, from);
  return visits[from].how === "back" && visits.slice(from + 1, to).every((one) => (
    known.some(({ procedure, step }) => procedure === one.procedure && step === one.step)));
}

/** Whether it is still the same value that is asked for, maybe with other limits.
 * @param {Reading} one @param {Reading} other */
function same(one, other) {
  return one.id === other.id && one.label === other.label && one.kind === other.kind && one.unit === other.unit;
}

/** Which time it is, from 0, where values are written down anew each time that a step is done; they
 * are where it is done for each of some things, or a few times. @param {Run} run */
export function roundOf(run) {
  const { times, each, done } = visitOf(run)?.repeat ?? { done: [] };
  return each || (times && times <= MOST_ROUNDS) ? done.length : undefined;
}

/** What was written down for a value at the step under way; without a value and a reason, it was
 * taken back. @param {Run} run @param {Reading} of @returns {Entry | undefined} */
export function entryOf(run, of) {
  const now = roundOf(run);
  const found = holding(run).map((one) => one.readings?.find(({ of: known, round }) => same(known, of) && round === now)).find(Boolean);
  return of.kind === "choice" && found?.value !== undefined && !of.options?.includes(found.value) ? undefined : found;
}

/** @param {Run} run @param {Event & {type: "read" | "fill"}} event @returns {Run | null} */
function read(run, { visit: index, of, value, round, at }) {
  const visit = run.visits[index];
  if (!visit || (run.outcome && !visit.readings?.some((one) => same(one.of, of)))) return null;
  return written(run, index, { of, ...(round !== undefined && { round }), ...(value && { value }), at, ...(outside(value, of) && { out: true }) });
}

/** @param {Run} run @param {number} index of the visit @param {Entry} entry @returns {Run} */
function written(run, index, entry) {
  const all = run.visits[index].readings ?? [];
  const it = (/** @type {Entry} */ one) => same(one.of, entry.of) && one.round === entry.round;
  const readings = all.some(it) ? all.map((one) => (it(one) ? entry : one)) : [...all, entry];
  return { ...run, visits: run.visits.map((one, at) => (at === index ? { ...one, readings } : one)) };
}

/** What is asked for at a step and has no value, and no word about why; nothing of a time that is
 * not begun, once there was one, unless it is said to be done (`round`).
 * @param {Run} run @param {Step} step @param {boolean} [round] */
export function unread(run, step, round) {
  const all = asksNow(run, step), open = all.filter((of) => empty(entryOf(run, of)));
  return !round && roundOf(run) && open.length === all.length ? [] : open;
}

/** What is written down at a step now; nothing when it was done as often as it is to be.
 * @param {Run} run @param {Step} step */
export function asksNow(run, { readings = [] }) {
  return roundOf(run) !== undefined && roundOf(run) === visitOf(run).repeat?.times ? [] : readings;
}

/** Whether it says neither what nor why not. @param {Entry | undefined} entry */
export function empty(entry) {
  return !entry || (entry.value === undefined && !entry.missing && !entry.wiped);
}

/** Values out of the bounds of today that nobody has gone on with yet. @param {Run} run @param {Step} step */
export function astray(run, step) {
  return asksNow(run, step).filter((of) => {
    const entry = entryOf(run, of);
    return outside(entry?.value ?? "", of) && !(entry?.seen && entry.of.limit === of.limit);
  });
}

/** Values that are to be filled in later, each with the visit it belongs to.
 * @param {Run} run @returns {{entry: Entry, visit: number}[]} */
export function later(run) {
  return run.visits.flatMap(({ readings }, visit) => (readings ?? []).filter((one) => (
    one.missing === "later" || (one.missing === "none" && run.outcome)))
    .map((entry) => ({ entry, visit })));
}

// Checks ---------------------------------------------------------------------------------------

/** Everything to confirm at the step under way, each under a key: what is to be confirmed, when and
 * by whom, whatever its place in the list. Where no order is set, only once nothing else that it is
 * about is left to do. @param {Run} run @param {Books} books @param {Step} step */
export function asked(run, books, step) {
  const left = remaining(run, books).filter((one) => one !== step);
  return items((step.checks ?? []).filter(({ of }) => !left.some(({ id }) => of?.includes(id))));
}

/** @param {import("./model.js").Check[]} checks */
function items(checks) {
  const all = checks.flatMap(({ pause, items: own }) => own.map((item) => ({ ...item, pause, key: keyOf({ ...item, pause }) })));
  return [...new Map(all.map((item) => [item.key, item])).values()];
}

/** @param {{text: string, pause: string, asks?: string}} item */
function keyOf({ text, pause, asks = "" }) {
  return [pause, asks, text].join("\n");
}

/** How a check was answered at the step under way. @param {Run} run @param {string} key */
export function answerOf(run, key) {
  return holding(run).map((one) => one.answers?.find((each) => keyOf(each) === key)).find(Boolean);
}

/** @param {Run} run @param {Books} books @param {Step} step */
export function unanswered(run, books, step) {
  return asked(run, books, step).filter(({ key }) => answerOf(run, key)?.answer === undefined);
}

/** What was to be confirmed after steps that were done, and was asked nowhere on the way that the
 * run took to an end. @param {Run} run @param {Books} books */
export function owed(run, books) {
  const book = bookOf(run, books), step = stepOf(run, books);
  const { since } = /** @type {import("./model.js").Frame} */ (place(run).at(-1));
  const round = run.visits.slice(since).filter((one) => one.procedure === book.id && one.how !== "back");
  const done = (/** @type {string} */ id) => round.some((one) => one.step === id && one.how !== "skipped");
  const met = new Set([...(step ? asked(run, books, step) : []).map(({ key }) => key), ...round.flatMap(({ answers = [] }) => answers.map(keyOf))]);
  const lists = book.steps.flatMap(({ checks = [] }) => checks).filter(({ of }) => of?.some(done));
  return items(lists).filter(({ key }) => !met.has(key));
}

/** Whether what was pressed leads to an end of the procedure under way.
 * @param {Run} run @param {Books} books @param {import("./model.js").What} what */
export function ending(run, books, what) {
  const step = stepOf(run, books);
  const target = what.type === "answer" ? step?.ways?.[what.index]?.go : what.type === "choose" ? what.target : what.type === "next" ? step?.next : undefined;
  return bookOf(run, books).ends.some(({ id }) => id === target);
}

/** @param {Run} run @param {Books} books @param {Step} step @param {Event & {type: "check"}} event */
function answer(run, books, step, { key, answer: given, at }) {
  const all = asked(run, books, step), item = all.find((one) => one.key === key);
  return item ? replied(run, all, { ...itemOf(item), ...(given && { answer: given, at }) }) : null;
}

/** @typedef {ReturnType<typeof asked>[number]} Item */

/** @param {Item} item @returns {Answer} */
function itemOf({ key, text, pause, asks }) {
  return { key, text, pause, ...(asks && { asks }) };
}

/** Answers stand in the order of the list, after those to what is in it no more.
 * @param {Run} run @param {Item[]} all @param {Answer} news */
function replied(run, all, news) {
  const order = (/** @type {Answer} */ one) => all.findIndex(({ key }) => key === keyOf(one));
  const others = (visitOf(run).answers ?? []).filter((one) => keyOf(one) !== news.key);
  return amend(run, { answers: [...others, news].sort((one, other) => order(one) - order(other)) });
}

// Going on -------------------------------------------------------------------------------------

/** What is left out stands in the record, and so does that it was known.
 * @param {Run} run @param {Books} books @param {Event & {type: "settle"}} event @returns {Run} */
function settle(run, books, { missing, ends, round, at }) {
  const step = stepOf(run, books), index = run.visits.length - 1;
  if (index < 0) return run;
  let now = run;
  for (const of of step ? unread(run, step, round) : []) now = written(now, index, { of, ...(roundOf(run) !== undefined && { round: roundOf(run) }), missing: lookUp(missing, of.id) ?? "none", at });
  for (const of of step ? astray(run, step) : []) {
    const entry = /** @type {Entry} */ (entryOf(run, of));
    const personal = of.personal || entry.of.personal;
    now = written(now, index, { ...entry, of: { ...of, ...(personal && { personal }) }, out: true, seen: true });
  }
  const all = [...(step && !round ? unanswered(run, books, step) : []), ...(ends ? owed(run, books) : [])];
  const list = [...(step ? asked(run, books, step) : []), ...all];
  for (const item of all) now = replied(now, list, itemOf(item));
  return now;
}

/** Leave for where a value out of bounds leads; where there is time, the others follow later.
 * @param {Run} run @param {Books} books @param {Step} step
 * @param {Event & {type: "outside"}} event @returns {Run | null} */
function beyond(run, books, step, { id, at }) {
  const of = step.readings?.find((one) => one.id === id);
  if (!of?.go || !outside(entryOf(run, of)?.value ?? "", of)) return null;
  /** @type {Record<string, Entry["missing"]>} */
  const missing = urgent(run, books) ? {} : Object.fromEntries(unread(run, step).map((one) => [one.id, "later"]));
  const settled = settle(run, books, { type: "settle", missing, at });
  return go(leave(settled, at, "left", { beyond: of.label }), books, of.go, at);
}

/** Leave aside from the usual way: what is left out stands in the record there, too.
 * @param {Run} run @param {Books} books @param {Event} event @returns {Run | null} */
function aside(run, books, event) {
  if (event.type !== "exception" && !(event.type === "deviate" && event.kind === "jumped")) return null;
  const left = (/** @type {Run} */ one) => act(one, books, event);
  if (left(run).visits.length === run.visits.length && !left(run).outcome) return null; // it stays
  return left(settle(run, books, { type: "settle", missing: {}, at: event.at }));
}
