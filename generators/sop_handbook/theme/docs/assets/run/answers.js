// @ts-check
/** What is confirmed at a pause: who says it, and a button for each answer. */

import { make } from "../lib/dom.js";
import { answerOf, asked } from "./asked_state.js";
import { dialled } from "./step.js";
/** @typedef {import("./step.js").Desk} Desk */
/** @typedef {import("./model.js").Step} Step */
/** @typedef {ReturnType<typeof asked>[number]} Item */

/** @param {Desk} desk @param {Step} step @param {import("./model.js").Dials} [dials] */
export function answersView(desk, step, dials) {
  const items = asked(desk.run, desk.books, step);
  return [...new Set(items.map(({ pause }) => pause))].map((pause) => make("section", { class: "sop-run__checks" },
    make("h3", {}, desk.words.checks.title, "：", dialled(pause, dials)),
    items.filter((one) => one.pause === pause).map((item) => itemView(desk, item, `sop-check-${items.indexOf(item)}`, dials))));
}

/** @param {Desk} desk @param {Item} item @param {string} id @param {import("./model.js").Dials} [dials] */
function itemView({ run, words, send }, { key, text, asks, answers, na, critical }, id, dials) {
  let kept = answerOf(run, key)?.answer ?? null;
  const all = new Set([...(answers ?? [words.checks.yes]), ...(na ? [words.checks.na] : [])]);
  const buttons = make("div", { class: "sop-entry__options", role: "group", "aria-labelledby": id }, [...all].map((answer) => (
    make("button", { type: "button", class: "sop-run__option", "aria-pressed": String(answer === kept), onclick: () => {
      kept = kept === answer ? null : answer;
      for (const one of buttons.children) one.setAttribute("aria-pressed", String(one.textContent === kept));
      send({ type: "check", key, answer: kept });
    } }, answer))));
  return make("div", { class: "sop-run__check" }, make("p", { id }, asks && make("strong", { class: "sop-run__asks" }, `${asks}：`),
    critical && make("span", { class: "sop-flag" }, words.critical), critical && " ", dialled(text, dials)), buttons);
}
