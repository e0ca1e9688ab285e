// @ts-check
/** The runs this device remembers: to go on with, to look at, to delete. */

import { make } from "../lib/dom.js";
import { fill, moment, today } from "../lib/text.js";
import { damageView } from "./damage.js";
import { atVisit } from "./model.js";
import { ending } from "./record.js";
import { stale } from "./ticked.js";
/** @typedef {import("./model.js").Run} Run */
/** @typedef {import("./record.js").Words} Words */
/** @typedef {import("./record.js").More} More */

/**
 * @param {Run[]} runs  newest first
 * @param {Words} words
 * @param {{open: (run: Run) => void, remove: (run: Run) => void, undo: () => void, again: () => void, asked?: More | null}} to
 * @param {import("../job/data.js").Job} [job]  the reader's own role
 */
export function homeView(runs, words, to, job) {
  const open = runs.filter((run) => !run.outcome);
  const done = runs.filter((run) => run.outcome);
  const group = (/** @type {string} */ name, /** @type {Run[]} */ own) => (
    own.length > 0 && make("section", {}, make("h2", { class: "sop-run__heading" }, name), own.map((run) => card(run, words, to))));
  return [
    damageView(words, to.again),
    make("p", {}, words["choose-how"]),
    make("p", {}, make("a", { class: "sop-run__small", href: "../industries/" }, words.find)),
    group(words.unfinished, open),
    group(words.finished, done),
    job && ownView(job, words, to.undo),
  ];
}

/**
 * What the reader's own role has to do with, to begin at once.
 * @param {import("../job/data.js").Job} job
 * @param {Words} words
 * @param {() => void} undo
 */
function ownView({ title, procedures }, words, undo) {
  return make("section", {}, make("h2", { class: "sop-run__heading" }, fill(words["mine-title"], { role: title })),
    make("div", { class: "sop-run__ways" }, procedures.map((one) => (
      make("a", { class: "sop-run__way", href: `?p=${one.page.split("/").at(-1)}` }, one.title)))),
    make("p", {}, make("small", {}, words["mine-filter"]), " ",
      make("button", { type: "button", class: "sop-run__small", onclick: undo }, words["mine-undo"])));
}

/**
 * Runs of one procedure that wait to be finished: go on with one, give it up and begin anew, or
 * leave it to begin for the next one.
 * @param {Run[]} runs
 * @param {Words} words
 * @param {{open: (run: Run) => void, remove: (run: Run) => void, restart: (run: Run) => void, next: () => void}} to
 */
export function waitingView(runs, words, to) {
  return [
    make("h2", { class: "sop-run__heading", tabindex: "-1" }, words.unfinished),
    runs.map((run) => card(run, words, to)),
    make("button", { type: "button", class: "sop-run__way", onclick: to.next }, words["next-one"]),
  ].flat();
}

/**
 * @param {Run} run
 * @param {Words} words
 * @param {{open: (run: Run) => void, remove: (run: Run) => void, restart?: (run: Run) => void, asked?: More | null}} to
 */
function card(run, words, to) {
  const { restart } = to;
  const head = run.heads[run.procedure];
  const visit = atVisit(run);
  const when = run.outcome ? fill(words["ended-at"], { moment: moment(run.outcome.at) }) : fill(words.begun, { moment: moment(run.started) });
  const what = run.outcome ? ending(run, words, to.asked) : visit && fill(words["at-step"], visit);
  return make("div", { class: "sop-run__card" },
    make("p", {}, make("strong", {}, [head.title, run.label].filter(Boolean).join(" · ")), make("br"), make("small", {}, [run.who, when, what].filter(Boolean).join(" · "))),
    make("div", { class: "sop-run__others" },
      make("button", { type: "button", class: run.outcome ? "sop-run__small" : "sop-run__next", onclick: () => to.open(run),
        "aria-label": `${run.outcome ? words["open-record"] : words.continue}：${[head.title, run.label].filter(Boolean).join(" · ")}` }, run.outcome ? words["open-record"] : words.continue),
      restart && make("button", { type: "button", class: "sop-run__small", onclick: () => restart(run) }, words.restart),
      twice(words.delete, words["delete-sure"], () => to.remove(run))));
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

/** Whether an unfinished run may be of another shift. @param {Run} run */
export function rested(run) {
  return !run.outcome && stale(Math.max(run.seen, run.resumed ?? 0), Date.now());
}

/** What stands in place of a procedure that is retired or does not apply yet, and over a run that began before.
 * @param {import("./model.js").Book} book */
export function voidView({ retired, early }) {
  const one = retired ?? (early && early.starts > today() && early);
  return one && make("p", { class: retired ? "sop-void" : "sop-run__changed" }, one.text, make("a", { href: one.page }, one.title));
}
