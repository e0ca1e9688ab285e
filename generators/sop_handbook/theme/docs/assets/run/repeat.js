// @ts-check
/** How often a step was done: counted one by one, asked about when it was not done often enough. */

import { list, make } from "../lib/dom.js";
import { fill } from "../lib/text.js";
import { urgent } from "./asked_state.js";
import { show } from "./dialog.js";
import { over, short } from "./extras_state.js";
import { bookOf, stepOf, visitOf } from "./model.js";
import { asides, dialler, told } from "./step.js";
/** @typedef {import("./step.js").Desk} Desk */
/** @typedef {import("./model.js").Step} Step */

const LONGEST = "40"; // signs of what something is called

/** @param {Desk} desk @param {Step} step */
export function countView(desk, step) {
  const { run, words: { repeat: say }, send } = desk;
  const again = visitOf(run).repeat;
  if (!again) return null;
  const { times, each, done } = again, full = times !== undefined && done.length >= times;
  const name = each ? make("input", { type: "text", class: "sop-entry__input", maxlength: LONGEST, autocomplete: "off", "aria-label": say.name, placeholder: say.name }) : null;
  const count = () => {
    const what = /** @type {const} */ ({ type: "round", ...(name?.value.trim() && { name: name.value }) });
    const typing = document.activeElement === name;
    if (!desk.asked?.held(desk, step, what)) send(what);
    if (typing) /** @type {HTMLElement | null} */ (document.querySelector(".sop-run__count input"))?.focus();
  };
  name?.addEventListener("keydown", (event) => { if (event.key === "Enter") count(); });
  const told = each ? fill(say.items, { count: done.length }) : full ? fill(say.full, { times }) : fill(say.turn, { count: done.length + 1, times });
  return make("section", { class: "sop-run__count" },
    make("h3", {}, each ? fill(say.each, { each }) : fill(say.times, { times })),
    make("p", { class: "sop-run__tally", role: "status" }, told),
    list("ol", each && done.some((one) => one.name) ? done : [], (one) => one.name ?? say.unnamed),
    name,
    make("div", { class: "sop-run__others" },
      make("button", { type: "button", class: "sop-run__way", disabled: full, onclick: count }, say[each ? "item" : "done"]),
      make("button", { type: "button", class: "sop-run__small", disabled: !done.length, onclick: () => send({ type: "unround" }) }, say.undo)));
}

/** Whether going on must wait for an answer, since it was not done often enough; `go` goes on.
 * @param {Desk} desk @param {Step | null} step @param {import("./model.js").What} what @param {() => void} go */
export function lacks({ now, books, words }, step, what, go) {
  const missing = step && what.type !== "round" && short(now()), { repeat: say } = words;
  if (!missing || urgent(now(), books)) return false;
  show(say.back, () => ({
    title: say.short,
    parts: [make("p", {}, make("strong", {}, missing.each ? fill(say.none, missing) : fill(say.did, missing)))],
    done: words.missing.on,
    tell: go,
  }));
  return true;
}

/** A step that was done as often as it may be: it only leads on to what is done instead.
 * @param {Desk} desk */
export function overView(desk) {
  const { run, books, words, send, member } = desk, step = stepOf(run, books), alone = member === undefined;
  if (!step || !over(run, books)) return null;
  return [
    make("p", { class: "sop-run__place" }, step.number),
    make("h2", { class: "sop-run__title", tabindex: "-1" }, step.title),
    make("p", { class: "sop-run__changed" }, fill(words.repeat.over, { count: over(run, books) })),
    list("ul", told(run, words), (one) => one, "sop-run__told"),
    make("div", { class: alone ? "sop-run__bar" : "" },
      make("button", { type: "button", class: "sop-run__next", onclick: () => send({ type: "exhausted" }) }, dialler(desk, bookOf(run, books))(step.repeat?.to ?? "", true)),
      make("div", { class: "sop-run__others" },
        alone && make("button", { type: "button", class: "sop-run__small", onclick: () => send({ type: "back" }) }, words.back),
        asides(desk, step))),
  ];
}
