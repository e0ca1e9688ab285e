// @ts-check
/** Texts that name what was written down earlier, and commands that are typed as they stand. */

import { copy } from "../handbook.js";
import { make } from "../lib/dom.js";
import { lookUp } from "./model.js";
import { linked } from "./step.js";
import { shown } from "./value.js";
/** @typedef {import("./step.js").Desk} Desk */
/** @typedef {import("./model.js").Book} Book */
/** @typedef {import("./model.js").Run} Run */
/** @typedef {import("./record.js").Words} Words */
/** @typedef {import("../lib/dom.js").Part} Part */

const SHOWN = 1500; // milliseconds that a button says it has copied

/** A text in which readings have the values they have in this run; undefined if it names none.
 * @param {Desk} desk @param {Book} book @param {string} text @returns {Part[] | undefined} */
export function mentioned(desk, book, text) {
  return lookUp(book.mentions ?? {}, text)?.map(([words, href, id]) => (
    id ? named(desk, book.id, id, words) : linked(words, href)));
}

/** @param {Desk} desk @param {string} procedure @param {string} id @param {string} label */
function named(desk, procedure, id, label) {
  const value = make("b");
  fillIn(value, desk.all, procedure, id, desk);
  const span = make("span", { class: "sop-run__value", "data-sop-value": id, "data-procedure": procedure }, `${label} `, value);
  return span;
}

/** What was written down last for a value. Personal ones show on the screen only, and are not heard.
 * @param {HTMLElement} value @param {Run} run @param {string} procedure @param {string} id
 * @param {{words: Words, others: boolean}} of */
function fillIn(value, run, procedure, id, { words, others }) {
  const entry = run.visits.filter((one) => one.procedure === procedure).flatMap(({ readings = [] }) => readings)
    .filter(({ of, value: kept, wiped }) => of.id === id && (kept !== undefined || wiped)).at(-1);
  const { of } = entry ?? {}, personal = Boolean(of?.personal);
  value.textContent = !entry || !of ? words.mention : entry.wiped ? words.reading.wiped
    : personal && others ? words.reading.held : shown(entry.value ?? "", of);
  value.className = !entry ? "sop-run__unread" : personal ? "sop-run__unheard" : "";
}

/** A value was written down on this very screen. @param {HTMLElement} box @param {Run} run @param {{words: Words, others: boolean}} of */
export function follow(box, run, of) {
  /** @type {NodeListOf<HTMLElement>} */
  const all = box.querySelectorAll("[data-sop-value]");
  for (const { dataset, lastElementChild } of all) {
    fillIn(/** @type {HTMLElement} */ (lastElementChild), run, dataset.procedure ?? "", dataset.sopValue ?? "", of);
  }
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
