// @ts-check
/** What the observer judges: every criterion by itself, step by step, with one thumb. */

import { list, make } from "../lib/dom.js";
import { fill } from "../lib/text.js";
import { hazardsView } from "../run/hazard.js";
import { VERDICTS, keyOf } from "./model.js";
import { score } from "./state.js";
/** @typedef {import("./screen.js").Desk} Desk */
/** @typedef {import("./screen.js").Words} Words */
/** @typedef {import("./model.js").Criterion} Criterion */
/** @typedef {import("./model.js").Step} Step */

/** @param {Desk} desk */
export function watching(desk) {
  const { words } = desk, { drill, head } = desk.session();
  return drill.steps.map((step) => make("section", { class: "sop-drill__step" },
    make("h3", {}, fill(words.step, step)), make("p", { class: "sop-run__quiet" }, step.role),
    warned(head.hazards.filter((one) => one.step === step.number), words),
    limits(step, words),
    step.criteria.map((criterion, place) => row(desk, step, criterion, place))));
}

/** @param {import("./model.js").Hazard[]} hazards @param {Words} words */
function warned(hazards, words) {
  return hazards.length > 0 && hazardsView(hazards, words, (text) => [text]);
}

/** @param {Step} step @param {Words} words */
function limits({ readings = [] }, words) {
  const said = readings.filter((one) => one.limit).map(({ label, limit }) => `${label} ${limit}`);
  return said.length > 0 && make("p", { class: "sop-drill__limits" }, make("strong", {}, words.limits), ` ${said.join("；")}`);
}

/** @param {Desk} desk @param {Step} step @param {Criterion} criterion @param {number} place */
function row({ words, session, send, changed, say }, step, criterion, place) {
  const key = keyOf(step, place);
  const buttons = VERDICTS.map((verdict) => make("button", { type: "button", class: `sop-drill__verdict sop-drill__verdict--${verdict}`, onclick: () => {
    const { judged } = session();
    const same = Object.hasOwn(judged, key) && judged[key] === verdict;
    send({ type: "judge", key, verdict: same ? null : verdict });
    say(standing(session(), words));
  } }, words.verdicts[verdict]));
  const name = `drill-${step.number}-${place}`.replace(/[^a-z0-9-]/gi, "-");
  const box = make("div", { class: "sop-drill__row", role: "group", "aria-labelledby": name },
    make("div", { id: name }, criterionText(criterion, words)), make("div", { class: "sop-drill__verdicts" }, buttons));
  changed(() => {
    const { judged } = session();
    const verdict = Object.hasOwn(judged, key) ? judged[key] : "";
    buttons.forEach((button, at) => button.setAttribute("aria-pressed", String(VERDICTS[at] === verdict)));
    box.classList.toggle("sop-drill__row--judged", verdict !== "");
  });
  return box;
}

/** @param {Criterion} criterion @param {Words} words */
export function criterionText({ kind, texts, safety, when }, words) {
  return make("span", {}, make("span", { class: kind === "critical" ? "sop-flag" : "sop-key" }, words.kinds[kind]), " ",
    safety && make("span", { class: "sop-key" }, words.safety), safety && " ", when && `${when}：`,
    kind !== "step" && (texts.length > 1 ? [words.any, list("ul", texts, (text) => text)] : texts[0]),
    kind === "avoid" && words.unseen);
}

/** @param {Desk} desk */
export function tally({ words, session, changed }) {
  const told = make("strong", { class: "sop-drill__score" });
  changed(() => { told.textContent = standing(session(), words); });
  return told;
}

/** 已判 12/26，做到 10. @param {import("./model.js").Session} session @param {Words} words */
function standing(session, words) {
  const { judged, every, met } = score(session);
  return fill(words.judged, { judged, most: every, met });
}

/** @param {Desk} desk */
export function noted({ words, session, send, changed }) {
  const field = make("textarea", { id: "sop-drill-note", rows: "3", maxlength: "2000", "aria-describedby": "sop-drill-note-hint",
    oninput: () => send({ type: "note", text: field.value }) });
  changed(() => { if (document.activeElement !== field && field.value !== session().note) field.value = session().note; });
  return make("div", { class: "sop-drill__note" }, make("label", { for: "sop-drill-note" }, words.note), field,
    make("small", { id: "sop-drill-note-hint" }, words["note-hint"]));
}
