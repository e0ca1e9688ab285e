// @ts-check
/** What may be played in a drill: what goes wrong, which answer is given, a reading out of bounds. */

import { make } from "../lib/dom.js";
import { fill } from "../lib/text.js";
import { insteadOf, isTrouble, plays } from "./model.js";
import { verdicts } from "./watch.js";
/** @typedef {import("./screen.js").Desk} Desk */
/** @typedef {import("./screen.js").Words} Words */
/** @typedef {import("./model.js").Play} Play */

/** @type {Play["kind"][]} */
const KINDS = ["situations", "exceptions", "branches", "cases", "handed", "readings"];
/** @type {import("./model.js").Verdict[]} */
const VERDICTS = ["met", "missed"]; // what was played did apply

/** @param {Desk} desk */
export function playing(desk) {
  const { words } = desk;
  const all = plays(desk.session());
  if (!all.length) return make("p", {}, words["none-to-play"]);
  const drawn = all.filter((one) => one.kind !== "situations");
  return make("div", {}, drawn.length > 0 && dice(desk, drawn), KINDS.map((kind) => {
    const own = all.filter((one) => one.kind === kind);
    return own.length > 0 && make("section", {}, make("h3", { class: "sop-run__heading" }, words[kind]), own.map((one) => choice(desk, one)));
  }));
}

/** One of them at random of those that were not played yet. @param {Desk} desk @param {Play[]} all */
function dice({ words, session, send }, all) {
  const told = make("p", { class: "sop-drill__rolled", role: "status" });
  return make("div", { class: "sop-drill__dice" }, make("button", { type: "button", class: "sop-run__next", onclick: () => {
    const left = all.filter((one) => ![one, ...insteadOf(all, one)].some(({ key }) => session().played.includes(key)));
    const one = left[Math.floor(Math.random() * left.length)];
    told.textContent = one ? fill(words.rolled, { text: playText(one, words) }) : words["rolled-all"];
    if (one) send({ type: "play", key: one.key, on: true });
  } }, words.dice), told);
}

/** @param {Desk} desk @param {Play} one */
function choice(desk, one) {
  const { words, session, send, changed } = desk;
  const text = playText(one, words);
  const button = make("button", { type: "button", class: "sop-drill__play", onclick: () => (
    send({ type: "play", key: one.key, on: !session().played.includes(one.key) })) }, text);
  changed(() => button.setAttribute("aria-pressed", String(session().played.includes(one.key))));
  const rows = handled(one, words);
  const others = one.others && (one.trouble ? undefined : one.step?.role);
  return make("div", {}, button, one.others && make("p", { class: "sop-run__quiet" }, others ? `${words["not-judged"]}：${others}` : words["not-judged"]), rows.length > 0 && make("details", { class: "sop-drill__fold" },
    make("summary", { "aria-label": `${words.handled}：${text}` }, words.handled), make("dl", {}, rows.map(([name, said]) => (
      make("div", {}, make("dt", {}, name), make("dd", {}, said)))))),
  session().part === "observer" && isTrouble(one) && judged(desk, one, text));
}

/** How what was played was met. @param {Desk} desk @param {Play} one @param {string} text */
function judged(desk, one, text) {
  const box = make("div", { role: "group", "aria-label": text }, verdicts(desk, one.key, VERDICTS));
  desk.changed(() => { box.hidden = !desk.session().played.includes(one.key); });
  return box;
}

/** @param {Play} one @param {Words} words @returns {[string, string][]} */
function handled({ trouble, way, met, reading }, words) {
  const names = words.trouble;
  /** @type {[string, string | undefined][]} */
  const rows = trouble
    ? [[names.within, trouble.within], [names.requirement, trouble.requirement], [names.method, trouble.method],
      [names.role, trouble.role], [names.then, trouble.then]]
    : [[names.then, way?.to], [names.method, met?.do], [words.beyond, reading?.do], [names.then, reading?.then]];
  return rows.flatMap(([name, said]) => (said ? [/** @type {[string, string]} */ ([name, said])] : []));
}

/** @param {Play} one @param {Words} words */
export function playText({ text, trouble, way, met, hand, reading, step }, words) {
  const where = step ? `${fill(words.step, step)}：` : "";
  if (way) return where + fill(words.answered, { question: step?.question ?? "", answer: way.answer });
  if (hand) return where + fill(words.given, hand);
  if (trouble) return `${trouble.at ? fill(words["step-of"], { number: trouble.at.join("、") }) : words["any-step"]}：${trouble.when}`;
  return where + (reading ? fill(words["out-of"], reading) : met?.when ?? text ?? "");
}
