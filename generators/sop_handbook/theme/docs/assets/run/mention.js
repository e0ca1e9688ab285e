// @ts-check
/** Texts that name what was written down earlier, and commands that are typed as they stand. */

import { copy } from "../handbook.js";
import { make } from "../lib/dom.js";
import { lookUp } from "./model.js";
import { linked } from "./step.js";
import { shown } from "./value.js";
/** @typedef {import("./step.js").Desk} Desk */
/** @typedef {import("./model.js").Book} Book */
/** @typedef {import("./record.js").Words} Words */
/** @typedef {import("../lib/dom.js").Part} Part */

const OFTEN = 500; // milliseconds
const SHOWN = 1500; // milliseconds that a button says it has copied

/** A text in which readings have the values they have in this run, without links on a button (`bare`);
 * undefined if it names none.
 * @param {Desk} desk @param {Book} book @param {string} text @param {boolean} [bare] @returns {Part[] | undefined} */
export function mentioned(desk, book, text, bare) {
  return lookUp(book.mentions ?? {}, text)?.map(([words, href, id]) => (
    id ? named(desk, book.id, id, words) : bare ? words : linked(words, href)));
}

/** Follows what is written down, maybe on the very same screen.
 * @param {Desk} desk @param {string} procedure @param {string} id @param {string} label */
function named(desk, procedure, id, label) {
  const value = make("b"), span = make("span", { class: "sop-run__value" }, `${label} `, value);
  fillIn(value, desk, procedure, id);
  const following = setInterval(() => { if (span.isConnected) fillIn(value, desk, procedure, id); else clearInterval(following); }, OFTEN);
  return span;
}

/** What was written down last for a value. Personal ones show on the screen only, and are not heard.
 * @param {HTMLElement} value @param {Desk} desk @param {string} procedure @param {string} id */
function fillIn(value, { all, words, others }, procedure, id) {
  const entry = all().visits.filter((one) => one.procedure === procedure).flatMap(({ readings = [] }) => readings)
    .filter(({ of, value: kept, wiped }) => of.id === id && (kept !== undefined || wiped)).at(-1);
  const personal = Boolean(entry?.of.personal);
  const text = !entry ? words.mention : entry.wiped ? words.reading.wiped
    : personal && others ? words.reading.held : shown(entry.value ?? "", entry.of);
  if (value.textContent === text) return;
  value.textContent = text;
  value.className = !entry ? "sop-run__unread" : personal ? "sop-run__unheard" : "";
}

/** What is heard of parts of a page: no command letter by letter, no table, nothing personal.
 * @param {HTMLElement[]} parts */
export function heard(parts) {
  const root = document.documentElement;
  root.classList.add("sop-heard");
  const text = parts.map((part) => part.innerText).join("\n");
  root.classList.remove("sop-heard");
  return text;
}

/** A command, as it is typed: every blank and line of it. It is heard as what it is, not letter by
 * letter. @param {string} run @param {string} told  what stands before it @param {Words} words */
export function command(run, told, words) {
  const say = words.command;
  const button = make("button", { type: "button", class: "sop-run__small sop-run__copy", onclick: async () => {
    const done = await copy(run).then(() => true, () => false);
    button.textContent = done ? say.copied : say.failed;
    setTimeout(() => { button.textContent = say.copy; }, SHOWN);
  } }, say.copy);
  return make("div", { class: "sop-run__command", role: "group", "aria-label": say.name },
    told !== say.name && make("span", { class: "sop-run__called" }, say.name),
    make("pre", { tabindex: "0" }, make("code", {}, run)), button);
}
