// @ts-check
/** Limits that count already, of steps still to come: what is left of each. */

import { make } from "../lib/dom.js";
import { reading } from "./clock.js";
import { ahead } from "./extras_state.js";
/** @typedef {import("./step.js").Desk} Desk */

/** @param {Desk} desk */
export function aheadView({ run, books, words, say }) {
  const all = ahead(run, books);
  if (!all.length) return null;
  const lines = all.map(({ step }) => make("p", { role: "timer" }, `${step.number} ${step.title} `, make("strong")));
  let before = Infinity;
  const tick = () => all.forEach((one, index) => {
    const now = Date.now(), { label, time, over } = reading(one, now, words);
    if (one.due <= now && one.due > before && !one.least) say(`${one.step.title}：${words["clock-over"]}`);
    if (index === all.length - 1) before = now;
    /** @type {HTMLElement} */ (lines[index].lastElementChild).textContent = label + time;
    lines[index].classList.toggle("sop-run__over", over);
  });
  tick();
  const box = make("div", { class: "sop-run__ahead" }, lines);
  const ticking = setInterval(() => { if (box.isConnected) tick(); else clearInterval(ticking); }, 500);
  return box;
}
