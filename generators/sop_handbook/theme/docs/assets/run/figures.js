// @ts-check
/** Pictures and clips: right and wrong side by side, told apart by a sign and a word. */

import { list, make } from "../lib/dom.js";
/** @typedef {import("./model.js").Picture} Picture */
/** @typedef {import("./model.js").Clip} Clip */
/** @typedef {import("./record.js").Words} Words */

const HALF = "(max-width: 40em) 46vw, 18rem", WHOLE = "(max-width: 40em) 92vw, 36rem";
const SIGNS = { right: "✓", wrong: "✗", detail: "⌕" };

/** @param {{pictures?: Picture[], clips?: Clip[]}} of @param {Words} words */
export function figures({ pictures = [], clips = [] }, words) {
  if (!pictures.length && !clips.length) return null;
  const beside = ["right", "wrong"].every((one) => pictures.some(({ shows }) => shows === one));
  const [judged, others] = [true, false].map((both) => pictures.filter(({ shows }) => (beside && shows !== undefined && shows !== "detail") === both));
  return make("div", { class: "sop-run__figures" },
    judged.length > 0 && make("div", { class: "sop-run__beside" }, judged.map((one) => figure(one, words, HALF))),
    others.map((one) => figure(one, words, WHOLE)), clips.map(clip));
}

/** @param {Picture} picture @param {Words} words @param {string} sizes  how wide it is on the screen */
function figure({ text, shows, width, height, sources, marks = [] }, words, sizes) {
  const spots = marks.map(({ x, y }, index) => {
    const spot = make("span", { class: "sop-run__spot", "aria-hidden": "true" }, String(index + 1));
    spot.style.left = `${x * 100}%`;
    spot.style.top = `${y * 100}%`;
    return spot;
  });
  return make("figure", { class: `sop-run__figure${shows ? ` sop-run__figure--${shows}` : ""}` },
    shows && make("p", { class: "sop-run__verdict" }, make("span", { class: "sop-run__sign", "aria-hidden": "true" }, SIGNS[shows]), words.picture[shows]),
    make("div", { class: "sop-run__picture" }, make("img", {
      src: sources[sources.length - 1].address, srcset: sources.map((one) => `${one.address} ${one.width}w`).join(", "),
      sizes, width: String(width), height: String(height), loading: "lazy", decoding: "async", alt: text,
    }), spots),
    make("figcaption", {}, text), list("ol", marks, (one) => one.text, "sop-run__marks"));
}

/** Nothing of it is fetched before somebody wants to see it. @param {Clip} clip */
function clip({ text, address, poster }) {
  return make("figure", { class: "sop-run__figure" },
    make("video", { src: address, preload: "none", controls: true, playsinline: true, "aria-label": text, ...(poster && { poster }) }), make("figcaption", {}, text));
}
