// @ts-check
/**
 * All that a run needs where its procedure has what only some have: steps at the same time, repeats,
 * limits that count from another step, commands, tables, pictures, texts that name what was written
 * down; and all of asked.js. Fetched for such a procedure only.
 */

import { list, make } from "../lib/dom.js";
import * as plain from "./asked.js";
import { alone, change as changed } from "./extras_state.js";
import { sound } from "./extras_shape.js";
import { figures } from "./figures.js";
import { groupView } from "./group.js";
import { command, heard, mentioned } from "./mention.js";
import { bookOf, visitOf } from "./model.js";
import { countView, lacks, overView } from "./repeat.js";
import { kept, said } from "./said.js";
import { act } from "./state.js";
import { own } from "./step.js";
import { tables } from "./table.js";
import { aheadView } from "./until.js";
/** @typedef {import("./step.js").Desk} Desk */
/** @typedef {import("./model.js").Step} Step */
/** @typedef {import("./model.js").Run} Run */
/** @typedef {import("./model.js").Books} Books */
/** @typedef {import("./model.js").Event} Event */
/** @typedef {import("../lib/dom.js").Part} Part */

export * from "./asked.js";
export { alone, heard, mentioned, said };

/** What becomes of a run by any event; nothing where its data are damaged.
 * @param {Run} run @param {Books} books @param {Event} event */
export function change(run, books, event) {
  return !sound(books) ? run : kept(run, changed(run, books, event, (one, all, what) => plain.change(one, all, what) ?? act(one, all, what)), books);
}

/** What is on the screen in place of a step. @param {Desk} desk @returns {Part[] | null} */
export function first(desk) {
  if (!sound(desk.books)) return [make("p", { class: "sop-run__changed" }, desk.words["no-data"])];
  return plain.first(desk) ?? groupView(desk) ?? overView(desk);
}

/** Whether going on must wait for an answer. @param {Desk} desk @param {Step | null} step @param {import("./model.js").What} what */
export function held(desk, step, what) {
  return lacks(desk, step, what, () => { if (!plain.held(desk, step, what)) desk.send(what); }) || plain.held(desk, step, what);
}

/** What is written down, confirmed and counted at a step. @param {Desk} desk @param {Step} step @returns {Part[]} */
export function asking(desk, step) {
  return [...plain.asking(desk, step), countView(desk, step)];
}

/** What stands above what is to be done: limits of later steps, and at the start what is about all.
 * @param {Desk} desk @param {Step} step @returns {Part[]} */
export function above(desk, step) {
  const book = bookOf(desk.run, desk.books);
  return [visitOf(desk.run).unbegun && make("p", { class: "sop-run__changed" }, desk.words.unbegun),
    desk.member === undefined && aheadView(desk), ...(step === book.steps[0] && !book.before ? start(desk) : [])];
}

/** What stands at the start of a procedure: how often it is done, and its pictures.
 * @param {Desk} desk @returns {Part[]} */
export function start({ run, books, words }) {
  const { schedule, ...shown } = bookOf(run, books);
  return [
    schedule && make("div", { class: "sop-run__part" }, make("h3", {}, words.frequency), list("ul", schedule, (one) => one)),
    figures(shown, words),
  ];
}

/** One thing to do: by whom, and the command to type. @param {Desk} desk @param {NonNullable<Step["actions"]>[number]} one
 * @param {(text: string) => Part[]} dial @returns {Part[]} */
export function action(desk, { do: told, run, role }, dial) {
  return [role && make("strong", {}, role, own(role, desk), "："), ...dial(told), run && command(run, told, desk.words)];
}

/** What is at hand while a step is done. @param {Desk} desk @param {Step} step @returns {Part[]} */
export function beside(desk, step) {
  return [...tables(desk, step), figures(step, desk.words)];
}
