// @ts-check
/** The box above a long list: what does not fit the words in it is not shown. */

import { fill } from "./lib/text.js";
import { normal } from "./search/text.js";

/**
 * A row as it is compared: what it says, and the syllables of its title.
 * @typedef {{item: HTMLElement, text: string, sounds: string[]}} Row
 */

const NUMBER = /^[a-z]+[0-9]+$/; // of a procedure, typed without what stands between its parts

/**
 * Whether letters are the beginnings of syllables that follow each other: jdai, jd, jiedai for
 * 接待. Every syllable gives at least one letter.
 * @param {string[]} sounds
 * @param {string} letters
 */
export function sounds(sounds, letters) {
  /** How many letters may be used up after a syllable, none of them if it is the first. */
  let used = new Set([0]);
  for (const sound of sounds) {
    const after = new Set([0]);
    for (const from of used) {
      for (let n = 1; n <= sound.length && letters[from + n - 1] === sound[n - 1]; n += 1) after.add(from + n);
    }
    if (letters && after.has(letters.length)) return true;
    used = after;
  }
  return false;
}

/**
 * Whether a row has all the words that are typed, in its text or by the sound of its title.
 * @param {{text: string, sounds: string[]}} row
 * @param {string} typed as `normal` gives it
 */
export function fits(row, typed) {
  const words = typed.split(/\s+/).filter(Boolean);
  return words.every((word) => row.text.includes(word)
    || (NUMBER.test(word) && row.text.replaceAll("-", "").includes(word)) || (/^[a-z0-9]+$/.test(word) && sounds(row.sounds, word)));
}

/** @param {HTMLElement} item @returns {Row} */
function rowOf(item) {
  const said = item.querySelector("[data-sop-sound]")?.getAttribute("data-sop-sound") ?? "";
  return { item, text: normal(item.textContent ?? ""), sounds: said.split(" ") };
}

/** @param {HTMLFormElement} form */
export function connect(form) {
  const page = /** @type {HTMLElement} */ (form.parentElement);
  const all = (/** @type {string} */ selector) => /** @type {HTMLElement[]} */ ([...page.querySelectorAll(selector)]);
  const groups = all("[data-sop-group]");
  const rows = all("[data-sop-group] li").map(rowOf);
  const input = /** @type {HTMLInputElement} */ (form.querySelector("input"));
  const status = /** @type {HTMLElement} */ (form.querySelector("[role=status]"));
  const wider = /** @type {HTMLElement} */ (form.querySelector("[data-sop-search]"));

  function narrow() {
    const typed = normal(input.value).trim();
    let count = 0;
    for (const row of rows) {
      row.item.hidden = Boolean(typed) && !fits(row, typed);
      if (!row.item.hidden) count += 1;
    }
    for (const group of groups) group.hidden = !group.querySelector("li:not([hidden])");
    for (const jumps of all("[data-sop-jumps]")) jumps.hidden = Boolean(typed);
    const told = count ? status.dataset.found : status.dataset.none;
    status.textContent = typed ? fill(told ?? "", { count, typed: input.value.trim() }) : "";
    wider.hidden = !typed;
    wider.dataset.sopSearch = input.value.trim();
  }

  input.addEventListener("input", narrow);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing || !input.value) return;
    event.preventDefault();
    input.value = "";
    narrow();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    rows.find((row) => !row.item.hidden)?.item.querySelector("a")?.focus();
  });
  if (input.value) narrow(); // the browser came back to what was typed
}
