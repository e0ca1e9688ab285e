// @ts-check
/** One step on the screen: who, what must not go wrong, what to do and say, and how to go on. */

import { list, make } from "../lib/dom.js";
import { fill } from "../lib/text.js";
import { clock } from "./clock.js";
import { bookOf, changed, choices, pieces, remaining, stepOf, visitOf } from "./model.js";
import { deviationsOf } from "./record.js";
/** @typedef {import("./model.js").Run} Run */
/** @typedef {import("./model.js").Books} Books */
/** @typedef {import("./model.js").Book} Book */
/** @typedef {import("./model.js").Step} Step */
/** @typedef {import("./record.js").Words} Words */
/** @typedef {import("../lib/dom.js").Part} Part */

const CHOICE = ":choice"; // what was chosen of the choices of a step; no author writes such an id

/**
 * What a view needs: the run, what is known, the words, the name of the reader's own role, and
 * how to tell what happened. `now` is the run as it became since, `all` the same with what is done at
 * the same time, of which `member` is one; `asked` what is only needed where a procedure asks for more
 * than doing, and extras.js where it has what only some have; `others` whether the run is of another
 * role.
 * @typedef {typeof import("./asked.js") & Partial<Omit<typeof import("./extras.js"), keyof typeof import("./asked.js")>>} Asked
 * @typedef {{run: Run, now: () => Run, all: () => Run, member?: number, asked: Asked | null, others: boolean, books: Books, words: Words, send: (what: import("./model.js").What) => void,
 *   say: (words: string) => void, mine: string, next: () => void, ask: (name: "note" | "deviate" | "trouble" | "stop") => void}} Desk
 */

/**
 * The step a run is at, or the choice where nothing says what follows.
 * @param {Desk} desk
 */
export function stepView(desk) {
  const step = stepOf(desk.run, desk.books);
  return [...(step ? stepParts(desk, step) : choiceParts(desk)), bar(desk, step)];
}

/** Shows a text with its numbers and addresses as links, and what was written down; on a button (`bare`)
 * there are no links. @typedef {(text: string, bare?: boolean) => Part[]} Dial
 * @param {Desk} desk @param {Book} book @returns {Dial} */
export function dialler(desk, book) {
  return (text, bare) => {
    const parts = desk.asked?.mentioned?.(desk, book, text, bare);
    return bare ? [make("span", {}, parts ?? text)] : parts ?? dialled(text, book.dials);
  };
}

/** @param {Desk} desk @param {Step} step @returns {Part[]} */
export function stepParts(desk, step) {
  const { run, books, words, asked } = desk;
  const book = bookOf(run, books);
  const visit = visitOf(run);
  const round = run.visits.filter((one) => one.procedure === book.id && one.step === step.id && one.how !== "back").length;
  const dial = dialler(desk, book);
  const critical = step.key_points?.filter((point) => point.critical);
  return [
    make("p", { class: "sop-run__place" }, fill(words["step-of"], { number: step.number, total: total(book) }),
      round > 1 && make("span", { class: "sop-run__round" }, fill(words.round, { count: round }))),
    make("h2", { class: "sop-run__title", tabindex: "-1" }, step.title),
    asked?.hazardsView(step.hazards, words, dial),
    // First, since the bar below may cover what comes later.
    ...(critical ?? []).map((point) => make("p", { class: "sop-critical" },
      make("span", { class: "sop-flag" }, words.critical), " ", make("strong", {}, dial(point.text)), reason(point, words, dial))),
    make("p", { class: "sop-run__who" }, make("strong", {}, step.role), own(step.role, desk),
      step.with && ` · ${words.with} ${step.with.join("、")}`, step.with?.map((role) => own(role, desk)),
      step.time_limit && make("span", {}, ` · ${step.frequency ? words.frequency : words.limit} `, make("strong", {}, step.time_limit))),
    others(desk, step, book),
    changed(run, book, step) && make("p", { class: "sop-run__changed" }, words["changed-now"]),
    visit.returned && make("p", { class: "sop-run__quiet" }, fill(words.returned, { end: asked?.said?.(run, visit.pieces) ?? visit.returned })),
    step.only_if && make("p", { class: "sop-run__quiet" }, words["only-if"], step.only_if.flatMap((one, at) => [at > 0 && words.or, ...dial(one)])),
    step.seldom && make("p", { class: "sop-run__quiet" }, words.seldom),
    visit.due !== undefined && clock(visit, words, { restart: step.since ? null : () => desk.send({ type: "clock" }), say: desk.say }),
    ...(asked?.above?.(desk, step) ?? []),
    step.flexibility && make("p", { class: "sop-run__quiet" }, words.flexibility[step.flexibility]),
    step === book.steps[0] && named(words.principles, list("ul", book.principles, dial)),
    named(words.receives, list("ul", step.receives, (one) => [...dial(one.item), fill(words["receives-from"], one)])),
    !step.readings?.some(({ id }) => id === CHOICE) && named(words.choices, list("ul", step.choices, dial)),
    named(words.do, list((step.actions?.length ?? 0) > 1 ? "ol" : "ul", step.actions, (one) => [
      one.when && make("span", { class: "sop-when" }, dial(one.when)), " ", ...(asked?.action?.(desk, one, dial) ?? dial(one.do))], "sop-run__do")),
    ...(asked?.beside?.(desk, step) ?? []),
    step.phrases && make("div", { class: "sop-say" }, make("h3", {}, words.say), list("ul", step.phrases, (one) => [
      make("span", { class: "sop-quote" }, "“", dial(one.say), "”"),
      one.origin === "editorial" && make("span", { class: "sop-editorial" }, words.drafted), (one.role || one.when) && make("span", { class: "sop-cue" }, dial([one.role, one.when].filter(Boolean).join("：")))])),
    named(words.avoid, list("ul", step.avoid, (one) => [
      make("span", { class: "sop-no-go" }, dial(one.text)), one.instead && words.instead.split("{instead}").map((/** @type {string} */ part, /** @type {number} */ at) => [at > 0 && dial(one.instead ?? ""), part])])),
    named(words["key-points"], list("ul", step.key_points?.filter((point) => !point.critical), (point) => [
      point.kind !== "quality" && make("span", { class: `sop-kind sop-kind--${point.kind}` }, words.kinds[point.kind]), " ",
      ...dial(point.text), reason(point, words, dial)])),
    named(words.standards, list("ul", step.standards, dial)),
    ...(asked?.asking(desk, step) ?? []),
    ...waysOn(desk, step),
    more(step, words, dial, step === book.steps[0] ? [] : book.principles),
  ];
}

/** The sign of the reader's own role. @param {string} role @param {Desk} desk */
export function own(role, { mine, words }) {
  return role === mine && make("span", { class: "sop-badge sop-badge--mine" }, words.mine);
}

/** Says that a step is for others, where some steps of the procedure are one's own.
 * @param {Desk} desk @param {Step} step @param {Book} book */
function others({ mine, words }, { role, with: helpers = [] }, book) {
  const concerned = (/** @type {Step} */ one) => one.role === mine || one.with?.includes(mine);
  if (!mine || role === mine || helpers.includes(mine) || !book.steps.some(concerned)) return null;
  return make("p", { class: "sop-run__quiet" }, fill(words["not-mine"], { role, mine }));
}

/** What is looked up rather than read; what holds for all steps is read at the first.
 * @param {Step} step @param {Words} words @param {(text: string) => Part[]} dial @param {string[]} [principles] */
function more(step, words, dial, principles = []) {
  const link = (/** @type {{title: string, page: string}} */ one) => make("a", { href: one.page, target: "_blank", rel: "noopener" }, one.title);
  /** @type {[string, Part | Part[]][]} */
  const rows = [
    ...(step.records ?? []).map((one) => /** @type {[string, Part[]]} */ ([words.records, dial(one)])),
    ...[step.form ?? [], step.other_forms ?? []].flat().map((one) => /** @type {[string, Part]} */ ([words.form, link(one)])),
    ...(step.rules ?? []).map((one) => /** @type {[string, Part]} */ ([words.rules, link(one)])),
    ...(step.tools ?? []).map((one) => /** @type {[string, Part[]]} */ ([words.tools, dial(one)])),
    ...(step.errors ?? []).map((one) => /** @type {[string, Part[]]} */ ([words.errors, dial(one)])),
    ...(step.facts ?? []).map(({ name, texts }) => /** @type {[string, Part[]]} */ ([name, texts.flatMap(dial)])),
    ...principles.map((one) => /** @type {[string, Part[]]} */ ([words.principles, dial(one)])),
    ...(step.gaps ?? []).map((one) => /** @type {[string, Part[]]} */ ([words.gaps, dial(one)])),
    ...(step.not_covered ? [/** @type {[string, Part]} */ ([words["not-covered"], step.not_covered.join("、") + words["ask-lead"]])] : []),
  ];
  return rows.length > 0 && make("dl", { class: "sop-run__more" }, rows.map(([name, value]) => (
    make("div", {}, make("dt", {}, name), make("dd", {}, value)))));
}

/** @param {Desk} desk @returns {Part[]} */
function choiceParts(desk) {
  const { run, books, words } = desk;
  const book = bookOf(run, books);
  const open = new Set(choices(run, books));
  const left = new Set(remaining(run, books));
  const steps = book.steps.filter((step) => open.has(step.id));
  const button = (/** @type {string} */ id, /** @type {Part[]} */ parts, done = false) => (
    make("button", { type: "button", class: `sop-run__way${done ? " sop-run__way--done" : ""}`, onclick: () => on(desk, null, { type: "choose", target: id }) }, parts));
  const lost = book.order === "sequence" && steps.length > 0, dial = dialler(desk, book);
  return [
    make("h2", { class: "sop-run__title", tabindex: "-1" }, book.order === "any" ? words["any-order"] : words["choose-next"]),
    lost && make("p", { class: "sop-run__changed" }, words.lost),
    make("div", { class: "sop-run__ways" }, steps.map((step) => {
      const done = book.order === "any" && !left.has(step);
      return button(step.id, [`${step.number} ${step.title}`, done && make("small", {}, `✓ ${words["part-done"]}`)], done);
    }), book.ends.map((end) => button(end.id, [make("span", {}, words["end-with"].split("{text}").flatMap((/** @type {string} */ part, /** @type {number} */ at) => [at > 0 && dial(end.text, true)[0], part]))], left.size > 0))),
  ];
}

/** What a step leads to beside the next one: answers, a procedure to call, one to start beside it.
 * @param {Desk} desk @param {Step} step @returns {Part[]} */
function waysOn(desk, step) {
  const { words, send } = desk, dial = dialler(desk, bookOf(desk.run, desk.books));
  return [
    step.starts && make("p", {}, `${words.starts} `,
      make("a", { href: `?p=${step.starts.id}`, target: "_blank", rel: "noopener" }, step.starts.title)),
    step.use && called(step.use, words, send),
    step.ways && make("div", { class: "sop-run__ways", role: "group", "aria-labelledby": "sop-run-question" },
      make("p", { id: "sop-run-question", class: "sop-run__question" }, dial(step.question ?? "")),
      step.ways.map((way, index) => make("button", { type: "button", class: "sop-run__way", onclick: () => on(desk, step, { type: "answer", index }) }, dial(way.answer, true)))),
  ];
}

/** Go on, unless something is to be asked before. @param {Desk} desk @param {Step | null} step @param {import("./model.js").What} what */
export function on(desk, step, what) {
  if (!desk.asked?.held(desk, step, what)) desk.send(what);
}

/** What was written down at this step; whoever wrote it must see that it is there.
 * @param {Run} run @param {Words} words @returns {string[]} */
export function told(run, words) {
  const visit = visitOf(run);
  return [...deviationsOf(visit, words), ...visit.exceptions.map((one) => fill(words["met-exception"], one)),
    ...(visit.note ? [fill(words.noted, { note: visit.note })] : [])];
}

/** What stays at hand below: on, back, and what is rarely needed.
 * @param {Desk} desk @param {Step | null} step */
function bar(desk, step) {
  const { run, books, words, send } = desk;
  const end = bookOf(run, books).ends.find((one) => one.id === step?.next);
  const label = end ? fill(words[end.to ? "finish-to" : "finish"], { title: end.to?.title }) : step?.repeat?.each ? words.repeat.all : words.next;
  return make("div", { class: "sop-run__bar" },
    step && list("ul", told(run, words), (one) => one, "sop-run__told"),
    step && !step.ways && make("button", { type: "button", class: "sop-run__next", onclick: () => on(desk, step, { type: "next" }) }, label),
    make("div", { class: "sop-run__others" },
      make("button", { type: "button", class: "sop-run__small", onclick: () => send({ type: "back" }), disabled: run.trail.length < 2 }, words.back),
      step && asides(desk, step)));
}

/** What is rarely needed at a step; of several at the same time, with its number.
 * @param {Desk} desk @param {Step} step */
export function asides({ ask, member, words, send }, { number, seldom, ways }) {
  return /** @type {const} */ (["idle", "note", "trouble", "deviate"]).map((name) => ((name !== "idle" || (seldom && !ways))
    && make("button", { type: "button", class: "sop-run__small", onclick: () => (name === "idle" ? send({ type: name }) : ask(name)) }, `${member === undefined ? "" : `${number} `}${words[name]}`)));
}

/** @param {import("./model.js").Other} other @param {Words} words @param {Desk["send"]} send */
function called(other, words, send) {
  return make("div", { class: "sop-run__ways" }, make("p", { class: "sop-run__quiet" }, words.called),
    make("button", { type: "button", class: "sop-run__way", onclick: () => send({ type: "call" }) }, fill(words.call, other)));
}

/** @param {{reason?: {text: string, origin: string}}} point @param {Words} words @param {(text: string) => Part[]} dial */
function reason({ reason: why }, words, dial) {
  if (!why) return null;
  return make("span", { class: "sop-reason" }, `${words.reason}：`, dial(why.text),
    why.origin === "editorial" && make("span", { class: "sop-editorial" }, words.editorial));
}

/** @param {string} name @param {HTMLElement | null} content */
function named(name, content) {
  return content && make("div", { class: "sop-run__part" }, make("h3", {}, name), content);
}

/** How many steps people count: branches (3a, 3b) and what is done at the same time (3.1, 3.2) do not
 * add up. @param {Book} book */
function total(book) {
  return new Set(book.steps.map((step) => parseInt(step.number, 10))).size;
}

/** A text with its phone numbers and addresses as links.
 * @param {string} text @param {import("./model.js").Dials} [dials] @returns {Part[]} */
export function dialled(text, dials) {
  return pieces(text, dials).map(([shown, href]) => linked(shown, href));
}

/** Only to telephones and to pages, whatever the data say. @param {string} shown @param {string} [href] @returns {Part} */
export function linked(shown, href = "") {
  return /^(tel:|https:)/.test(href) ? make("a", { href, ...(href[0] === "h" && { target: "_blank", rel: "noopener" }) }, shown) : shown;
}
