// @ts-check
/** What each part has before its eyes during a drill. */

import { list, make } from "../lib/dom.js";
import { fill } from "../lib/text.js";
import { hazardsView } from "../run/hazard.js";
import { headLine } from "./choose.js";
import { allowed, clock } from "./clock.js";
import { learners } from "./home.js";
import { byOthers, plays } from "./model.js";
import { playing } from "./play.js";
import { score, troubled } from "./state.js";
import { knownOf, noted, othersMark, tagged, tally, warned, watching } from "./watch.js";
/** @typedef {import("./screen.js").Desk} Desk */
/** @typedef {import("./screen.js").Words} Words */
/** @typedef {import("./model.js").Hazard} Hazard */

/** @param {Desk} desk */
export function partView(desk) {
  const { words } = desk, { part, head, drill } = desk.session();
  const views = { observer: observerView, actor: actorView, trainee: traineeView };
  return [
    headLine(head, words),
    make("h2", { class: "sop-run__title", tabindex: "-1" }, `${words.parts[part]} · ${drill.title}`),
    make("p", { class: "sop-run__quiet" }, [learners(drill, words), allowed(desk.session(), words)].filter(Boolean).join(" · ")),
    ...views[part](desk),
  ];
}

/** What holds whoever looks at it; the observer calls the stop. @param {Desk} desk @param {string} stop */
function rules({ words }, stop) {
  return [words["no-calls"], stop].map((said) => make("p", {}, make("strong", {}, said)));
}

/** @param {Desk} desk */
function observerView(desk) {
  const { words } = desk, { head } = desk.session();
  return [
    ...rules(desk, words["real-observer"]),
    make("p", {}, make("strong", {}, words.secret)),
    setting(desk),
    told(words.trainer, desk.session().drill.trainer),
    ready(desk, head.hazards),
    ...watching(desk),
    told(words["left-out"], desk.session().drill.left_out),
    folded(words["troubles-played"], playing(desk)),
    noted(desk),
    bar(desk, tally(desk)),
  ];
}

/** @param {Desk} desk */
function actorView(desk) {
  const { words } = desk, { drill } = desk.session();
  return [
    ...rules(desk, words.real),
    make("p", {}, make("strong", {}, words.secret)),
    setting(desk),
    told(words.acting, drill.actor) || told(words.trainer, drill.trainer) || freely(desk),
    told(words["for-others"], drill.steps.flatMap((step) => (byOthers(step)
      ? [`${fill(words.step, step)}（${step.helps ? `${words["learner-helps"]}：` : ""}${step.role}）`] : (step.others ?? []).map((one) => `${fill(words.step, step)}：${one.text}（${one.role}）`)))),
    make("h2", { class: "sop-run__heading" }, words.troubles),
    playing(desk),
    bar(desk),
  ];
}

/** Where an author told whoever acts nothing: only what there is to act is named. @param {Desk} desk */
function freely({ words, session }) {
  const { drill } = session(), tries = plays(session()).some((one) => one.kind !== "situations");
  return make("p", {}, [words["acting-freely"], (drill.situation?.length ?? 0) > 0 && words["acting-situation"], tries && words["acting-troubles"]].filter(Boolean).join(""));
}

/** @param {Desk} desk */
function traineeView(desk) {
  const { words } = desk, { head } = desk.session();
  return [
    ...rules(desk, words.real),
    dangers(words.dangers, head.hazards.filter((one) => one.level === "danger"), words),
    setting(desk),
    ready(desk, head.hazards.filter((one) => one.level !== "danger")), // those stand above
    way(desk),
    told(words["left-out"], desk.session().drill.left_out),
    bar(desk),
  ];
}

/** The steps there are to take, but for those of others that would tell what may be answered. @param {Desk} desk */
function way({ words, session }) {
  const { head, drill } = session(), hidden = drill.steps.filter((step) => step.branch && byOthers(step));
  const shown = drill.steps.filter((step) => !hidden.includes(step));
  // Of the trainee's own work dangers stand above; what may do little harm is theirs to know.
  const grave = (/** @type {import("./model.js").Step} */ step) => head.hazards.filter((one) => (
    one.step === step.number && (byOthers(step) || one.level === "warning")));
  // Where no step is named, a danger would only stand a second time below all dangers.
  const unnamed = hidden.map((step) => make("div", {},
    warned(grave(step).filter((one) => one.level !== "danger"), words), knownOf(step, words)));
  const others = (/** @type {import("./model.js").Step} */ step) => byOthers(step) || step.helps;
  return shown.length > 0 ? make("section", {}, make("h3", { class: "sop-run__heading" }, words.steps),
    head.order && make("p", { class: "sop-run__quiet" }, head.order),
    hidden.length > 0 && make("p", { class: "sop-run__quiet" }, words["steps-always"]), list("ul", shown, (step) => [
    fill(words.step, step), step.comes && `（${step.comes}）`, others(step) && " ", others(step) && othersMark(step, words, words["you-help"]),
    step.around && tagged(step.around), warned(grave(step), words), ...knownOf(step, words),
  ], "sop-drill__way"), unnamed) : make("section", {}, unnamed);
}

/** What both sides hear, and what the trainee is told to do. @param {Desk} desk */
function setting({ words, session }) {
  const { drill } = session();
  return make("div", {}, told((drill.situation?.length ?? 0) > 1 ? words.situations : words.situation, drill.situation, true) || make("p", { class: "sop-run__quiet" }, words["no-situation"]),
    told(words.tasks, drill.tasks), told(words.goal, drill.goal ? [drill.goal] : []));
}

/** @param {string} name @param {string[] | undefined} texts @param {boolean} [large] */
function told(name, texts, large = false) {
  return (texts?.length ?? 0) > 0 && make("section", { class: large ? "sop-drill__situation" : "" },
    make("h3", { class: "sop-run__heading" }, name), list("ul", texts, (text) => text));
}

/** @param {string} name @param {Hazard[]} hazards @param {Words} words */
function dangers(name, hazards, words) {
  return hazards.length > 0 && make("section", {}, make("h3", { class: "sop-run__heading" }, name), hazardsView(hazards, words, (text) => [text]));
}

/** What is known and at hand before the first step. @param {Desk} desk @param {Hazard[]} hazards */
function ready({ words, session }, hazards) {
  const { before = [], principles } = session().head, own = hazards.filter((one) => !one.step);
  return make("div", {}, before.length + own.length > 0 && make("section", {}, make("h3", { class: "sop-run__heading" }, words.before),
    warned(own, words), tagged(before)), told(words.principles, principles));
}

/** @param {string} name @param {HTMLElement} body */
function folded(name, body) {
  return make("details", { class: "sop-drill__fold" }, make("summary", {}, name), body);
}

/** What stays within reach of the thumb: the clock, how it stands, the end.
 * @param {Desk} desk @param {HTMLElement} [standing] */
function bar(desk, standing) {
  return make("div", { class: "sop-run__bar sop-drill__bar sop-no-print" }, clock(desk), standing, end(desk));
}

/** Ends at once where nothing is judged; else not before somebody said that the rest stays open. @param {Desk} desk */
function end({ words, session, send, changed }) {
  const observing = session().part === "observer";
  const label = observing ? words.end : words["end-plain"];
  const button = make("button", { type: "button", class: "sop-run__small sop-drill__end", onclick: () => {
    const open = observing ? openLeft(session(), words) : "";
    if (open && button.dataset.sure === undefined) {
      button.dataset.sure = "";
      button.textContent = fill(words["end-sure"], { open });
    } else send({ type: "end" });
  } });
  const calm = () => {
    delete button.dataset.sure;
    button.textContent = label;
  };
  button.addEventListener("blur", calm);
  changed(calm);
  return button;
}

/** 2 条、1 个难题: what nobody judged. @param {import("./model.js").Session} session @param {Words} words */
function openLeft(session, words) {
  const counts = { "open-points": score(session).open, "open-troubles": troubled(session).open.length };
  return Object.entries(counts).filter(([, count]) => count).map(([name, count]) => fill(words[name], { count })).join(words.and);
}
