// @ts-check
/** The result of a drill in words. Pure; who learned is passed in and kept nowhere. */

import { fill, moment } from "../lib/text.js";
import { span } from "../run/clock.js";
import { plays } from "./model.js";
import { playText } from "./play.js";
import { found, score } from "./state.js";
/** @typedef {import("./model.js").Session} Session */
/** @typedef {import("./screen.js").Words} Words */

const MINUTE = 60_000;

/** 10/24（41%） · 没通过. @param {Session} session @param {Words} words */
export function outcome(session, words) {
  const now = score(session);
  const points = `${words.score} ${fill(words.points, now)}${now.most ? fill(words.percent, now) : ""}`;
  const passed = now.passed === null ? "" : now.passed ? words.passed : words.failed;
  return [points, passed].filter(Boolean).join(" · ");
}

/** What counts beside it, and from which mark on it is a pass. @param {Session} session @param {Words} words */
export function wentHow(session, words) {
  const mark = session.drill.pass_mark;
  return [fill(words.counts, score(session)), mark === undefined ? words["no-mark"] : fill(words.mark, { mark })].join(" · ");
}

/** @param {Session} session @param {Words} words */
function took({ spent, drill }, words) {
  if (!spent) return words["not-timed"];
  const over = drill.minutes === undefined ? 0 : spent - drill.minutes * MINUTE;
  return [
    span(Math.floor(spent / 1000) * 1000, words),
    drill.minutes !== undefined && fill(words.minutes, { minutes: drill.minutes }),
    over > 0 && fill(words["over-by"], { time: span(Math.ceil(over / 1000) * 1000, words) }),
  ].filter(Boolean).join(" · ");
}

/** @param {Session} session @param {Words} words @returns {[string, string][]} */
export function facts(session, words) {
  const { head, drill } = session, names = words.facts;
  return [
    [names.procedure, `${head.number} ${head.title} · ${fill(words.revision, head)}`],
    .../** @type {[string, string][]} */ (head.badges.length ? [[names.status, head.badges.join("、")]] : []),
    ...(drill.title === head.title ? [] : [/** @type {[string, string]} */ ([names.drill, drill.title])]),
    [words.trainees, drill.trainees.join("、")],
    [names.when, moment(session.started).slice(0, 16)],
    [words.time, took(session, words)],
    .../** @type {[string, string][]} */ (head.code ? [[names.code, head.code]] : []),
  ];
}

/** @param {Session} session @param {Words} words */
export function playedOf(session, words) {
  const all = plays(session);
  return session.played.flatMap((key) => all.filter((one) => one.key === key)).map((one) => playText(one, words));
}

/** 【关键】第2步 报警：先拨 119. @param {ReturnType<typeof found>[number]} one @param {Words} words */
export function lineOf({ step, criterion }, words) {
  const { kind, texts, safety } = criterion;
  const what = kind === "step" ? "" : `：${texts.join(` ${words.or} `)}${kind === "avoid" ? words.unseen : ""}`;
  return `【${words.kinds[kind]}${safety ? `·${words.safety}` : ""}】${fill(words.step, step)}${what}`;
}

/** All of it as plain text. @param {Session} session @param {Words} words @param {string} learner */
export function resultText(session, words, learner) {
  const [missed, open, played] = [found(session, "missed"), found(session, undefined), playedOf(session, words)];
  const group = (/** @type {string} */ name, /** @type {string[]} */ lines) => (lines.length ? [name, ...lines.map((line) => `- ${line}`)] : []);
  return [
    words.result, outcome(session, words), wentHow(session, words),
    ...(learner ? [`${words.facts.learner}：${learner}`] : []),
    ...facts(session, words).map(([name, said]) => `${name}：${said}`),
    ...(missed.length ? group(words["missed-first"], missed.map((one) => lineOf(one, words))) : [words["missed-none"]]),
    ...group(words["open-left"], open.map((one) => lineOf(one, words))),
    ...group(words.played, played),
    ...group(words.note, session.note.trim() ? [session.note.trim()] : []),
  ].join("\n");
}
