// @ts-check
/** One result as a line of the list. */

import { make } from "../lib/dom.js";

/** @typedef {import("./rank.js").Result} Result */
/** @typedef {import("./rank.js").Entry} Entry */
/** @typedef {import("./rank.js").Marks} Marks */

const MARKED = ["procedure", "step"]; // kinds that have a mark unless they are in force
const LONGEST = 90; // characters of a line that are shown
const CODE = /^\s*([0-9a-z]{3})[-\s]?([0-9a-z]{3})[-\s]?([0-9a-z]{3})\s*$/i;
const FILES = "files"; // where a page has its prints: they are in it, it is not called so
const BEFORE = 18; // characters before the first mark

/**
 * @param {Result} result
 * @param {number} index
 * @param {URL} root of the site
 * @param {boolean} files whether pages are files and not folders
 * @param {Record<string, string>} words what kinds of entries are called, `also` and the like
 * @param {string} shared the mark that is said once, above all results
 */
export function optionOf(result, index, root, files, words, shared) {
  const { entry } = result;
  const option = choice(`sop-hit-${index}`, addressOf(entry, root, files), headOf(result, shared),
    span("sop-hit__where", where(entry, words)));
  const called = entry.anchor === FILES ? words.holds : words.also;
  if (result.name) option.append(line(result.absent ? words.missing : called, result.name, result.nameMarks));
  if (result.line && (result.lineMarks.length || !result.name)) option.append(line("", result.line, result.lineMarks));
  if (result.gap) option.append(line(words.gap, result.gap, result.gapMarks));
  for (const call of entry.calls) option.append(line(words.calls, call, []));
  return option;
}

/**
 * What was typed, if it is the code of a print: the way to what that is worth today.
 * @param {string} typed
 * @param {URL} root
 * @param {boolean} files
 * @param {Record<string, string>} words
 * @returns {HTMLElement[]} one or none
 */
export function codeOf(typed, root, files, words) {
  const [, one, two, three] = CODE.exec(typed.normalize("NFKC")) ?? [];
  // Nine letters alone are more likely pinyin.
  if (!one || !/[-0-9]/.test(typed)) return [];
  const code = `${one}-${two}-${three}`.toUpperCase();
  const { href } = new URL(`handbook/currency${files ? ".html" : "/"}?c=${code}`, root);
  return [choice("sop-hit-code", href, span("sop-hit__name", `${words.code} ${code}`))];
}

/**
 * @param {string} id
 * @param {string} href
 * @param {...Node} parts
 */
function choice(id, href, ...parts) {
  return make("a", { class: "sop-hit", id, href, tabindex: "-1", role: "option", "aria-selected": "false" }, ...parts);
}

/**
 * @param {Entry} entry
 * @param {URL} root
 * @param {boolean} files
 */
function addressOf(entry, root, files) {
  const folder = entry.page === "index" ? "" : entry.page.replace(/\/index$/, "");
  const page = files ? `${entry.page}.html` : folder && `${folder}/`;
  return new URL(page + (entry.anchor && `#${entry.anchor}`), root).href;
}

/**
 * The mark that every procedure and step among some results carries, such as 草案: said once.
 * @param {Result[]} results
 */
export function sharedMark(results) {
  const marks = results.filter(({ entry }) => entry.mark || MARKED.includes(entry.kind)).map(({ entry }) => entry.mark);
  return marks.length > 1 && marks.every((mark) => mark === marks[0]) ? marks[0] : "";
}

/** @param {Result} result @param {string} shared */
function headOf({ entry, titleMarks }, shared) {
  const head = span("sop-hit__title");
  if (entry.kind === "step") head.append(span("sop-no", entry.number));
  head.append(make("span", { class: "sop-hit__name" }, marked(entry.title, titleMarks)));
  if (entry.mark && entry.mark !== shared) head.append(span("sop-badge", entry.mark));
  return head;
}

/** @param {Entry} entry @param {Record<string, string>} words */
function where(entry, words) {
  const kind = entry.kind === "step" ? "" : words[entry.kind];
  const number = entry.kind === "step" ? "" : entry.number; // a step has its own beside its title
  return [kind, number, entry.place, entry.role].filter(Boolean).join(" · ");
}

/**
 * @param {string} label
 * @param {string} text
 * @param {Marks} marks
 */
function line(label, text, marks) {
  const found = span("sop-hit__line", label);
  const start = Math.max(0, (marks[0]?.[0] ?? 0) - BEFORE);
  const from = text.length > LONGEST ? start : 0;
  const to = Math.min(text.length, from + LONGEST);
  const inside = marks
    .map(([a, b]) => /** @type {[number, number]} */ ([Math.max(a, from) - from, Math.min(b, to) - from]))
    .filter(([a, b]) => a < b);
  found.append(from ? "…" : "", ...marked(text.slice(from, to), inside), to < text.length ? "…" : "");
  return found;
}

/**
 * A text with the places that were found in it marked.
 * @param {string} text
 * @param {Marks} marks
 */
function marked(text, marks) {
  /** @type {(Node | string)[]} */
  const parts = [];
  let done = 0;
  for (const [from, to] of marks) {
    parts.push(text.slice(done, from), make("mark", {}, text.slice(from, to)));
    done = to;
  }
  return [...parts, text.slice(done)];
}

/**
 * @param {string} name
 * @param {string} [text]
 */
function span(name, text = "") {
  return make("span", { class: name }, text);
}
