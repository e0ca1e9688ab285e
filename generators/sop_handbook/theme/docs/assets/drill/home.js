// @ts-check
/** The drills this device remembers: to go on with, to look at, to delete. */

import { make } from "../lib/dom.js";
import { fill, moment } from "../lib/text.js";
import { score } from "./state.js";
/** @typedef {import("./model.js").Session} Session */
/** @typedef {import("./screen.js").Words} Words */
/** @typedef {{open: (one: Session) => void, remove: (one: Session) => void, clear: (names: string[]) => void}} To */

/** @param {Session[]} sessions  newest first @param {string[]} damaged @param {Words} words @param {To} to */
export function homeView(sessions, damaged, words, to) {
  const group = (/** @type {string} */ name, /** @type {Session[]} */ own) => (
    own.length > 0 && make("section", {}, make("h2", { class: "sop-run__heading" }, name), own.map((one) => card(one, words, to))));
  return [
    damaged.length > 0 && make("div", { class: "sop-run__changed sop-damage", role: "status" },
      make("p", {}, fill(words.damaged, { count: damaged.length })),
      make("button", { type: "button", class: "sop-run__small", onclick: () => to.clear(damaged) }, words["damaged-remove"])),
    group(words.unfinished, sessions.filter((one) => one.ended === undefined)),
    group(words.finished, sessions.filter((one) => one.ended !== undefined)),
    make("p", {}, words["choose-how"]),
  ];
}

/** One drill. @param {Session} session @param {Words} words @param {To} to */
export function card(session, words, to) {
  const { head, drill, part, ended } = session;
  const open = ended === undefined, standing = score(session);
  const name = head.title === drill.title ? head.title : `${head.title} · ${drill.title}`;
  const when = open ? fill(words.begun, { moment: moment(session.started) }) : fill(words["ended-at"], { moment: moment(ended) });
  const facts = [words.parts[part], learners(drill, words), when, part === "observer" && standing.counted > 0 && fill(words.points, standing)];
  return make("div", { class: "sop-run__card" },
    make("p", {}, make("strong", {}, name), make("br"), make("small", {}, facts.filter(Boolean).join(" · "))),
    make("div", { class: "sop-run__others" },
      make("button", { type: "button", class: open ? "sop-run__next" : "sop-run__small", onclick: () => to.open(session),
        "aria-label": `${open ? words.continue : words.open}：${name}` }, open ? words.continue : words.open),
      twice(words.delete, words["delete-sure"], () => to.remove(session))));
}

/** A button that asks back before it does what cannot be undone.
 * @param {string} label @param {string} sure @param {() => void} act */
function twice(label, sure, act) {
  const button = make("button", { type: "button", class: "sop-run__small", onclick: () => {
    if (button.textContent === sure) act();
    else button.textContent = sure;
  }, onblur: () => { button.textContent = label; } }, label);
  return button;
}

/** 学员岗位：服务员. @param {import("./model.js").Drill} drill @param {Words} words */
export function learners({ bodies, trainees }, words) {
  return `${bodies ? words["trainees-bodies"] : words.trainees}：${trainees.join("、")}`;
}
