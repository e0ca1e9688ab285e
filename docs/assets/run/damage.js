// @ts-check
/** What this device keeps for the handbook and nobody can read any more. */

import { make } from "./dom.js";
import { VERSION } from "./model.js";
import { fill } from "./record.js";
import { OTHERS, fits, isBooks, isRun } from "./shape.js";
import { read } from "./ticked.js";

const ROOT = new URL("../../", import.meta.url).pathname;

/** The keys of everything damaged. @returns {string[]} */
export function damaged() {
  try {
    return Object.keys(localStorage).filter((key) => ours(key) && !sound(key, localStorage.getItem(key) ?? ""));
  } catch {
    return []; // storage is forbidden: nothing is kept
  }
}

/** @param {string} key */
function ours(key) {
  return key.startsWith(`sop:${ROOT}:`) || (key.startsWith("sop-") && key.endsWith(` ${ROOT}`));
}

/** @param {string} key @param {string} text */
function sound(key, text) {
  try {
    const found = JSON.parse(text);
    const name = key.replace(`sop:${ROOT}:`, "");
    if (name.startsWith("run/")) return isRun(found, VERSION);
    if (name.startsWith("books/")) return isBooks(found);
    if (name.startsWith("ticks/")) return read(found) !== null;
    return OTHERS.every(([kind, shape]) => !kind.test(key) || fits(found, shape));
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
  const keys = damaged();
  return keys.length > 0 && make("div", { class: "sop-run__changed sop-damage", role: "status" },
    make("p", {}, fill(words.damaged, { count: keys.length })),
    make("button", { type: "button", class: "sop-run__small", onclick: () => {
      for (const key of keys) localStorage.removeItem(key);
      then();
    } }, words["damaged-remove"]));
}
