// @ts-check
/** A stopwatch that shows what is kept with the drill: a reload or a locked phone changes nothing. */

import { make } from "../lib/dom.js";
import { fill } from "../lib/text.js";
import { span } from "../run/clock.js";
import { elapsed } from "./state.js";
/** @typedef {import("./model.js").Session} Session */
/** @typedef {import("./screen.js").Words} Words */

const MINUTE = 60_000;

/** How long it has been, and how that stands to what is allowed.
 * @param {Session} session @param {number} now @param {Words} words */
export function reading(session, now, words) {
  const gone = elapsed(session, now), say = words.clock;
  const left = session.drill.minutes === undefined ? null : session.drill.minutes * MINUTE - gone;
  const state = session.since !== undefined ? say.running : gone ? say.paused : say.idle;
  const whole = (/** @type {number} */ time) => span(Math.floor(time / 1000) * 1000, words);
  const rest = left === null ? "" : left >= 0 ? `${say.left} ${span(Math.ceil(left / 1000) * 1000, words)}` : `${say.over} ${whole(-left)}`;
  return { time: whole(gone), rest, over: left !== null && left < 0, left, state };
}

/** @param {import("./screen.js").Desk} desk */
export function clock({ session, words, send, changed, say }) {
  const time = make("span", { class: "sop-clock__time" }), rest = make("small", {}), state = make("span", { class: "sop-clock__label" });
  const button = make("button", { type: "button", class: "sop-run__small", onclick: () => {
    send({ type: session().since === undefined ? "start" : "pause" });
    say(reading(session(), Date.now(), words).state);
  } });
  const box = make("div", { class: "sop-clock" }, make("div", { role: "timer" }, state, " ", time, " ", rest), button);
  let before = /** @type {number | null} */ (null);
  const tick = () => {
    const shown = reading(session(), Date.now(), words);
    state.textContent = shown.state;
    time.textContent = shown.time;
    rest.textContent = shown.rest;
    box.classList.toggle("sop-clock--over", shown.over);
    if (before !== null && shown.left !== null) {
      if (before > MINUTE && shown.left <= MINUTE && shown.left > 0) say(words.clock.soon);
      if (before > 0 && shown.left <= 0) say(words.clock.up);
    }
    before = shown.left;
  };
  changed(() => {
    const { since, spent } = session();
    button.textContent = since === undefined ? (spent ? words.clock.resume : words.clock.start) : words.clock.pause;
    tick();
  });
  const ticking = setInterval(() => { if (box.isConnected) tick(); else clearInterval(ticking); }, 500);
  return box;
}

/** What is allowed, where the author says so. @param {Session} session @param {Words} words */
export function allowed({ drill }, words) {
  return drill.minutes === undefined ? "" : fill(words.minutes, { minutes: drill.minutes });
}
