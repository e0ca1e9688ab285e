// @ts-check
/** The end of a run: what comes next, and the record to print or keep. */

import { list, make } from "../lib/dom.js";
import { fill, moment } from "../lib/text.js";
import { span } from "./clock.js";
import { lookUp } from "./model.js";
import { codeOf, csv, deviationsOf, edition, ending, json, outcomeOf, remarksOf, standing } from "./record.js";
/** @typedef {import("./step.js").Desk} Desk */
/** @typedef {import("./model.js").Run} Run */
/** @typedef {import("./record.js").Words} Words */
/** @typedef {import("../lib/dom.js").Part} Part */

/**
 * @param {Desk} desk  books may be empty: a record stands alone
 * @returns {Part[]}
 */
export function endView(desk) {
  const { run, words, send, books, next, asked, others } = desk;
  const outcome = /** @type {import("./model.js").Outcome} */ (run.outcome);
  const book = lookUp(books, run.procedure);
  const mayUndo = Boolean(book) && outcome.reason === undefined;
  const address = (/** @type {string} */ id) => `?p=${id}`;
  return [
    make("h2", { class: "sop-run__title", tabindex: "-1" }, outcome.reason === undefined ? words.end : words.stopped),
    make("p", { class: "sop-run__outcome" }, ending(run, words, asked)),
    make("div", { class: "sop-run__ways sop-no-print" },
      outcome.to && make("a", { class: "sop-run__next", href: `${address(outcome.to.id)}&from=${run.id}` }, fill(words["hand-over"], outcome.to)),
      mayUndo && make("button", { type: "button", class: "sop-run__small", onclick: () => send({ type: "back" }) }, words["undo-end"])),
    asked?.afterwards(desk),
    make("h2", { class: "sop-run__heading" }, words.record),
    recordView(desk, book),
    asked?.warning(desk),
    make("div", { class: "sop-run__others sop-no-print" },
      make("button", { type: "button", class: "sop-run__small", onclick: () => window.print() }, words.print),
      saves(words.csv, `${run.id}.csv`, "text/csv", () => csv(run, words, asked, !others), desk),
      saves(words.json, `${run.id}.json`, "application/json", () => json(run, asked, !others), desk)),
    make("div", { class: "sop-run__others sop-no-print" },
      book && make("a", { class: "sop-run__small", href: `${book.page}#checklists` }, words.checklist),
      make("button", { type: "button", class: "sop-run__small", onclick: next }, words["next-one"]),
      make("a", { class: "sop-run__small", href: "?" }, words["all-runs"])),
  ];
}

/** @param {Desk} desk @param {import("./model.js").Book} [book] */
function recordView(desk, book) {
  const { run, words, asked, others } = desk;
  return make("div", { class: "sop-record" },
    make("dl", {}, facts(desk).map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value)))),
    make("ol", { class: "sop-record__visits" }, asked?.readyView(run, words), run.visits.map((visit) => make("li", {},
      make("div", {}, make("strong", {}, `${visit.number} ${visit.title}`), ` ${visit.role}`,
        visit.procedure !== run.procedure && ` · ${run.heads[visit.procedure].title}`),
      make("div", {}, make("time", {}, `${clockTime(visit.at)}–${visit.left === undefined ? "" : clockTime(visit.left)}`),
        ` ${outcomeOf(visit, words)}`),
      asked?.visitView(visit, words, others),
      list("ul", [...deviationsOf(visit, words), ...remarksOf(visit, words, run, asked), ...(visit.note ? [fill(words.noted, { note: visit.note })] : [])],
        (one) => one)))),
    run.outcome && run.outcome.omitted.length > 0 && make("p", {}, words.omitted, run.outcome.omitted.join("、")),
    make("dl", { class: "sop-record__signs" }, byHand(words, book).map((name) => make("div", {}, make("dt", {}, name), make("dd")))));
}

/** What is written on a printed record: what it is about, and who signs.
 * @param {Words} words @param {import("./model.js").Book} [book] @returns {string[]} */
function byHand(words, book) {
  return [...(book?.record_of ?? []), ...(book?.signs ?? [words.sign.by, words.sign.checked]), words.sign.date];
}

/** @param {Desk} desk @returns {[string, string][]} */
function facts({ run, words, asked }) {
  const names = words.facts;
  /** @type {[string, string][]} */
  const heads = Object.values(run.heads).flatMap((head) => [
    [names.procedure, `${head.number} ${head.title}`],
    [names.revision, `${edition(head, words)} · ${standing(head, words)}`],
    .../** @type {[string, string][]} */ (codeOf(head, words) ? [[names.edition, codeOf(head, words)]] : []),
  ]);
  const ended = run.outcome?.at;
  return [
    ...heads,
    .../** @type {[string, string][]} */ ([[names.label, run.label], [names.who, run.who]].filter(([, value]) => value)),
    [names.started, moment(run.started)],
    ...(ended === undefined ? [] : /** @type {[string, string][]} */ ([
      [names.ended, moment(ended)], [names.took, span(ended - run.started, words)]])),
    [names.outcome, ending(run, words, asked)],
    [names.run, run.id],
  ];
}

/** A button that puts a file among the downloads of this device.
 * @param {string} label @param {string} name @param {string} type @param {() => string} content @param {Desk} desk */
function saves(label, name, type, content, desk) {
  return make("button", { type: "button", class: "sop-run__small", onclick: () => {
    const address = URL.createObjectURL(new Blob([content()], { type }));
    make("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    desk.asked?.exported(desk);
  } }, label);
}

/** @param {number} at */
function clockTime(at) {
  return moment(at).slice(11);
}
