// @ts-check
/** What is left of a run: a table for spreadsheets, data for programs. Pure; times are passed in. */

import { fill, iso, moment } from "../lib/text.js";
/** @typedef {import("./model.js").Run} Run */
/** @typedef {import("./model.js").Visit} Visit */
/** @typedef {typeof import("./asked_record.js") & {said?: typeof import("./said.js").said}} More  what else a record tells, where something was asked for */

const FORMAT = "sop-run-record";
const BOM = "\uFEFF"; // by which spreadsheets know UTF-8
// What a spreadsheet would take for a formula, after blanks and in full width, too, but no number
// below zero; so does placeholders.py.
const FORMULA = /^(?!-[0-9]+(\.[0-9]+)?$)[\s\uFEFF]*[=+\-@\uFF0B\uFF0D\uFF1D\uFF20]|^[\t\r]/;

/**
 * @typedef {Record<string, any>} Words  Interface words, see `page.run` in the locales.
 */

/**
 * What a visit came to, in a few words: 完成, 够不够？选择“够”, 返回.
 * @param {Visit} visit
 * @param {Words} words
 * @returns {string}
 */
export function outcomeOf(visit, words) {
  if (!visit.how) return words.how.open;
  if (visit.beyond) return fill(words.beyond, { label: visit.beyond });
  if (visit.idle) return words.idle;
  if (visit.exhausted) return fill(words.exhausted, { count: visit.exhausted });
  return fill(words.how[visit.how], { question: visit.question ?? "", answer: visit.answer ?? "" });
}

/**
 * Everything else that the record tells of a visit.
 * @param {Visit} visit
 * @param {Words} words
 * @param {Run} run
 * @param {More | null} [more]
 * @returns {string[]}
 */
export function remarksOf(visit, words, run, more) {
  return [
    ...(visit.returned ? [fill(words.returned, { end: more?.said?.(run, visit.pieces) ?? visit.returned })] : []),
    ...visit.exceptions.map((one) => fill(words["met-exception"], one)),
    ...(late(visit) ? [words["was-late"]] : []),
    ...(early(visit) ? [words["was-early"]] : []),
    ...(visit.renewed ? [words.changed] : []),
  ];
}

/** @param {Visit} visit @param {Words} words @returns {string[]} */
export function deviationsOf(visit, words) {
  return visit.deviations.map((one) => `${words.deviations[one.kind]}：${one.reason}`);
}

/** @param {Visit} visit */
export function late({ due, left, least }) {
  return !least && due !== undefined && left !== undefined && left > due;
}

/** @param {Visit} visit */
function early({ due, left, least }) {
  return Boolean(least) && due !== undefined && left !== undefined && left < due;
}

/**
 * How the run ended, in a sentence.
 * @param {Run} run
 * @param {Words} words
 * @param {More | null} [more]
 */
export function ending(run, words, more) {
  if (!run.outcome) return words["not-ended"];
  if (run.outcome.reason) return fill(words["stopped-because"], { reason: run.outcome.reason });
  return more?.said?.(run, run.outcome.pieces) ?? run.outcome.text;
}

/**
 * The table: one row a visit, each telling which procedure and run it belongs to.
 * @param {Run} run
 * @param {Words} words
 * @param {More | null} [more]
 * @param {boolean} [open]  whether it may tell what is personal
 * @returns {string}
 */
export function csv(run, words, more = null, open = true) {
  const about = (/** @type {string} */ procedure) => {
    const head = run.heads[procedure];
    return [run.id, run.label ?? "", head.number, head.title, edition(head, words), standing(head, words), head.code ?? ""];
  };
  const beside = Array(8).fill(""); // of the columns that are about a visit
  const before = (run.ready ?? []).flatMap((ready) => more?.readyRows(ready, words).map((row) => (
    [...about(ready.procedure), "", "", words.before.title, "", ...beside, ...row])) ?? []);
  const rows = run.visits.flatMap((visit, index) => {
    const step = [...about(visit.procedure), String(index + 1), visit.number, visit.title, visit.role];
    const values = more?.valueRows(visit, words, open).map((row) => [...step, ...beside, ...row]) ?? [];
    return [[
      ...step, moment(visit.at), visit.left === undefined ? "" : moment(visit.left),
      visit.left === undefined ? "" : String(Math.round((visit.left - visit.at) / 1000)),
      outcomeOf(visit, words), visit.note ?? "", deviationsOf(visit, words).join("；"),
      remarksOf(visit, words, run, more).join("；"), ending(run, words, more), ...(more ? Array(6).fill("") : []),
    ], ...values];
  });
  const table = [[...Object.values(words.columns), ...(more ? Object.values(words.reading.columns) : [])], ...before, ...rows];
  return BOM + table.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

/** @param {{revision: number}} head @param {Words} words */
export function edition(head, words) {
  return fill(words.revision, head);
}

/** The code that the check of sheets knows, and the newer one; a run of former editions has none.
 * @param {{code?: string, newer?: string}} head @param {Words} words */
export function codeOf({ code, newer }, words) {
  return code && newer && newer !== code ? fill(words.later, { code, newer }) : code ?? newer ?? "";
}

/**
 * Whether a procedure may be gone by, as its page says it.
 * @param {{status: string, badges: string[]}} head @param {Words} words
 */
export function standing(head, words) {
  return head.badges.join(" · ") || words.status[head.status];
}

/** @param {string} value */
function cell(value) {
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * The same for programs; times after ISO 8601 with the device's offset.
 * @param {Run} run
 * @param {More | null} [more]
 * @param {boolean} [open]  whether it may tell what is personal
 * @returns {string}
 */
export function json(run, more = null, open = true) {
  const { visits, heads, outcome, started, id, procedure, label, role } = run;
  const data = {
    format: FORMAT,
    version: 1,
    run: id,
    procedure,
    label: label ?? null,
    role: role ?? null,
    procedures: Object.entries(heads).map(([name, { hashes, later, newer, badges, page, ...head }]) => (
      { id: name, ...head, approved: head.status === "current", ...(later && { changed_to: later }) }
    )),
    started: iso(started),
    ...more?.readyData(run),
    ended: outcome ? iso(outcome.at) : null,
    outcome: outcome && {
      end: outcome.end ?? null, text: more?.said?.(run, outcome.pieces) ?? outcome.text, stopped_because: outcome.reason ?? null,
      omitted: outcome.omitted, hands_over: outcome.to?.id ?? null,
    },
    path: visits.map((visit) => ({
      procedure: visit.procedure, step: visit.step, number: visit.number, title: visit.title,
      role: visit.role, hash: visit.hash, started: iso(visit.at),
      ended: visit.left === undefined ? null : iso(visit.left), how: visit.how ?? null, ...(visit.idle && { not_due: true }),
      question: visit.question ?? null, answer: visit.answer ?? null, note: visit.note ?? null,
      deviations: visit.deviations.map((one) => ({ ...one, at: iso(one.at) })),
      exceptions: visit.exceptions.map((one) => ({ ...one, at: iso(one.at) })),
      due: visit.due === undefined ? null : iso(visit.due), late: late(visit),
      changed_meanwhile: Boolean(visit.renewed), ...more?.visitData(visit, open),
    })),
  };
  return `${JSON.stringify(data, null, 2)}\n`;
}
