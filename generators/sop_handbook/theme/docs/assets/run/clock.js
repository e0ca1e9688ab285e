// @ts-check
/** Counts down to the moment stored with a visit, so that a reload or a nap changes nothing. */

import { make } from "../lib/dom.js";
import { fill, moment } from "../lib/text.js";
/** @typedef {import("./model.js").Visit} Visit */
/** @typedef {import("./record.js").Words} Words */

const HOUR = 3_600_000;
const SOON = 60_000;

/**
 * What a clock shows: words, a time, and whether it is over.
 * @param {{due?: number, least?: boolean}} visit
 * @param {number} now
 * @param {Words} words
 * @returns {{label: string, time: string, over: boolean}}
 */
export function reading(visit, now, words) {
  const left = Math.ceil(((visit.due ?? now) - now) / 1000);
  const say = words.clock;
  if (left <= 0 && visit.least) return { label: say.enough, time: "", over: false };
  if (left <= 0) return { label: say.over, time: span(-left * 1000, words), over: true };
  return { label: visit.least ? say.least : say.left, time: span(left * 1000, words), over: false };
}

/**
 * 4分05秒, 1小时20分, 2天3小时: the two largest parts, as people say them.
 * @param {number} milliseconds
 * @param {Words} words
 */
export function span(milliseconds, words) {
  const seconds = Math.round(milliseconds / 1000);
  const parts = [
    [Math.floor(seconds / 86_400), words.units.d], [Math.floor(seconds / 3600) % 24, words.units.h],
    [Math.floor(seconds / 60) % 60, words.units.m], [seconds % 60, words.units.s],
  ];
  const first = parts.findIndex(([number]) => number);
  if (first < 0) return `0${words.units.s}`;
  const [[large, unit], small] = [parts[first], parts[first + 1]];
  return `${large}${unit}${small?.[0] ? `${String(small[0]).padStart(2, "0")}${small[1]}` : ""}`;
}

/**
 * A clock for a visit; ticks as long as it is on the page. One that counts from elsewhere cannot be
 * begun anew.
 * @param {Visit} visit
 * @param {Words} words
 * @param {{restart: (() => void) | null, say: (words: string) => void}} to
 */
export function clock(visit, words, { restart, say }) {
  const due = /** @type {number} */ (visit.due);
  const label = make("span", { class: "sop-clock__label" });
  const time = make("span", { class: "sop-clock__time" });
  const again = restart && make("button", { type: "button", class: "sop-run__small", onclick: restart }, words["clock-restart"]);
  const face = make("div", { role: "timer" }, label, " ", time);
  const until = due - visit.at > HOUR && make("small", {}, fill(words.clock.until, { moment: moment(due).slice(5, 16) }));
  const box = make("div", { class: "sop-clock" }, make("div", {}, face, until), again);
  let before = Infinity;
  const tick = () => {
    const now = Date.now();
    const shown = reading(visit, now, words);
    label.textContent = shown.label;
    time.textContent = shown.time;
    box.classList.toggle("sop-clock--over", shown.over);
    if (before !== Infinity && before > SOON && due - now <= SOON && due > now && !visit.least) say(words["clock-soon"]);
    if (before > 0 && due <= now) say(words[visit.least ? "clock-enough" : "clock-over"]);
    before = due - now;
  };
  tick();
  const ticking = setInterval(() => { if (box.isConnected) tick(); else clearInterval(ticking); }, 500);
  return box;
}
