// @ts-check
/** The result of a drill in words. Pure; who learned is passed in and kept nowhere. */

import { fill, moment } from "../lib/text.js";
import { span } from "../run/clock.js";
import { answeredAway, isTrouble, plays } from "./model.js";
import { playText } from "./play.js";
import { found, score, troubled, verdictOf } from "./state.js";
/** @typedef {import("./model.js").Session} Session */
/** @typedef {import("./screen.js").Words} Words */
/** @typedef {ReturnType<typeof found>["other"][number]} Found */

const MINUTE = 60_000;

/** What counts before anything else: what is critical and was missed, then what of it nobody judged; that
 * all of it was met, or none of it came up; nothing where there is none. @param {Session} session @param {Words} words
 * @returns {{said: string, own: Found[]}[]} */
export function critical(session, words) {
  const [missed, open, met, na] = [found(session, "missed"), found(session, undefined), found(session, "met"), found(session, "na")].map((one) => one.critical);
  const failed = [{ name: "critical-missed", own: missed }, { name: "critical-open", own: open }].filter(({ own }) => own.length);
  if (failed.length) return failed.map(({ name, own }) => ({ said: fill(words[name], { count: own.length }), own }));
  return met.length + na.length ? [{ said: words[met.length ? "critical-met" : "critical-none"], own: [] }] : [];
}

/** 做到 10/12（83%） · 通过. No mark passes where anything critical was missed.
 * @param {Session} session @param {Words} words */
export function outcome(session, words) {
  const now = score(session);
  if (!now.counted) return words["none-judged"];
  const verdict = now.passed === null ? "" : now.passed ? words.passed : words.failed;
  const open = now.open > 0 && session.drill.pass_mark === undefined && fill(words["still-open"], { count: now.open });
  return [`${fill(words.points, now)}${fill(words.percent, now)}`, open, verdict].filter(Boolean).join(" · ");
}

/** What counts beside it, and from which mark on it is a pass. @param {Session} session @param {Words} words */
export function wentHow(session, words) {
  const mark = session.drill.pass_mark;
  const { every, met, missed, open } = troubled(session);
  const besides = every.length > 0 && fill(words["counts-troubles"], { met: met.length, missed: missed.length, open: open.length });
  return [fill(words.counts, score(session)), besides, mark === undefined ? words["no-mark"] : fill(words.mark, { mark })].filter(Boolean).join(" · ");
}

/** What comes after what is critical: how many troubles were not met, and which; "" and none if all were.
 * @param {Session} session @param {Words} words @returns {{said: string, lines: string[]}} */
export function unmet(session, words) {
  const lines = troubled(session).missed.map((one) => playText(one, words));
  return { said: lines.length ? fill(words["troubles-missed"], { count: lines.length }) : "", lines };
}

/** Whether nothing was missed: somebody judged all of it, and whatever was played. @param {Session} session */
export function flawless(session) {
  const { counted, missed, open } = score(session), own = troubled(session);
  return counted > 0 && !missed && !open && !own.missed.length && !own.open.length;
}

/** The steps to which what was answered does not lead. @param {Session} session @param {Words} words */
export function goneOf(session, words) {
  return session.drill.steps.flatMap((step) => {
    const way = step.criteria.length ? answeredAway(session, step.id)?.way : undefined;
    return way ? [fill(words["gone-step"], { step: fill(words.step, step), answer: way.answer })] : [];
  });
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
  const played = playedOf(session, ["situations"]).map((one) => one.text ?? "");
  const begun = played.length || (drill.situation?.length ?? 0) !== 1 ? played : drill.situation ?? [];
  return [
    [names.procedure, `${head.number} ${head.title} · ${fill(words.revision, head)}`],
    .../** @type {[string, string][]} */ (head.badges.length ? [[names.status, head.badges.join("、")]] : []),
    ...(drill.title === head.title ? [] : [/** @type {[string, string]} */ ([names.drill, drill.title])]),
    [drill.bodies ? words["trainees-bodies"] : words.trainees, drill.trainees.join("、")],
    .../** @type {[string, string][]} */ (begun.length ? [[words.situation, begun.join(` ${words.or} `)]] : []),
    [names.when, moment(session.started).slice(0, 16)],
    [words.time, took(session, words)],
    .../** @type {[string, string][]} */ (head.code ? [[names.code, head.code]] : []),
  ];
}

/** What was played, as it came. @param {Session} session @param {import("./model.js").Play["kind"][]} kinds */
function playedOf(session, kinds) {
  const all = plays(session).filter((one) => kinds.includes(one.kind));
  return session.played.flatMap((key) => all.filter((one) => one.key === key));
}

/** 患者有其他问题咨询 —— 做到. @param {Session} session @param {Words} words */
export function troublesOf(session, words) {
  return playedOf(session, ["exceptions", "branches", "cases", "handed", "readings"]).map((one) => {
    const verdict = verdictOf(session, one.key), judged = verdict ? words.verdicts[verdict] : words.unjudged;
    return playText(one, words) + (isTrouble(one) ? ` —— ${judged}` : "");
  });
}

/** 【关键】第2步 报警：先拨 119. @param {Found} one @param {Words} words */
export function lineOf({ step, criterion }, words) {
  const { kind, texts, safety, when, aside = "" } = criterion;
  const what = kind === "step" ? "" : `：${when ? `${when}：` : ""}${texts.join(` ${words.or} `)}${aside}${kind === "avoid" ? words.unseen : ""}`;
  const named = [words.kinds[kind], safety && words.safety].filter(Boolean).join("·");
  return `${named && `【${named}】`}${fill(words.step, step)}${what}`;
}

/** All of it as plain text. @param {Session} session @param {Words} words @param {string} learner */
export function resultText(session, words, learner) {
  const [missed, open] = [found(session, "missed"), found(session, undefined)];
  const group = (/** @type {string} */ name, /** @type {string[]} */ lines) => (lines.length ? [name, ...lines.map((line) => `- ${line}`)] : []);
  const judged = (/** @type {string} */ name, /** @type {Found[]} */ own) => group(name, own.map((one) => lineOf(one, words)));
  const failed = unmet(session, words);
  return [
    words.result, ...critical(session, words).flatMap(({ said, own }) => [said, ...own.map((one) => `- ${lineOf(one, words)}`)]),
    ...group(failed.said, failed.lines), outcome(session, words), wentHow(session, words),
    ...(learner ? [`${words.facts.learner}：${learner}`] : []),
    ...facts(session, words).map(([name, said]) => `${name}：${said}`),
    ...judged(words["missed-other"], missed.other), ...(flawless(session) ? [words["missed-none"]] : []),
    ...judged(words["open-left"], open.other), ...group(words["gone-steps"], goneOf(session, words)),
    ...group(words.played, troublesOf(session, words)),
    ...group(words.note, session.note.trim() ? [session.note.trim()] : []),
  ].join("\n");
}
