// @ts-check
/** Hazards: told apart by a word and by a shape, so that they are in black and white as well. */

import { make } from "../lib/dom.js";
/** @typedef {import("./model.js").Hazard} Hazard */
/** @typedef {import("./record.js").Words} Words */
/** @typedef {import("../lib/dom.js").Part} Part */

/** The shape of a level, as the page brings it. @param {Hazard["level"]} level */
function sign(level) {
  const shape = /** @type {HTMLTemplateElement | null} */ (document.querySelector(`template[data-sop-sign="${level}"]`));
  return shape?.content.cloneNode(true);
}

/**
 * @param {Hazard[] | undefined} hazards  the gravest first
 * @param {Words} words
 * @param {(text: string) => Part[]} dial
 */
export function hazardsView(hazards, words, dial) {
  return hazards && make("ul", { class: "sop-run__hazards" }, hazards.map(({ level, word, text, avoid }) => (
    make("li", { class: `sop-run__hazard sop-run__hazard--${level}` }, sign(level), make("div", {},
      make("p", {}, make("strong", { class: "sop-run__level" }, word), " ", make("strong", {}, dial(text))),
      avoid && make("p", {}, words.avoiding, dial(avoid)))))));
}
