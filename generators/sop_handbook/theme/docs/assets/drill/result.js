// @ts-check
/** What came of a drill: to look at, to print, to hand on as text. Whoever learned is kept nowhere. */

import { copy } from "../handbook.js";
import { list, make } from "../lib/dom.js";
import { fill } from "../lib/text.js";
import { headLine } from "./choose.js";
import { critical, facts, flawless, goneOf, outcome, resultText, troublesOf, unmet, wentHow } from "./report.js";
import { found } from "./state.js";
import { criterionText } from "./watch.js";
/** @typedef {import("./screen.js").Desk} Desk */
/** @typedef {import("./screen.js").Words} Words */
/** @typedef {import("./model.js").Session} Session */
/** @typedef {import("./report.js").Found} Found */

/** @param {Desk} desk */
export function resultView(desk) {
  const { words } = desk, session = desk.session();
  const observing = session.part === "observer";
  const learner = make("dd"), named = make("div", { hidden: true }, make("dt", {}, words.facts.learner), learner);
  return [
    headLine(session.head, words),
    make("h2", { class: "sop-run__title", tabindex: "-1" }, observing ? words.result : `${words.parts[session.part]} · ${session.drill.title}`),
    ...(observing ? criticalView(session, words) : []),
    observing && make("p", { class: "sop-drill__outcome" }, outcome(session, words)),
    observing && make("p", {}, wentHow(session, words)),
    make("div", { class: "sop-record" }, make("dl", {}, named, facts(session, words).map(([name, said]) => (
      make("div", {}, make("dt", {}, name), make("dd", {}, said)))))),
    ...(observing ? judgedView(session, words) : []),
    told(words.played, troublesOf(session, words)),
    told(words.note, session.note.trim() ? [session.note.trim()] : []),
    observing && make("dl", { class: "sop-drill__signs" }, [words.sign.learner, words.sign.observer, words.sign.date].map((name) => (
      make("div", {}, make("dt", {}, name), make("dd"))))),
    observing && passOn(desk, named, learner),
    make("div", { class: "sop-run__others sop-no-print" },
      make("button", { type: "button", class: "sop-run__next", onclick: desk.again }, words.again),
      make("button", { type: "button", class: "sop-run__small", onclick: () => desk.send({ type: "reopen" }) }, words.back)),
  ];
}

/** First of all what is critical and was missed, or nobody judged, then the troubles that were not met. @param {Session} session @param {Words} words */
function criticalView(session, words) {
  const failed = unmet(session, words);
  return [...critical(session, words).map(({ said, own }) => make("section", { class: own.length ? "sop-drill__critical" : "" },
    make("p", {}, make("strong", {}, said)), listed(own, words))), told(failed.said, failed.lines)];
}

/** What else was not done, and what nobody judged. @param {Session} session @param {Words} words */
function judgedView(session, words) {
  const [missed, open] = [found(session, "missed"), found(session, undefined)];
  const part = (/** @type {string} */ name, /** @type {Found[]} */ own) => own.length > 0 && make("section", {},
    make("h3", { class: "sop-run__heading" }, name), listed(own, words));
  return [
    part(words["missed-other"], missed.other), flawless(session) && make("p", {}, words["missed-none"]),
    part(words["open-left"], open.other), told(words["gone-steps"], goneOf(session, words)),
  ];
}

/** @param {Found[]} own @param {Words} words */
function listed(own, words) {
  return list("ul", own, ({ step, criterion }) => make("span", {}, `${fill(words.step, step)} `, criterionText(criterion, words)), "sop-drill__missed");
}

/** @param {string} name @param {string[]} texts */
function told(name, texts) {
  return texts.length > 0 && make("section", {}, make("h3", { class: "sop-run__heading" }, name), list("ul", texts, (text) => text));
}

/** Copied, sent by the device, printed: nothing leaves it otherwise.
 * @param {Desk} desk @param {HTMLElement} named @param {HTMLElement} learner */
function passOn({ words, session, say }, named, learner) {
  const field = make("input", { id: "sop-drill-learner", maxlength: "40", autocomplete: "off", "aria-describedby": "sop-drill-learner-hint", oninput: () => {
    learner.textContent = field.value.trim();
    named.hidden = !field.value.trim();
  } });
  const text = () => resultText(session(), words, field.value.trim());
  const button = (/** @type {string} */ name, /** @type {() => void} */ onclick) => make("button", { type: "button", class: "sop-run__small", onclick }, name);
  return make("div", { class: "sop-drill__note sop-no-print" },
    make("label", { for: "sop-drill-learner" }, words.learner), field,
    make("small", { id: "sop-drill-learner-hint" }, words["learner-hint"]),
    make("div", { class: "sop-run__others" },
      button(words.copy, () => copy(text()).then(() => say(words.copied), () => say(words["not-copied"]))),
      "share" in navigator && button(words.share, () => { navigator.share({ text: text() }).catch(() => {}); }),
      button(words.print, () => window.print())));
}
