// @ts-check
/** One result as a line of the list. */

/** @typedef {import("./judge.js").Result} Result */
/** @typedef {import("./judge.js").Entry} Entry */
/** @typedef {import("./judge.js").Marks} Marks */

const LONGEST = 90; // characters of a line that are shown
const BEFORE = 18; // characters before the first mark

/**
 * @param {Result} result
 * @param {number} index
 * @param {URL} root of the site
 * @param {boolean} files whether pages are files and not folders
 * @param {Record<string, string>} words what kinds of entries are called, and `also`
 */
export function optionOf(result, index, root, files, words) {
  const { entry } = result;
  const option = document.createElement("a");
  option.className = "sop-hit";
  option.id = `sop-hit-${index}`;
  option.href = addressOf(entry, root, files);
  option.tabIndex = -1;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  option.append(headOf(result), span("sop-hit__where", where(entry, words)));
  if (result.name) option.append(line(words.also, result.name, result.nameMarks));
  if (result.line && (result.lineMarks.length || !result.name)) option.append(line("", result.line, result.lineMarks));
  return option;
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
 * Put values into the gaps of a sentence.
 * @param {string} sentence
 * @param {Record<string, string | number>} values
 */
export function fill(sentence, values) {
  return sentence.replace(/\{([a-z]+)\}/g, (_, name) => String(values[name]));
}

/** @param {Result} result */
function headOf({ entry, titleMarks }) {
  const head = span("sop-hit__title");
  if (entry.kind === "step") head.append(span("sop-no", entry.number));
  const title = span("sop-hit__name");
  title.append(...marked(entry.title, titleMarks));
  head.append(title);
  if (entry.mark) head.append(span("sop-badge", entry.mark));
  return head;
}

/** @param {Entry} entry @param {Record<string, string>} words */
function where(entry, words) {
  const kind = entry.kind === "step" ? "" : words[entry.kind];
  const number = entry.kind === "procedure" ? entry.number : "";
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
 * @returns {Node[]}
 */
function marked(text, marks) {
  /** @type {Node[]} */
  const nodes = [];
  let done = 0;
  for (const [from, to] of marks) {
    const mark = document.createElement("mark");
    mark.textContent = text.slice(from, to);
    nodes.push(document.createTextNode(text.slice(done, from)), mark);
    done = to;
  }
  nodes.push(document.createTextNode(text.slice(done)));
  return nodes;
}

/**
 * @param {string} name
 * @param {string} [text]
 */
function span(name, text = "") {
  const element = document.createElement("span");
  element.className = name;
  element.textContent = text;
  return element;
}
