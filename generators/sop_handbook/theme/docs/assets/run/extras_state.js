// @ts-check
/**
 * What can happen to a run of what only some procedures have: steps at the same time, repeats,
 * limits that count from another step. Pure, as state.js; only loaded for such procedures.
 *
 * Steps at the same time have a visit each. Their place names the first of them, and its `members`
 * are where their visits stand among all. What happens at one of them happens to the run as if the
 * others were not there, see `alone`.
 */

import { bookOf, lookUp, place, stepOf, visitOf } from "./model.js";
import { amend, go, leave, visit as visitAt } from "./state.js";
/** @typedef {import("./model.js").Run} Run */
/** @typedef {import("./model.js").Books} Books */
/** @typedef {import("./model.js").Book} Book */
/** @typedef {import("./model.js").Step} Step */
/** @typedef {import("./model.js").Frame} Frame */
/** @typedef {import("./model.js").Visit} Visit */
/** @typedef {import("./model.js").Event} Event */
/** @typedef {(run: Run, books: Books, event: Event) => Run} Act  what becomes of a run otherwise */
/** @typedef {{steps: Step[], visits: number[]}} Group  each step, and where its visit stands */

const THROUGH = ["done", "answered", "skipped"]; // how one of them is over, and the others go on
const AGAIN = ["back", "called", "stopped"]; // how a step is left that is not over

/**
 * What a run becomes by an event, of these or of any other kind.
 * @param {Run} run @param {Books} books @param {Event} event @param {Act} act @returns {Run}
 */
export function change(run, books, event, act) {
  if (event.type === "renew") return renewed(act(run, books, event), books);
  const from = returning(run, event), group = groupOf(from, books);
  const next = group ? among(from, books, event, group, act) : repeated(from, books, event) ?? act(from, books, event);
  return next === from ? run : timed(arrived(from, next, books, event.at), books);
}

/** A run that was just begun, with all that begins with it; one whose procedures were fetched anew:
 * steps that are no longer done at the same time are left.
 * @param {Run} run @param {Books} books @returns {Run} */
function renewed(run, books) {
  const here = /** @type {Frame} */ (place(run).at(-1));
  if (!here.members && !run.outcome && run.seen === run.started) return timed(arrived({ ...run, visits: run.visits.slice(0, -1) }, run, books, run.started), books);
  if (run.outcome || !here.members || groupOf(run, books)) return timed(run, books);
  const { members, ...rest } = here;
  return standing(closed(run, members, "left", run.seen), { ...rest, step: null });
}

// At the same time -----------------------------------------------------------------------------

/** The steps that are under way at the same time. @param {Run} run @param {Books} books @returns {Group | null} */
export function groupOf(run, books) {
  const { members } = /** @type {Frame} */ (place(run).at(-1));
  const ids = stepOf(run, books)?.group;
  if (!members || !ids || members.map((at) => run.visits[at]?.step).join() !== ids.join()) return null;
  const book = bookOf(run, books);
  const steps = ids.map((id) => book.steps.find((one) => one.id === id));
  return steps.every(Boolean) ? { steps: /** @type {Step[]} */ (steps), visits: members } : null;
}

/** The run as one of them has it: without the visits of the others, at that step.
 * @param {Run} run @param {Books} books @param {number | undefined} member @returns {Run} */
export function alone(run, books, member) {
  const group = groupOf(run, books);
  return group && member !== undefined ? lens(run, group, member).now : run;
}

/** The same, and where the visits that it has stand among all. @param {Run} run @param {Group} group @param {number} member */
function lens(run, { steps, visits }, member) {
  const own = visits[member];
  const kept = [...run.visits.keys()].filter((at) => !visits.includes(at)).concat(own);
  const here = /** @type {Frame} */ (place(run).at(-1));
  return { now: standing({ ...run, visits: kept.map((at) => run.visits[at]) }, { ...here, step: steps[member].id }), kept };
}

/** A run at another place than it was. @param {Run} run @param {Frame} frame @returns {Run} */
function standing(run, frame) {
  return { ...run, trail: [...run.trail.slice(0, -1), [...place(run).slice(0, -1), frame]] };
}

/** @param {Run} run @param {Books} books @param {Event} event @param {Group} group @param {Act} act @returns {Run} */
function among(run, books, event, group, act) {
  const { member, at } = event;
  if (member === undefined || !(member in group.steps)) return together(run, books, event, group, act);
  const { now, kept } = lens(run, group, member);
  if (event.type === "redo") return redone(run, group.visits[member]);
  if (visitOf(now).how && !["note", "read", "fill", "check"].includes(event.type)) return run;
  const next = repeated(now, books, event) ?? act(now, books, event);
  if (next === now) return run;
  const own = next.visits[kept.length - 1];
  const stayed = merged(run, kept, { ...next, visits: next.visits.slice(0, kept.length) });
  if (next.trail.length === now.trail.length && !next.outcome) return stayed;
  if (THROUGH.includes(own.how ?? "")) return onward(stayed, books, group, at);
  const gone = { ...merged(run, kept, next), trail: [...run.trail, ...next.trail.slice(run.trail.length)], heads: next.heads, outcome: next.outcome };
  if (own.how !== "called") return closed(settled(gone, run, books, group, act, at), group.visits, own.how ?? "left", at);
  const called = /** @type {Frame} */ (place(gone).at(-1));
  return { ...gone, trail: [...run.trail, [...place(gone).slice(0, -1), { ...called, since: run.visits.length }]] };
}

/** What happens to all of them. @param {Run} run @param {Books} books @param {Event} event @param {Group} group @param {Act} act */
function together(run, books, event, group, act) {
  const { type, at } = event;
  if (type === "ready") { // time begins for all of them
    const next = act(run, books, event);
    if (next === run) return run;
    return { ...next, visits: next.visits.map((one, index) => (group.visits.includes(index) ? { ...one, at, ...dueOf(group.steps[group.visits.indexOf(index)], at) } : one)) };
  }
  if (type !== "back" && type !== "stop") return act(run, books, event);
  const from = closed(run, group.visits, type === "back" ? "back" : "stopped", at);
  const next = act(from, books, event);
  return next === from ? run : next;
}

/** What one of them changed, in its place. @param {Run} run @param {number[]} kept @param {Run} next @returns {Run} */
function merged(run, kept, next) {
  const visits = [...run.visits];
  kept.forEach((at, index) => { visits[at] = next.visits[index]; });
  return { ...run, seen: next.seen, ready: next.ready, visits: [...visits, ...next.visits.slice(kept.length)] };
}

/** Go on when all of them are done: where an answer leads, or what comes after the last.
 * @param {Run} run @param {Books} books @param {Group} group @param {number} at @returns {Run} */
function onward(run, books, { steps, visits }, at) {
  if (visits.some((index) => !run.visits[index].how)) return run;
  const answered = steps.flatMap((step, index) => step.ways?.filter((way) => way.answer === run.visits[visits[index]].answer) ?? []);
  return go(run, books, answered.length ? answered[0].go : steps[steps.length - 1].next, at);
}

/** Leave all that are not over yet. @param {Run} run @param {number[]} visits @param {import("./model.js").How} how @param {number} at @returns {Run} */
function closed(run, visits, how, at) {
  return { ...run, visits: run.visits.map((one, index) => (visits.includes(index) && !one.how ? { ...one, left: at, how } : one)) };
}

/** What the others left out stands in the record, too. @param {Run} gone @param {Run} run @param {Books} books
 * @param {Group} group @param {Act} act @param {number} at */
function settled(gone, run, books, group, act, at) {
  const visits = [...gone.visits];
  for (const [member, index] of group.visits.entries()) {
    if (visits[index].how) continue;
    const { now } = lens(run, group, member);
    visits[index] = visitOf(act(now, books, { type: "settle", missing: {}, at }));
  }
  return { ...gone, visits };
}

/** One of them is not over after all. @param {Run} run @param {number} index @returns {Run} */
function redone(run, index) {
  const { left: _, how, answer: _answer, question: _question, ...rest } = run.visits[index];
  if (!how || !THROUGH.includes(how)) return run;
  return { ...run, visits: run.visits.map((one, at) => (at === index ? rest : one)) };
}

/** Back out of a procedure that one of them called leads to that one.
 * @param {Run} run @param {Event} event @returns {Run} */
function returning(run, { type }) {
  const to = run.trail.at(-2), here = place(run);
  if (type !== "back" || run.outcome || !to || to.length >= here.length || !to.at(-1)?.members) return run;
  return { ...run, trail: [...run.trail.slice(0, -2), here.slice(0, to.length), here] };
}

/** Where a run came to steps at the same time, all of them begin; where it came back from what one of
 * them called, that one goes on. @param {Run} before @param {Run} run @param {Books} books @param {number} at @returns {Run} */
function arrived(before, run, books, at) {
  const { members, ...here } = /** @type {Frame} */ (place(run).at(-1));
  const step = stepOf(run, books), from = run.visits.length - 1;
  if (run.outcome || run.visits.length <= before.visits.length) return run;
  if (!step) return members ? standing(run, here) : run;
  if (!step.group) return standing(carried(run, books, [from]), here);
  if (members && before.trail.length && place(before).length > place(run).length) {
    const now = members.map((index) => (run.visits[index].step === here.step && run.visits[index].how === "called" ? from : index));
    return standing(carried(run, books, [from]), { ...here, step: step.group[0], members: now });
  }
  const book = bookOf(run, books), own = visitOf(run);
  const all = step.group.flatMap((id) => book.steps.filter((one) => one.id === id))
    .map((one) => (one.id === own.step ? own : visitAt(book, one, at)));
  const now = all.map((_, index) => from + index);
  return standing(carried({ ...run, visits: [...run.visits.slice(0, -1), ...all] }, books, now), { ...here, step: step.group[0], members: now });
}

// Again ----------------------------------------------------------------------------------------

/** New visits of steps that are done again, with what was counted before where somebody comes back.
 * @param {Run} run @param {Books} books @param {number[]} fresh @returns {Run} */
function carried(run, books, fresh) {
  const book = bookOf(run, books), before = run.visits.slice(0, fresh[0]);
  return { ...run, visits: run.visits.map((one, index) => {
    const { times, each } = book.steps.find(({ id }) => id === one.step)?.repeat ?? {};
    if (!fresh.includes(index) || (!times && !each)) return one;
    const former = before.filter(({ procedure, step }) => procedure === one.procedure && step === one.step).at(-1);
    const back = one.returned !== undefined || before.at(-1)?.how === "back";
    return { ...one, repeat: { ...(times && { times }), ...(each && { each }), done: (back && former?.repeat?.done) || [] } };
  }) };
}

/** Count one more or one less, or do instead what comes after the last; null for other events.
 * @param {Run} run @param {Books} books @param {Event} event @returns {Run | null} */
function repeated(run, books, event) {
  const { at } = event, step = stepOf(run, books), now = { ...run, seen: Math.max(run.seen, at) };
  if (event.type === "exhausted") {
    const count = over(run, books);
    return count && step ? go(leave(now, at, "left", { exhausted: count }), books, step.repeat?.then, at) : run;
  }
  if (event.type !== "round" && event.type !== "unround") return null;
  const again = step && visitOf(run).repeat;
  if (!again) return run;
  const { done, times = Infinity } = again, name = event.type === "round" && event.name?.trim();
  if (event.type === "unround") return done.length ? amend(now, { repeat: { ...again, done: done.slice(0, -1) } }) : run;
  return done.length < times ? amend(now, { repeat: { ...again, done: [...done, { at, ...(name && { name }) }] } }) : run;
}

/** How often the step under way may be done, where it was done as often; otherwise 0.
 * @param {Run} run @param {Books} books */
export function over(run, books) {
  const step = stepOf(run, books), { most, then } = step?.repeat ?? {};
  if (!step || !most || !then) return 0;
  const here = /** @type {Frame} */ (place(run).at(-1));
  const come = run.visits.filter((one, index) => index >= here.since && one.procedure === here.procedure && one.step === step.id
    && !["back", "called", "skipped"].includes(one.how ?? "") && run.visits[index - 1]?.how !== "back");
  return come.length > most ? most : 0;
}

/** How often the step under way was done and is to be done, where something is still missing.
 * @param {Run} run @returns {{count: number, times?: number, each?: string} | null} */
export function short(run) {
  const { times, each, done } = visitOf(run).repeat ?? { done: [] };
  return (times && done.length < times) || (each && !done.length) ? { count: done.length, times, each } : null;
}

// From another step ----------------------------------------------------------------------------

/** @param {Step} step @param {number} from */
function dueOf({ seconds }, from) {
  return seconds ? { due: from + seconds * 1000 } : {};
}

/** Whether a step was done, as always_before in model/flow.py has it: not if it was left for an
 * exception, jumped over or left out; but if its own value was out of bounds. @param {Visit} visit */
function isDone({ how, beyond }) {
  return how === "done" || how === "answered" || beyond;
}

/** The visits of a step in the round of a procedure that is under way; those between which somebody
 * only called another procedure, or came back to look, are one stay.
 * @param {Run} run @param {Frame} frame @param {string} step @returns {Visit[][]} */
function stays({ visits }, { procedure, since: from }, step) {
  /** @type {Visit[][]} */
  const found = [];
  for (const one of visits.slice(from).filter((own) => own.procedure === procedure && own.step === step)) {
    const back = visits.some(({ how, left }) => how === "back" && left === one.at);
    if ((!back && one.returned === undefined) || !found.at(-1)?.push(one)) found.push([one]);
  }
  return found;
}

/** When that moment was in the round of a procedure that is under way; undefined if it is to come.
 * Who comes back to look and goes on has done a step when it was done before; only where time must
 * pass `at least`, it counts from when it was done in the end.
 * @param {Run} run @param {Frame} frame @param {Pick<Step, "since" | "least">} of */
function moment(run, frame, { since, least }) {
  const times = since ? stays(run, frame, since.step).flatMap((stay) => {
    if (since.at === "start") return stay.some(({ how }) => how !== "back" && how !== "skipped") ? stay[0].at : [];
    return (least ? stay.slice(-1) : stay).find(isDone)?.left ?? [];
  }) : [];
  return times.at(since?.visit === "first" ? 0 : -1);
}

/** The visits under way: several of steps at the same time. @param {Run} run @returns {number[]} */
function underway(run) {
  return place(run).at(-1)?.members ?? [run.visits.length - 1];
}

/** Limits that count from another step count from there. @param {Run} run @param {Books} books @returns {Run} */
function timed(run, books) {
  const frame = /** @type {Frame} */ (place(run).at(-1));
  if (run.outcome || frame.step === null) return run;
  const { steps } = bookOf(run, books);
  const open = underway(run).filter((index) => run.visits[index] && !run.visits[index].how);
  return { ...run, visits: run.visits.map((one, index) => {
    const step = open.includes(index) ? steps.find(({ id }) => id === one.step) : undefined;
    if (!step?.since || !step.seconds) return one;
    const { due: _, unbegun: _was, ...rest } = one, from = moment(run, frame, step);
    return from === undefined ? { ...rest, unbegun: true } : { ...rest, ...dueOf(step, from) };
  }) };
}

/** Limits that count already, of steps that are still to come, the next first.
 * @param {Run} run @param {Books} books @returns {{step: Step, at: number, due: number, least?: boolean}[]} */
export function ahead(run, books) {
  const inner = place(run).at(-1), shown = underway(run).map((index) => run.visits[index]?.step);
  return place(run).flatMap((frame) => (lookUp(books, frame.procedure)?.steps ?? []).flatMap((step) => {
    const at = moment(run, frame, step);
    if (at === undefined || !step.seconds || (frame === inner && shown.includes(step.id))) return [];
    const done = run.visits.slice(frame.since).some((one) => one.procedure === frame.procedure && one.step === step.id
      && one.how && !AGAIN.includes(one.how) && (one.left ?? 0) >= at);
    return done ? [] : [{ step, at, due: at + step.seconds * 1000, ...(step.least && { least: true }) }];
  })).sort((one, other) => one.due - other.due);
}
