// @ts-check
/** What the observer judges: every criterion by itself, step by step, with one thumb. */

import { list, make } from "../lib/dom.js";
import { fill } from "../lib/text.js";
import { hazardsView } from "../run/hazard.js";
import { VERDICTS, answeredAway, away, byOthers, keyOf } from "./model.js";
import { score, troubled, verdictOf } from "./state.js";
/** @typedef {import("./screen.js").Desk} Desk */
/** @typedef {import("./screen.js").Words} Words */
/** @typedef {import("./model.js").Criterion} Criterion */
/** @typedef {import("./model.js").Step} Step */

/** @param {Desk} desk */
export function watching(desk) {
  const { words } = desk, { drill, head } = desk.session();
  return drill.steps.map((step) => make("section", { class: `sop-drill__step${byOthers(step) ? " sop-drill__step--others" : ""}` },
    make("h3", {}, fill(words.step, step)),
    make("p", { class: "sop-run__quiet" }, byOthers(step) || step.helps ? othersMark(step, words, words["learner-helps"]) : step.role),
    cases(step, words),
    step.repeat && !step.criteria.some((one) => one.kind === "repeat") && make("p", {}, make("strong", {}, step.repeat)),
    warned(head.hazards.filter((one) => one.step === step.number), words),
    tagged((step.gaps ?? []).map((gap) => ({ name: words.gap, text: (gap ? gap.replace(/。$/, "") : words["gap-long"]) + words["gap-then"] }))),
    tagged(step.facts),
    knownOf(step, words),
    (step.others ?? []).map((one) => make("p", {}, othersMark(one, words, ""), ` ${one.text}`)),
    tagged((step.allowed ?? []).map((text) => ({ name: words.allowed, text }))),
    !byOthers(step) && judging(desk, step)));
}

/** The rows of a step, or that the answer given does not lead to it: who saw it done says so. @param {Desk} desk @param {Step} step */
function judging(desk, step) {
  const { words, session, send } = desk;
  const rows = make("div", {}, step.criteria.map((criterion, place) => row(desk, step, criterion, place)));
  const told = make("p", {}), gone = () => answeredAway(session(), step.id) !== undefined;
  const button = make("button", { type: "button", class: "sop-run__small", onclick: () => send({ type: "walk", step: step.id, on: gone() }) });
  const box = make("div", { class: "sop-drill__gone" }, told, button);
  desk.changed(() => {
    const way = away(session(), step.id)?.way;
    box.hidden = !way;
    rows.hidden = gone();
    told.textContent = way ? fill(gone() ? words.gone : words.walked, way) : "";
    button.textContent = gone() ? words["walk-it"] : words["walk-not"];
  });
  return make("div", {}, box, rows);
}

/** What nobody may get wrong where others answer for a step: told and not judged. @param {Step} step @param {Words} words */
export function knownOf({ known = [] }, words) {
  return known.map((one) => make("p", {}, criterionText(one, { ...words, unseen: "" })));
}

/** 别人做：收银员, or 你协同，主做：收银员. @param {{role: string, helps?: boolean}} of @param {Words} words @param {string} helping */
export function othersMark({ role, helps }, words, helping) {
  return make("span", { class: "sop-drill__others" }, `${helps ? helping : words["by-others"]}：${role}`);
}

/** When a step comes, that it is not judged where it did not, and what is done around it. @param {Step} step @param {Words} words */
function cases(step, words) {
  const gone = step.comes && !byOthers(step) && words["if-not-reached"];
  return [step.comes && make("p", {}, step.comes, gone), step.around && tagged(step.around)];
}

/** What is told under a name. @param {import("./model.js").Told[]} [facts] */
export function tagged(facts = []) {
  return facts.length > 0 && make("div", {}, facts.map(({ name, text }) => make("p", {}, make("span", { class: "sop-key" }, name), ` ${text}`)));
}

/** @param {import("./model.js").Hazard[]} hazards @param {Words} words */
export function warned(hazards, words) {
  return hazards.length > 0 && hazardsView(hazards, words, (text) => [text]);
}

/** @param {Desk} desk @param {Step} step @param {Criterion} criterion @param {number} place */
function row(desk, step, criterion, place) {
  const name = `drill-${step.number}-${place}`.replace(/[^a-z0-9-]/gi, "-");
  const box = make("div", { class: "sop-drill__row", role: "group", "aria-labelledby": name },
    make("div", { id: name }, criterionText(criterion, desk.words)), verdicts(desk, keyOf(step, place), VERDICTS));
  desk.changed(() => box.classList.toggle("sop-drill__row--judged", verdictOf(desk.session(), keyOf(step, place)) !== undefined));
  return box;
}

/** A button for each verdict there may be; a second tap takes it back.
 * @param {Desk} desk @param {string} key @param {import("./model.js").Verdict[]} all */
export function verdicts({ words, session, send, changed, say }, key, all) {
  const buttons = all.map((verdict) => make("button", { type: "button", class: `sop-drill__verdict sop-drill__verdict--${verdict}`, onclick: () => {
    send({ type: "judge", key, verdict: verdictOf(session(), key) === verdict ? null : verdict });
    say(standing(session(), words));
  } }, words.verdicts[verdict]));
  changed(() => buttons.forEach((button, at) => button.setAttribute("aria-pressed", String(all[at] === verdictOf(session(), key)))));
  return make("div", { class: "sop-drill__verdicts" }, buttons);
}

/** What is to be done, or a point, says so by itself; all else is named. @param {Criterion} criterion @param {Words} words */
export function criterionText({ kind, texts, safety, when, run, aside }, words) {
  return make("span", {}, words.kinds[kind] && [make("span", { class: kind === "critical" ? "sop-flag" : "sop-key" }, words.kinds[kind]), " "],
    safety && [make("span", { class: "sop-key" }, words.safety), " "], when && `${when}：`,
    kind !== "step" && (texts.length > 1 ? [words.any, list("ul", texts, (text) => text)] : texts[0]), aside,
    run && make("code", { class: "sop-drill__command" }, run), kind === "avoid" && words.unseen,
    kind === "time" && words["time-not-real"]);
}

/** @param {Desk} desk */
export function tally({ words, session, changed }) {
  const told = make("strong", { class: "sop-drill__score" });
  changed(() => { told.textContent = standing(session(), words); });
  return told;
}

/** 已判 12/26，做到 10；难题已判 1/2. @param {import("./model.js").Session} session @param {Words} words */
function standing(session, words) {
  const { judged, every, met } = score(session), own = troubled(session);
  const besides = own.every.length ? fill(words["judged-troubles"], { judged: own.every.length - own.open.length, most: own.every.length }) : "";
  return fill(words.judged, { judged, most: every, met }) + besides;
}

/** @param {Desk} desk */
export function noted({ words, session, send, changed }) {
  const field = make("textarea", { id: "sop-drill-note", rows: "3", maxlength: "2000", "aria-describedby": "sop-drill-note-hint",
    oninput: () => send({ type: "note", text: field.value }) });
  changed(() => { if (document.activeElement !== field && field.value !== session().note) field.value = session().note; });
  return make("div", { class: "sop-drill__note" }, make("label", { for: "sop-drill-note" }, words.note), field,
    make("small", { id: "sop-drill-note-hint" }, words["note-hint"]));
}
