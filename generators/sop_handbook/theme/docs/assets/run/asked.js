// @ts-check
/**
 * All that a run needs where its procedure asks for more than doing: hazards, things at hand,
 * values, checks. Fetched for such a procedure only, see `asks` in model.js.
 */

import { list, make } from "../lib/dom.js";
import { fill, moment } from "../lib/text.js";
import { answersView } from "./answers.js";
import { lacking, linesOf } from "./asked_record.js";
import { asksNow, change, entryOf, later, pending, roundOf } from "./asked_state.js";
import { beforeView } from "./before.js";
import { show } from "./dialog.js";
import { field } from "./field.js";
import { held } from "./gate.js";
import { hazardsView } from "./hazard.js";
import { bookOf, visitOf } from "./model.js";
import { clean, due, forgetOf, personal, sweep } from "./personal.js";
import { dialler } from "./step.js";
/** @typedef {import("./step.js").Desk} Desk */
/** @typedef {import("./model.js").Run} Run */
/** @typedef {import("./model.js").Step} Step */
/** @typedef {import("./model.js").Visit} Visit */
/** @typedef {import("./model.js").Entry} Entry */
/** @typedef {import("./record.js").Words} Words */
/** @typedef {import("../lib/dom.js").Part} Part */

export * from "./asked_record.js";
export { change, clean, hazardsView, held, sweep };

/** What comes before the step that a run is at; null where nothing does. @param {Desk} desk */
export function first(desk) {
  const ready = pending(desk.run, desk.books);
  return ready && beforeView(desk, ready);
}

/** What is written down and confirmed at a step, and what is still to be filled in.
 * @param {Desk} desk @param {Step} step @returns {Part[]} */
export function asking(desk, step) {
  const { run, words, send } = desk;
  const visit = run.visits.length - 1, round = roundOf(run);
  const fields = asksNow(run, step).map((of) => field(of, {
    ...about(desk), entry: entryOf(run, of), tell: (value) => send({ type: "read", visit, of, value, ...(round !== undefined && { round }) }),
    leave: () => send({ type: "outside", id: of.id }),
  }));
  return [
    fields.length > 0 && make("section", { class: "sop-run__readings" }, make("h3", {}, words.reading.title), fields),
    ...answersView(desk, step),
    !desk.member && backlog(desk), // once for all that is done at the same time
  ];
}

/** What all its fields need. @param {Desk} desk */
function about(desk) {
  const { run, words, others, books } = desk;
  return { words, due: due(run), others, dial: run.outcome ? (/** @type {string} */ text) => [text] : dialler(desk, bookOf(run, books)) };
}

/** Values that were to follow, of the steps before; closed until somebody has the time.
 * @param {Desk} desk */
function backlog(desk) {
  const open = later(desk.run).filter(({ visit }) => desk.run.visits[visit] !== visitOf(desk.run));
  const wide = document.querySelector("details.sop-run__late[open]") !== null; // when one was filled in
  return open.length > 0 && make("details", { class: "sop-run__late", open: wide },
    make("summary", {}, fill(desk.words.late.count, { count: open.length })), open.map((one) => lateField(desk, one)));
}

/** The same at the end, and what was passed by in a hurry. @param {Desk} desk */
export function afterwards(desk) {
  const { run, words, others } = desk;
  window.onafterprint = () => {
    if (!others && personal(run) && document.querySelector(".sop-record")) printed(run, words);
  };
  const open = later(run);
  return open.length > 0 && make("section", { class: "sop-run__late sop-no-print" },
    make("h2", { class: "sop-run__heading" }, fill(words.late.count, { count: open.length })), open.map((one) => lateField(desk, one)));
}

/** What becomes of personal values by taking the record out; nothing where there are none.
 * @param {Desk} desk */
export function warning({ run, words, others }) {
  if (!personal(run)) return null;
  return make("p", { class: "sop-run__changed sop-no-print" }, others ? words.reading["of-others"] : words.reading["before-export"]);
}

/** The record was saved as a file. @param {Desk} desk */
export function exported({ run, words, others, say }) {
  if (others || !personal(run)) return;
  forgetOf(run.id);
  say(words.reading.gone);
}

/** Nothing is drawn anew while somebody types: it is filled in with a button.
 * @param {Desk} desk @param {{entry: Entry, visit: number}} of */
function lateField(desk, { entry, visit }) {
  const { run, words, send } = desk;
  let typed = "";
  const at = run.visits[visit];
  return make("div", { class: "sop-run__late-one" }, make("small", {}, `${at.number} ${at.title}`),
    field(entry.of, { ...about(desk), entry: undefined, tell: (value) => { typed = value; } }),
    make("button", { type: "button", class: "sop-run__small", "aria-label": `${words.late.fill}：${entry.of.label}`,
      onclick: () => typed && send({ type: "fill", visit, of: entry.of, value: typed, ...(entry.round !== undefined && { round: entry.round }) }) }, words.late.fill));
}

/** What the record tells of a visit. What is personal shows on paper only, and only to its own role.
 * @param {Visit} visit @param {Words} words @param {boolean} others */
export function visitView(visit, words, others) {
  return list("ul", linesOf(visit, words), ({ label, value, secret, at, notes, out }) => [
    make(out ? "strong" : "span", {}, label, " ", secret === undefined || others ? value : [
      make("span", { class: "sop-record__screen" }, value), make("span", { class: "sop-record__paper" }, secret)]),
    at !== undefined && entered(at, words), notes.length > 0 && ` ${notes.join("；")}`,
  ], "sop-record__said");
}

/** @param {number} at @param {Words} words */
function entered(at, words) {
  return make("time", {}, ` ${fill(words.reading.entered, { time: moment(at).slice(11, 16) })}`);
}

/** What the record tells of the time before the first steps. @param {Run} run @param {Words} words */
export function readyView({ ready, heads, procedure }, words) {
  return (ready ?? []).map((one) => make("li", {}, make("div", {}, make("strong", {}, words.before.title),
    one.procedure !== procedure && ` · ${heads[one.procedure]?.title}`),
  list("ul", one.items.filter(({ at }) => at !== undefined), ({ label, text, at }) => [
    `${label}：${text}`, entered(at ?? 0, words)], "sop-record__said"),
  lacking(one, words) && make("ul", {}, make("li", {}, lacking(one, words)))));
}

/** After printing, ask whether it came out: only then nothing personal needs to stay.
 * @param {Run} run @param {Words} words */
function printed(run, words) {
  show(words.reading.keep, () => ({
    title: words.reading.printed, parts: [make("p", {}, words.reading["printed-hint"])], done: words.reading.remove, tell: () => forgetOf(run.id),
  }));
}
