// @ts-check
/**
 * All that a run needs where its procedure has what only some have: steps at the same time, repeats,
 * limits that count from another step, commands, tables, pictures, texts that name what was written
 * down. Fetched for such a procedure only, see `extras` in model.js.
 */

import { list, make } from "../lib/dom.js";
import { alone, change, over, renewed, started } from "./extras_state.js";
import { figures } from "./figures.js";
import { groupView } from "./group.js";
import { command, follow, mentioned } from "./mention.js";
import { bookOf } from "./model.js";
import { countView, held, overView } from "./repeat.js";
import { tables } from "./table.js";
import { aheadView } from "./until.js";
/** @typedef {import("./step.js").Desk} Desk */
/** @typedef {import("./model.js").Step} Step */
/** @typedef {import("../lib/dom.js").Part} Part */

export { aheadView, alone, change, command, countView, figures, follow, groupView, held, mentioned, over, overView, renewed, started, tables };

/** What stands at the start of a procedure: how often it is done, and its pictures.
 * @param {Desk} desk @returns {Part[]} */
export function start({ run, books, words }) {
  const { schedule, pictures, clips } = bookOf(run, books);
  return [
    schedule && make("div", { class: "sop-run__part" }, make("h3", {}, words.frequency), list("ul", schedule, (one) => one)),
    figures({ pictures, clips }, words),
  ];
}

/** What stands elsewhere on the screen of a step, by the field it is said in.
 * @param {Step} step @param {string} field */
export function shows({ group, repeat }, field) {
  return field === "together" ? Boolean(group) : field === "repeat" && !repeat?.most;
}
