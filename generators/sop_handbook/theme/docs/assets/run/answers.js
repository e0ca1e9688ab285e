// @ts-check
/** What is confirmed at a pause: who says it, and a button for each answer. */

import { make } from "../lib/dom.js";
import { answerOf, asked } from "./asked_state.js";
import { bookOf } from "./model.js";
import { dialler } from "./step.js";
/** @typedef {import("./step.js").Desk} Desk */
/** @typedef {import("./model.js").Step} Step */
/** @typedef {ReturnType<typeof asked>[number]} Item */

let count = 0;

/** @param {Desk} desk @param {Step} step */
export function answersView(desk, step) {
  const dial = dialler(desk, bookOf(desk.run, desk.books));
  const items = asked(desk.run, desk.books, step);
  return [...new Set(items.map(({ pause }) => pause))].map((pause) => make("section", { class: "sop-run__checks" },
    make("h3", {}, desk.words.checks.title, "：", dial(pause)),
    items.filter((one) => one.pause === pause).map((item) => itemView(desk, item, `sop-check-${++count}`, dial))));
}

/** @param {Desk} desk @param {Item} item @param {string} id @param {import("./step.js").Dial} dial */
function itemView({ run, words, send }, { key, text, asks, answers, na, critical }, id, dial) {
  let kept = answerOf(run, key)?.answer ?? null;
  const all = [...new Set([...(answers ?? [words.checks.yes]), ...(na ? [words.checks.na] : [])])];
  const buttons = make("div", { class: "sop-entry__options", role: "group", "aria-labelledby": id }, all.map((answer) => (
    make("button", { type: "button", class: "sop-run__option", "aria-pressed": String(answer === kept), onclick: () => {
      kept = kept === answer ? null : answer;
      all.forEach((one, at) => buttons.children[at].setAttribute("aria-pressed", String(one === kept)));
      send({ type: "check", key, answer: kept });
    } }, dial(answer, true)))));
  return make("div", { class: "sop-run__check" }, make("p", { id }, asks && make("strong", { class: "sop-run__asks" }, `${asks}：`),
    critical && make("span", { class: "sop-flag" }, words.critical), critical && " ", dial(text)), buttons);
}
