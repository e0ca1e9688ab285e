// @ts-check
/** Steps that are done at the same time, on one screen until all of them are done. */

import { list, make } from "../lib/dom.js";
import { fill, moment } from "../lib/text.js";
import { ask } from "./ask.js";
import { alone, groupOf } from "./extras_state.js";
import { overView } from "./repeat.js";
import { asides, on, stepParts, told } from "./step.js";
import { aheadView } from "./until.js";
/** @typedef {import("./step.js").Desk} Desk */
/** @typedef {import("./model.js").Step} Step */
/** @typedef {import("./model.js").Visit} Visit */

/** The screen of the steps under way; null where there is only one. @param {Desk} desk */
export function groupView(desk) {
  const { run, books, words, send, mine } = desk, group = groupOf(run, books);
  if (!group) return null;
  const all = group.steps.map((step, member) => ({ step, member, visit: run.visits[group.visits[member]] }));
  const own = all.filter(({ step }) => step.role === mine || step.with?.includes(mine));
  const parts = [...own, ...all.filter((one) => !own.includes(one))];
  const left = all.filter(({ visit }) => !visit.how).length;
  return [
    make("p", { class: "sop-run__place" }, fill(words.together.title, { count: all.length })),
    aheadView(desk),
    ...parts.map((one) => (one.visit.how ? doneView(desk, one) : partView(desk, one))),
    make("div", { class: "sop-run__bar sop-run__bar--group" }, make("p", { class: "sop-run__quiet", role: "status" }, fill(words.together.left, { count: left })),
      make("div", { class: "sop-run__others" },
        make("button", { type: "button", class: "sop-run__small", disabled: run.trail.length < 2, onclick: () => send({ type: "back" }) }, words.back))),
  ];
}

/** The desk of one of them, at which the others are not there. @param {Desk} desk @param {number} member @returns {Desk} */
function deskOf(desk, member) {
  /** @type {Desk} */
  const own = { ...desk, member, run: alone(desk.run, desk.books, member), now: () => alone(desk.now(), desk.books, member),
    send: (what) => desk.send({ ...what, member }), ask: (name) => ask(own, name) };
  return own;
}

/** @param {Desk} desk @param {{step: Step, member: number}} of */
function partView(desk, { step, member }) {
  const own = deskOf(desk, member), { words } = desk;
  return make("section", { class: "sop-run__member", "aria-label": `${step.number} ${step.title}` }, overView(own) ?? [...stepParts(own, step),
    list("ul", told(own.run, words), (one) => one, "sop-run__told"),
    !step.ways && make("button", { type: "button", class: "sop-run__next", onclick: () => on(own, step, { type: "next" }) }, fill(words.together.done, step)),
    make("div", { class: "sop-run__others" }, asides(own, step))]);
}

/** One that is over: when, how, and that it is not after all. @param {Desk} desk @param {{step: Step, member: number, visit: Visit}} of */
function doneView({ run, words, send }, { step, member, visit }) {
  const time = moment(visit.left ?? visit.at).slice(11, 16);
  const says = fill(words.together[visit.how === "skipped" ? "skipped" : "over"], { time });
  return make("section", { class: "sop-run__member sop-run__member--over" },
    make("p", {}, make("strong", {}, `✓ ${step.number} ${step.title}`), ` · ${step.role} · ${says}`),
    list("ul", told({ ...run, visits: [visit] }, words), (one) => one, "sop-run__told"),
    make("div", { class: "sop-run__others" },
      make("button", { type: "button", class: "sop-run__small", onclick: () => send({ type: "redo", member }) }, fill(words.together.redo, step))));
}
