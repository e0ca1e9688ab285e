// @ts-check
/** What can be rehearsed of a procedure, and in which part. */

import { make } from "../lib/dom.js";
import { fill } from "../lib/text.js";
import { card, learners } from "./home.js";
import { PARTS, criteria } from "./model.js";
/** @typedef {import("./model.js").Deck} Deck */
/** @typedef {import("./model.js").Part} Part */
/** @typedef {import("./screen.js").Words} Words */

/**
 * @param {Deck} deck
 * @param {import("./model.js").Session[]} open  drills of it that are not over
 * @param {Words} words
 * @param {import("./home.js").To & {begin: (place: number, part: Part) => void}} to
 */
export function chooseView(deck, open, words, to) {
  const several = deck.drills.length > 1;
  return [
    headLine(deck, words),
    make("p", {}, make("strong", {}, words.real)),
    open.length > 0 && make("section", {}, make("h2", { class: "sop-run__heading" }, words.unfinished), open.map((one) => card(one, words, to))),
    make("h2", { class: "sop-run__title", tabindex: "-1" }, several ? words.which : words.who),
    deck.drills.map((drill, place) => make("section", { class: "sop-drill__choice", "aria-label": `${drill.title} ${drill.trainees.join("、")}` },
      (several || drill.title !== deck.title) && make("h3", {}, drill.title === deck.title ? learners(drill, words) : drill.title),
      make("p", { class: "sop-run__quiet" }, [
        drill.title === deck.title ? words.whole : learners(drill, words),
        fill(words["steps-criteria"], { steps: drill.steps.filter((step) => step.criteria.length).length, count: criteria(drill).length }),
        drill.minutes && fill(words.minutes, { minutes: drill.minutes }),
      ].filter(Boolean).join(" · ")),
      make("div", { class: "sop-run__ways" }, PARTS.map((part) => (
        make("button", { type: "button", class: "sop-run__way", onclick: () => to.begin(place, part) },
          make("span", {}, make("strong", {}, words.parts[part]), make("br"), make("small", {}, words.does[part])))))))),
    make("div", { class: "sop-run__others" },
      make("a", { class: "sop-run__small", href: deck.page }, words["to-page"]),
      make("a", { class: "sop-run__small", href: "?" }, words.all)),
  ].flat();
}

/** Number, revision, and loudly what is not approved.
 * @param {{badges: string[], number: string, revision: number}} head @param {Words} words */
export function headLine(head, words) {
  return make("p", { class: "sop-run__head" }, head.badges.map((badge) => make("span", { class: "sop-badge" }, badge)),
    ` ${head.number} · ${fill(words.revision, { revision: head.revision })}`);
}
