// @ts-check
/** Before the first step: what may do harm, then what must be at hand, to be ticked. */

import { make } from "../lib/dom.js";
import { fill } from "../lib/text.js";
import { pending, urgent } from "./asked_state.js";
import { hazardsView } from "./hazard.js";
import { bookOf } from "./model.js";
import { dialler } from "./step.js";
/** @typedef {import("./step.js").Desk} Desk */
/** @typedef {import("./model.js").Ready} Ready */
/** @typedef {import("./model.js").Book} Book */

/** @param {Desk} desk @param {Ready} ready */
export function beforeView(desk, ready) {
  const { run, books, words } = desk;
  const book = bookOf(run, books);
  const dial = dialler(desk, book);
  return [
    make("h2", { class: "sop-run__title", tabindex: "-1" }, words.before.title),
    hazardsView(book.before?.hazards, words, dial),
    ...(desk.asked?.start?.(desk) ?? []),
    ...boxes(desk, book, ready),
    bar(desk, ready),
  ];
}

/** @param {Desk} desk @param {Book} book @param {Ready} ready */
function boxes(desk, book, { items }) {
  const dial = dialler(desk, book);
  let index = 0;
  return (book.before?.parts ?? []).map(({ label, items: all }) => make("fieldset", { class: "sop-run__boxes" },
    make("legend", {}, label), all.map((text) => {
      const at = index++;
      const box = make("input", { type: "checkbox", checked: items[at]?.at !== undefined,
        onchange: () => desk.send({ type: "tick", index: at, on: box.checked }) });
      return make("label", { class: "sop-run__box" }, box, make("span", {}, dial(text)));
    })));
}

/** On is asked once for what is not ticked, and never where nobody may be held up.
 * @param {Desk} desk @param {Ready} ready */
function bar({ run, books, words, send, now }, { items }) {
  const hurry = urgent(run, books);
  let warned = hurry;
  const notice = make("p", { class: "sop-run__changed", role: "alert", hidden: true });
  const on = make("button", { type: "button", class: "sop-run__next", onclick: () => {
    const lacks = pending(now(), books)?.items.filter(({ at }) => at === undefined) ?? [];
    if (!lacks.length || warned) return send({ type: "ready" });
    warned = true;
    notice.textContent = fill(words.before.missing, { count: lacks.length });
    notice.hidden = false;
    on.textContent = words.before.anyway;
  } }, words.before[!items.length ? "read" : hurry ? "start" : "ready"]);
  return make("div", { class: "sop-run__bar" }, notice, on, run.trail.length > 1 && make("div", { class: "sop-run__others" },
    make("button", { type: "button", class: "sop-run__small", onclick: () => send({ type: "back" }) }, words.back)));
}
