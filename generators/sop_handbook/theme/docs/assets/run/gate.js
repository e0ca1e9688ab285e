// @ts-check
/** Before going on: what is not written down, what is out of bounds, what nobody confirmed. Asked once. */

import { list, make } from "../lib/dom.js";
import { fill } from "../lib/text.js";
import { astray, ending, owed, unanswered, unread, urgent } from "./asked_state.js";
import { show } from "./dialog.js";
import { standing } from "./field.js";
/** @typedef {import("./step.js").Desk} Desk */
/** @typedef {import("./model.js").Step} Step */
/** @typedef {import("./model.js").Reading} Reading */
/** @typedef {import("./model.js").Entry} Entry */

/**
 * Whether going on must wait for an answer; it goes on with the answer. Where nobody may be held
 * up it never does: what is left out stands in the record. Once more of a step that is done again
 * (`round`) asks for its values only.
 * @param {Desk} desk @param {Step | null} step @param {import("./model.js").What} what
 */
export function held(desk, step, what) {
  const faults = standing();
  const run = desk.now(), { books } = desk;
  const ends = ending(run, books, what), round = what.type === "round";
  const missing = step ? unread(run, step, round) : [], out = step ? astray(run, step) : [];
  const unsaid = [...(step && !round ? unanswered(run, books, step) : []), ...(ends ? owed(run, books) : [])];
  if (!missing.length && !out.length && !unsaid.length) return false;
  if (urgent(run, books)) {
    desk.send({ type: "settle", missing: {}, ends, round });
    return false;
  }
  const { words, send } = desk;
  show(words.missing.back, () => ({
    title: missing.length || unsaid.length ? words.missing.title : words.missing.out,
    parts: [
      ...out.map(({ label, limit, do: act }) => make("p", { class: "sop-ask__out" },
        make("strong", {}, `${label} ${fill(words.reading.out, { limit: limit ?? "" })}`), act && make("span", { class: "sop-entry__do" }, act))),
      ...missing.map((reading) => whyNot(reading, desk, faults.get(reading.id))),
      unsaid.length > 0 && make("p", {}, make("strong", {}, `${words.checks.unanswered}：`)),
      list("ul", unsaid, ({ asks, text }) => (asks ? `${asks}：${text}` : text)),
    ],
    done: words.missing.on,
    tell: (data) => {
      const given = Object.fromEntries(missing.map(({ id }) => [id, /** @type {Entry["missing"]} */ (data.get(id))]));
      send({ type: "settle", missing: given, ends, round });
      send(what);
    },
  }));
  return true;
}

/** @param {Reading} reading @param {Desk} desk @param {string} [fault]  what is wrong with what stands there */
function whyNot({ id, label, kind }, { words }, fault) {
  const reasons = /** @type {const} */ (["later", ...(kind === "choice" ? [] : ["unreadable"]), "na"]);
  return make("fieldset", { class: "sop-ask__missing" }, make("legend", {}, label), fault && make("p", { class: "sop-ask__out" }, make("strong", {}, fault)), reasons.map((reason, index) => make("label", {},
    make("input", { type: "radio", name: id, value: reason, checked: index === 0 }), " ", words.missing[reason])));
}
