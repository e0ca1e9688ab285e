// @ts-check
/** Hazards: told apart by a word and by a shape, so that they are in black and white as well. */

import { make } from "../lib/dom.js";
/** @typedef {import("./model.js").Hazard} Hazard */
/** @typedef {import("./record.js").Words} Words */
/** @typedef {import("../lib/dom.js").Part} Part */

const SVG = "http://www.w3.org/2000/svg";
const OCTAGON = "M12 3h12l9 9v12l-9 9H12l-9-9V12z";
const TRIANGLE = "M18 3 34 32H2z";
const MARK = { octagon: "M18 9v12M18 25v3", triangle: "M18 13v9M18 26v3" };

/** An octagon, a filled triangle, or the outline of one. @param {Hazard["level"]} level */
function sign(level) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 36 36");
  svg.setAttribute("aria-hidden", "true");
  const mark = level === "danger" ? MARK.octagon : MARK.triangle;
  for (const [name, d] of [["sop-sign__body", level === "danger" ? OCTAGON : TRIANGLE], ["sop-sign__mark", mark]]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("class", name);
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
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
