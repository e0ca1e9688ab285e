// @ts-check
/** What the record tells of things at hand, values and answers: on paper, as a table, as data. Pure. */

import { fill, iso, moment } from "../lib/text.js";
import { empty } from "./asked_state.js";
import { shown } from "./value.js";
/** @typedef {import("./model.js").Run} Run */
/** @typedef {import("./model.js").Visit} Visit */
/** @typedef {import("./model.js").Entry} Entry */
/** @typedef {import("./model.js").Answer} Answer */
/** @typedef {import("./model.js").Ready} Ready */
/** @typedef {import("./record.js").Words} Words */

/**
 * One line of the record. `secret` is what only paper and files may show, in place of `value`.
 * @typedef {{label: string, value: string, secret?: string, at?: number, notes: string[], out: boolean}} Line
 */

/** A value, or why there is none. @param {Entry} entry @param {Words} words @returns {Line} */
function valueLine({ of, round, value, missing, at, out, wiped }, words) {
  const told = missing ? words.missing[missing] : wiped ? words.reading.wiped : shown(value ?? "", of);
  const secret = of.personal && value !== undefined ? { value: words.reading.held, secret: told } : { value: told };
  const notes = [...(out ? [fill(words.reading.out, { limit: of.limit ?? "" })] : []), ...(out && of.do ? [of.do] : [])];
  const label = round === undefined ? of.label : of.label + fill(words.reading.round, { count: round + 1 });
  return { label, ...secret, ...(!missing && { at }), notes, out: Boolean(out) };
}

/** @param {Answer} answer @param {Words} words @returns {Line} */
function answerLine({ text, asks, answer, at }, words) {
  const unsaid = answer === undefined;
  return { label: asks ? `${asks}：${text}` : text, value: answer ?? words.checks.unanswered, ...(at && { at }), notes: [], out: unsaid };
}

/** What was taken back and left so is not told. @param {Visit} visit */
function told({ readings }) {
  return (readings ?? []).filter((one) => !empty(one));
}

/** How often a step was done, and that it was done as often as it may be; that its clock never began.
 * @param {Visit} visit @param {Words} words @returns {Line[]} */
function countLines({ how, repeat, exhausted, unbegun }, { repeat: say, limit, unbegun: none }) {
  const { times, each, done } = repeat ?? { done: [] }, count = done.length;
  const names = done.flatMap(({ name }) => name ?? []).join("、");
  const told = times ? fill(count < times ? say.did : say.full, { count, times }) : fill(say["did-each"], { each, count }) + (names && fill(say.names, { names }));
  return [
    ...(repeat && (how !== "back" || count) ? [{ label: say.label, value: told, notes: [], out: Boolean(times && count < times) }] : []),
    ...(exhausted ? [{ label: say.label, value: fill(say.over, { count: exhausted }), notes: [], out: true }] : []),
    ...(unbegun && how !== "back" ? [{ label: limit, value: none, notes: [], out: true }] : []),
  ];
}

/** @param {Visit} visit @param {Words} words @returns {Line[]} */
export function linesOf(visit, words) {
  return [...countLines(visit, words), ...told(visit).map((one) => valueLine(one, words)), ...(visit.answers ?? []).map((one) => answerLine(one, words))];
}

/** What was not at hand, in a sentence; "" where all was. @param {Ready} ready @param {Words} words */
export function lacking({ items, rushed }, words) {
  const lacks = items.filter(({ at }) => at === undefined).map(({ text }) => text);
  return lacks.length ? `${words.before[rushed ? "unticked" : "lacks"]}：${lacks.join("、")}` : "";
}

/** Rows for spreadsheets beside those of visits: what, its value, unit, when, limit, remark.
 * `open` is whether personal values may be told.
 * @param {Visit} visit @param {Words} words @param {boolean} open @returns {string[][]} */
export function valueRows(visit, words, open) {
  const values = told(visit).map((entry) => {
    const { label, value, secret, at, notes } = valueLine(entry, words);
    const bare = entry.value === undefined || entry.of.personal ? secret ?? value : entry.value;
    return [label, open ? bare : value, entry.of.unit ?? "", at ? moment(at) : "", entry.of.limit ?? "", notes.join("；")];
  });
  const answers = (visit.answers ?? []).map(({ text, asks, answer, at, pause }) => (
    [text, answer ?? words.checks.unanswered, "", at ? moment(at) : "", "", [pause, asks].filter(Boolean).join(" · ")]));
  return [...countLines(visit, words).map(({ label, value }) => [label, value, "", "", "", ""]), ...values, ...answers];
}

/** The same of what was at hand. @param {Ready} ready @param {Words} words @returns {string[][]} */
export function readyRows({ items, rushed }, words) {
  return items.map(({ label, text, at }) => (
    [text, at ? words.before.has : words.before[rushed ? "unticked" : "lacks"], "", at ? moment(at) : "", "", label]));
}

/** For programs: what a visit wrote down and confirmed. @param {Visit} visit @param {boolean} open */
export function visitData(visit, open) {
  const { answers, beyond, repeat, exhausted, unbegun } = visit, readings = told(visit);
  return {
    ...(readings.length > 0 && { readings: readings.map((one) => entryData(one, open)) }),
    ...(answers?.length && { checks: answers.map(({ text, pause, asks, answer, at }) => (
      { text, pause, asks: asks ?? null, answer: answer ?? null, at: at ? iso(at) : null })) }),
    ...(beyond && { out_of_bounds: beyond }),
    ...(repeat && { repeat: { ...repeat, done: repeat.done.map((one) => ({ ...one, at: iso(one.at) })) } }),
    ...(exhausted && { exhausted }),
    ...(unbegun && { not_timed: true }),
  };
}

/** @param {Entry} entry @param {boolean} open */
function entryData({ of, round, value, missing, at, out, wiped }, open) {
  const told = value === undefined || (of.personal && !open) ? null : of.kind === "number" ? Number(value) : value;
  return {
    id: of.id, label: of.label, kind: of.kind, ...(round !== undefined && { round: round + 1 }), value: told, unit: of.unit ?? null, at: iso(at), limit: of.limit ?? null,
    outside: Boolean(out), missing: missing ?? null, ...(of.personal && { personal: true, deleted: Boolean(wiped) }),
  };
}

/** @param {Run} run */
export function readyData({ ready }) {
  return ready && { before: ready.map(({ procedure, items, at }) => ({
    procedure, ready: at ? iso(at) : null,
    items: items.map(({ label, text, at: ticked }) => ({ part: label, text, at: ticked ? iso(ticked) : null })),
  })) };
}
