// @ts-check
/** What this device keeps for the handbook and nobody can read any more. */

import { make } from "../lib/dom.js";
import { device } from "../lib/storage.js";
import { fill } from "../lib/text.js";
import { VERSION } from "./model.js";
import { OTHERS, fits, isBooks, isRun } from "./shape.js";
import { read } from "./ticked.js";

/** The names of everything damaged. @returns {string[]} */
export function damaged() {
  return device.names().filter((name) => !sound(name));
}

/** @param {string} name */
function sound(name) {
  const found = device.recall(name);
  try {
    if (name.startsWith("run/")) return isRun(found, VERSION);
    if (name.startsWith("books/")) return isBooks(found);
    if (name.startsWith("ticks/")) return read(found) !== null;
    return Object.hasOwn(OTHERS, name) ? fits(found, OTHERS[name]) : device.readable(name);
  } catch {
    return false;
  }
}

/**
 * Offer to remove what is damaged; nothing where all is well.
 * @param {import("./record.js").Words} words
 * @param {() => void} then
 */
export function damageView(words, then) {
  const names = damaged();
  return names.length > 0 && make("div", { class: "sop-run__changed sop-damage", role: "status" },
    make("p", {}, fill(words.damaged, { count: names.length })),
    make("button", { type: "button", class: "sop-run__small", onclick: () => {
      for (const name of names) device.forget(name);
      then();
    } }, words["damaged-remove"]));
}
