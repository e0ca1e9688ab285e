// @ts-check
/** Where the reader is on a screen that is drawn anew, and what is not pressed by mistake. */

const PAUSE = 350; // milliseconds in which a second tap still belongs to the first

/** What can be pressed and reads so. @param {HTMLElement} box @param {string | null | undefined} words @returns {HTMLElement[]} */
export function alike(box, words) {
  /** @type {NodeListOf<HTMLElement>} */
  const all = box.querySelectorAll("a, button:enabled");
  return words ? [...all].filter((one) => one.textContent === words) : [];
}

/** Go on where the reader was: at what reads the same, the same of several, or at the top.
 * @param {HTMLElement} box @param {HTMLElement} title @param {string} words @param {number} among */
export function settle(box, title, words, among) {
  const same = alike(box, words);
  title.tabIndex = -1;
  (same[among] || same[0] || /** @type {HTMLElement | null} */ (box.querySelector("h2[tabindex]")) || title).focus({ preventScroll: true });
}

/** Take no second tap on what has just come under the thumb. @param {HTMLElement} box */
export function rest(box) {
  /** @type {NodeListOf<HTMLButtonElement>} */
  const buttons = box.querySelectorAll("button:is(.sop-run__next, .sop-run__way):enabled");
  for (const button of buttons) button.disabled = true;
  setTimeout(() => { for (const button of buttons) button.disabled = false; }, PAUSE);
}
