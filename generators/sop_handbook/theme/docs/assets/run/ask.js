// @ts-check
/** Questions beside the way: a note, what went wrong, what was done otherwise, stopping. */

import { make } from "../lib/dom.js";
import { show } from "./dialog.js";
import { bookOf, stepOf, visitOf } from "./model.js";
import { dialler } from "./step.js";
/** @typedef {import("./step.js").Desk} Desk */
/** @typedef {import("./model.js").Exception} Exception */
/** @typedef {import("./model.js").Deviation} Deviation */

/** @typedef {import("./dialog.js").Question} Question */

/**
 * @param {Desk} desk
 * @param {"note" | "deviate" | "trouble" | "stop"} name
 */
export function ask(desk, name) {
  show(desk.words.cancel, (close) => ({ note, deviate, trouble, stop })[name](desk, close));
}

/** @param {Desk} desk @returns {Question} */
function note({ run, words, send }) {
  return {
    title: words["note-label"],
    parts: [field("text", words["note-label"], visitOf(run).note ?? "", false)],
    done: words.save,
    tell: (data) => send({ type: "note", text: String(data.get("text")).trim() }),
  };
}

/** @param {Desk} desk @returns {Question} */
function stop({ words, send }) {
  return {
    title: words["stop-label"],
    parts: [make("p", {}, words["stop-hint"]), make("label", { for: "sop-ask-reason" }, words["stop-why"]),
      reason(words)],
    done: words.stop,
    tell: (data) => send({ type: "stop", reason: String(data.get("reason")).trim() }),
  };
}

/** @param {Desk} desk @returns {Question} */
function deviate({ run, books, words, send }) {
  const step = /** @type {import("./model.js").Step} */ (stepOf(run, books));
  const others = bookOf(run, books).steps.filter((one) => one !== step);
  const kinds = /** @type {Deviation["kind"][]} */ (["differently", "skipped", "jumped"])
    .filter((kind) => (kind !== "skipped" || !step.ways) && (kind !== "jumped" || others.length));
  const target = make("select", { id: "sop-ask-to", name: "to" }, others.map((one) => (
    make("option", { value: one.id }, `${one.number} ${one.title}`))));
  const where = make("div", { hidden: true }, make("label", { for: "sop-ask-to" }, words["jump-to"]), target);
  const choice = make("fieldset", { onchange: (/** @type {Event} */ event) => {
    where.hidden = /** @type {HTMLInputElement} */ (event.target).value !== "jumped";
  } }, make("legend", {}, words["deviate-label"]), kinds.map((kind, index) => make("label", {},
    make("input", { type: "radio", name: "kind", value: kind, checked: index === 0 }), " ", words.deviations[kind])));
  return {
    title: words.deviate,
    parts: [choice, where, make("label", { for: "sop-ask-reason" }, words["reason-label"]), reason(words)],
    done: words.save,
    tell: (data) => send({
      type: "deviate", kind: /** @type {Deviation["kind"]} */ (data.get("kind")),
      reason: String(data.get("reason")), to: String(data.get("to")),
    }),
  };
}

/** @param {Desk} desk @param {() => void} close @returns {Question} */
function trouble(desk, close) {
  const { run, books, words, send, ask: other } = desk;
  const book = bookOf(run, books), dial = dialler(desk, book);
  const known = stepOf(run, books)?.exceptions ?? [];
  const tell = (/** @type {number} */ index) => () => { close(); send({ type: "exception", index }); };
  const parts = known.map((index) => {
    const rule = book.exceptions[index];
    return make("details", { name: "sop-trouble", open: known.length === 1 }, make("summary", {}, dial(rule.when, true)),
      facts(rule, words, dial),
      make("button", { type: "button", class: "sop-run__next", onclick: tell(index) }, rule.go ? dial(rule.then, true) : words["trouble-back"]));
  });
  if (parts.length) return { title: words["trouble-label"], parts };
  return {
    title: words["trouble-label"], parts: [make("p", {}, words["trouble-none"])],
    done: words.deviate, tell: () => other("deviate"),
  };
}

/** @param {Exception} rule @param {Desk["words"]} words @param {(text: string) => import("../lib/dom.js").Part[]} dial */
function facts({ within, requirement, method, role }, words, dial) {
  const rows = [[words.method, method], [words.requirement, requirement], [words.within, within], [words["handled-by"], role]];
  return make("dl", { class: "sop-run__more" }, rows.filter(([, value]) => value).map(([name, value]) => (
    make("div", {}, make("dt", {}, name), make("dd", {}, dial(value ?? ""))))));
}

/** Why: it may not be left out, and says so in the page's words instead of the browser's.
 * @param {Desk["words"]} words */
function reason(words) {
  const made = field("reason", "", "", true);
  made.addEventListener("invalid", () => made.setCustomValidity(words["reason-missing"]));
  made.addEventListener("input", () => made.setCustomValidity(""));
  return made;
}

/** @param {string} name @param {string} label @param {string} value @param {boolean} required */
function field(name, label, value, required) {
  const made = make("textarea", {
    id: `sop-ask-${name}`, name, rows: "3", maxlength: "500", required, ...(label && { "aria-label": label }), autofocus: !label || name === "text",
  });
  made.value = value;
  return made;
}
