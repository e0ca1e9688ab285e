// @ts-check
/** Limits that count already, of steps still to come: what is left of each. */

import { make } from "../lib/dom.js";
import { reading } from "./clock.js";
import { ahead } from "./extras_state.js";
/** @typedef {import("./step.js").Desk} Desk */

/** @param {Desk} desk */
export function aheadView({ run, books, words }) {
  const all = ahead(run, books);
  if (!all.length) return null;
  const lines = all.map(({ step }) => make("p", { role: "timer" }, `${step.number} ${step.title} `, make("strong")));
  const tick = () => all.forEach((one, index) => {
    const { label, time, over } = reading(one, Date.now(), words);
    /** @type {HTMLElement} */ (lines[index].lastElementChild).textContent = label + time;
    lines[index].classList.toggle("sop-run__over", over);
  });
  tick();
  const box = make("div", { class: "sop-run__ahead" }, lines);
  const ticking = setInterval(() => { if (box.isConnected) tick(); else clearInterval(ticking); }, 500);
  return box;
}
