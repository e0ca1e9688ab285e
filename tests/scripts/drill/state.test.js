// @ts-check
/** A drill by the clock, and what comes of it. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { reading } from "../../../generators/sop_handbook/theme/docs/assets/drill/clock.js";
import { byOthers, criteria, plays } from "../../../generators/sop_handbook/theme/docs/assets/drill/model.js";
import { critical, flawless, goneOf, lineOf, outcome, resultText, troublesOf } from "../../../generators/sop_handbook/theme/docs/assets/drill/report.js";
import { act, begin, elapsed, found, score, troubled, verdictOf } from "../../../generators/sop_handbook/theme/docs/assets/drill/state.js";
import { deck, words } from "./decks.js";

/** @typedef {import("../../../generators/sop_handbook/theme/docs/assets/drill/model.js").Session} Session */
/** @typedef {import("../../../generators/sop_handbook/theme/docs/assets/drill/model.js").Event} Event */

const begun = begin(deck, 0, "observer", "d1", 1000);

/** @param {Session} session @param {...Event} events */
function after(session, ...events) {
  return events.reduce((now, event) => act(now, event), session);
}

/** @param {string} key @param {any} verdict @returns {Event} */
function judge(key, verdict) {
  return { type: "judge", key, verdict, at: 5000 };
}

test("the clock counts what it ran, whenever it is looked at", () => {
  assert.equal(elapsed(begun, 9000), 0);
  const running = after(begun, { type: "start", at: 2000 });
  assert.equal(elapsed(running, 62_000), 60_000);
  assert.equal(elapsed(after(running, { type: "start", at: 50_000 }), 62_000), 60_000); // it runs already
  const paused = after(running, { type: "pause", at: 32_000 });
  assert.equal(elapsed(paused, 999_000), 30_000);
  const on = after(paused, { type: "pause", at: 40_000 }, { type: "start", at: 100_000 }, { type: "end", at: 110_000 });
  assert.equal(elapsed(on, 999_000), 40_000);
  assert.equal(on.ended, 110_000);
  assert.deepEqual(after(on, { type: "start", at: 120_000 }), on);
});

test("a clock of the device that was put back takes nothing away", () => {
  const paused = after(begun, { type: "start", at: 50_000 }, { type: "pause", at: 10_000 });
  assert.equal(elapsed(paused, 0), 0);
  assert.equal(elapsed(after({ ...paused, spent: 7000 }, { type: "start", at: 50_000 }), 1000), 7000);
});

test("what is allowed runs out, and is not asked for where the author does not say", () => {
  const running = after(begun, { type: "start", at: 0 });
  assert.deepEqual(reading(running, 30_000, words), { time: "30秒", rest: "还剩 1分30秒", over: false, left: 90_000, state: "走" });
  const late = reading(running, 125_000, words);
  assert.deepEqual([late.rest, late.over], ["超时 5秒", true]);
  const { minutes: _, ...free } = running.drill;
  assert.equal(reading({ ...running, drill: free }, 125_000, words).rest, "");
});

test("each criterion is judged by itself, and taken back", () => {
  const keys = criteria(begun.drill).map(({ key }) => key);
  assert.deepEqual(keys, ["look.0", "look.1", "look.2", "constructor.0", "constructor.1"]);
  const judged = after(begun, judge("look.0", "met"), judge("look.1", "missed"), judge("constructor.0", "na"));
  assert.deepEqual(judged.judged, { "look.0": "met", "look.1": "missed", "constructor.0": "na" });
  assert.deepEqual(after(judged, judge("look.0", null)).judged, { "look.1": "missed", "constructor.0": "na" });
  assert.equal(after(judged, judge("other.0", "met")), judged);
  assert.equal(after(judged, judge("__proto__", "met")), judged);
  assert.equal(after(judged, judge("look.0", "perhaps")), judged);
});

test("what does not apply is left out of the sum, and with a mark what nobody judged was not done", () => {
  const some = after(begun, judge("look.0", "met"), judge("look.1", "met"), judge("look.2", "missed"), judge("constructor.0", "na"));
  assert.deepEqual(score(some), { met: 2, missed: 1, na: 1, open: 1, counted: 3, most: 4, every: 5, judged: 4, percent: 50, passed: false });
  assert.equal(score(after(some, judge("constructor.1", "met"))).passed, true);
  const { pass_mark: _, ...unmarked } = some.drill;
  const free = score({ ...some, drill: unmarked });
  assert.deepEqual([free.most, free.percent, free.passed], [3, 66, null]); // of what was judged
  assert.equal(outcome({ ...some, drill: unmarked }, words), "做到2/3（66%） · 1条没判");
  const nothing = after(begun, ...criteria(begun.drill).map(({ key }) => judge(key, "na")));
  assert.deepEqual([score(nothing).most, score(nothing).percent, score(nothing).passed], [0, 0, null]);
});

test("a pass is told by the mark itself, not by what is left of it when rounded", () => {
  const drill = { ...begun.drill, pass_mark: 67, steps: [{ ...begun.drill.steps[0], criteria: begun.drill.steps[0].criteria.slice(0, 3) }] };
  const two = after({ ...begun, drill }, judge("look.0", "met"), judge("look.1", "met"));
  assert.deepEqual([score(two).percent, score(two).passed], [66, false]);
  assert.equal(score({ ...two, drill: { ...drill, pass_mark: 66 } }).passed, true);
});

test("nobody passes who missed anything critical, whatever the mark, nor before it is judged", () => {
  const easy = { ...begun, drill: { ...begun.drill, pass_mark: 50 } };
  const others = criteria(begun.drill).map(({ key }) => key).filter((key) => key !== "constructor.1").map((key) => judge(key, "met"));
  assert.equal(score(after(easy, ...others)).passed, false);
  assert.equal(score(after(easy, ...others, judge("constructor.1", "missed"))).passed, false);
  assert.equal(score(after(easy, ...others, judge("constructor.1", "na"))).passed, true);
  assert.equal(score(after(easy, ...others, judge("constructor.1", "met"))).passed, true);
  const saidOf = (/** @type {Session} */ session) => critical(session, words).map(({ said }) => said);
  const over = after(easy, ...others, judge("constructor.1", "missed"));
  assert.deepEqual(saidOf(over), ["关键漏1"]);
  assert.deepEqual(saidOf(after(easy, ...others)), ["关键没判1"]);
  const both = critical(after(begun, judge("constructor.1", "missed")), words); // what was missed is told apart from what nobody judged
  assert.deepEqual(both.map(({ said, own }) => [said, ...own.map((one) => one.key)]), [["关键漏1", "constructor.1"], ["关键没判1", "look.0"]]);
  assert.deepEqual(saidOf(after(easy, ...others, judge("constructor.1", "met"))), ["关键都做到"]);
  const spared = criteria(easy.drill).map((one) => judge(one.key, one.criterion.kind === "critical" ? "na" : "met"));
  assert.equal(score(after(easy, ...spared)).percent, 100);
  assert.equal(score(after(easy, ...spared)).passed, false); // nothing critical was rehearsed
  assert.deepEqual(saidOf(after(easy, ...spared)), ["关键没练到"]);
  assert.ok(!outcome(over, words).includes("· 通过"));
  assert.deepEqual(resultText(over, words, "").split("\n").slice(0, 3), ["结果", "关键漏1", "- 【关键】第2步 拉：拉住杆"]);
});

test("what nobody judged has no total", () => {
  assert.equal(outcome(begun, words), "没判");
  const nothing = after(begun, ...criteria(begun.drill).map(({ key }) => judge(key, "na")));
  assert.equal(outcome(nothing, words), "没判");
});

test("what others do is not judged", () => {
  const [look] = begun.drill.steps;
  const others = { ...look, id: "call", number: "3", criteria: [] };
  const drill = { ...begun.drill, steps: [...begun.drill.steps, others] };
  assert.equal(criteria(drill).length, criteria(begun.drill).length);
  assert.deepEqual([byOthers(look), byOthers(others)], [false, true]);
});

test("what was not done is told with the critical apart", () => {
  const all = after(begun, ...criteria(begun.drill).map(({ key }) => judge(key, "missed")));
  const { critical: grave, other } = found(all, "missed");
  assert.deepEqual([grave, other].map((own) => own.map(({ key }) => key)), [["look.0", "constructor.1"], ["look.1", "look.2", "constructor.0"]]);
  assert.deepEqual(found(all, undefined), { critical: [], other: [] });
  assert.deepEqual([...grave, ...other].map((one) => lineOf(one, words)), [
    "【关键·安全】第1步 看：先看水", "【关键】第2步 拉：拉住杆", "【要说】第1步 看：别动 或 我来了", "【不要】第1步 看：下水（没有算做到）", "【做了】第2步 拉",
  ]);
});

test("what was played is judged by itself, as long as it is played", () => {
  const on = { type: /** @type {const} */ ("play"), key: "trouble 0", on: true, at: 1 };
  assert.equal(after(begun, judge("trouble 0", "met")), begun);
  const met = after(begun, on, judge("trouble 0", "met"), judge("look.0", "met"));
  assert.equal(score(met).met, 1); // no point of the drill
  assert.deepEqual(troublesOf(met, words), ["任何一步：没有杆 —— 做到"]);
  const placed = { ...begun, head: { ...begun.head, troubles: [{ ...begun.head.troubles[0], at: ["1", "2"] }] } };
  assert.deepEqual(troublesOf(after(placed, on), words), ["第1、2步：没有杆 —— 没判"]);
  const off = after(met, { ...on, on: false });
  assert.deepEqual([off.played, off.judged], [[], { "look.0": "met" }]);
});

/** @param {string} key @param {boolean} [on] @returns {Event} */
function bring(key, on = true) {
  return { type: "play", key, on, at: 6000 };
}

test("a question has one answer, but for those after which it is asked again", () => {
  const both = after(begun, bring("way look.0"), judge("way look.0", "met"), bring("way look.1"));
  assert.deepEqual([both.played, both.judged], [["way look.1"], {}]);
  assert.deepEqual(after(begun, bring("way look.2"), bring("way look.0")).played, ["way look.2", "way look.0"]);
});

test("a step to which the answer does not lead does not apply, unless somebody saw it done", () => {
  const met = after(begun, judge("constructor.0", "met"), judge("constructor.1", "missed"), bring("way look.1"));
  assert.deepEqual(["constructor.0", "constructor.1", "look.0"].map((key) => verdictOf(met, key)), ["na", "na", undefined]);
  assert.deepEqual([score(met).met, score(met).na, score(met).open], [0, 2, 3]);
  assert.deepEqual(goneOf(met, words), ["第2步 拉（没有）"]);
  assert.ok(resultText(met, words, "").includes("没有走的\n- 第2步 拉（没有）"));
  const walked = after(met, { type: "walk", step: "constructor", on: true, at: 1 });
  assert.deepEqual([score(walked).met, score(walked).missed, goneOf(walked, words)], [1, 1, []]);
  assert.equal(score(after(walked, { type: "walk", step: "constructor", on: false, at: 1 })).na, 2);
  assert.equal(after(met, { type: "walk", step: "other", on: true, at: 1 }), met);
  assert.equal(score(after(met, bring("way look.0"))).met, 1); // judged again as it was
  assert.equal(score(after(met, bring("way look.2"))).na, 0); // asked twice: it may have been done before
});

test("nothing is called flawless where a trouble was not met, or anything was not judged", () => {
  const all = after(begun, ...criteria(begun.drill).map(({ key }) => judge(key, "met")));
  assert.ok(flawless(all) && !flawless(begun));
  assert.ok(!flawless(after(all, judge("look.1", null))));
  const on = after(all, bring("trouble 0"), bring("reading constructor.0"));
  assert.ok(!flawless(on));
  assert.deepEqual([troubled(on).every.length, troubled(on).open.length], [2, 2]);
  const failed = after(on, judge("trouble 0", "missed"), judge("reading constructor.0", "met"));
  const told = resultText(failed, words, "").split("\n");
  assert.ok(!told.includes("都做到了"));
  assert.deepEqual(told.slice(0, 5), ["结果", "关键都做到", "难题没做到1", "- 任何一步：没有杆", "做到5/5（100%） · 再练"]);
  assert.ok(resultText(after(failed, judge("trouble 0", "met")), words, "").includes("都做到了"));
});

test("whatever the mark, nobody passes who did not meet a trouble, and what is no trouble is not judged so", () => {
  const all = after(begun, ...criteria(begun.drill).map(({ key }) => judge(key, "met")), bring("case look.0"), bring("hand look.0"));
  assert.deepEqual([score(all).passed, troubled(all).every.length], [true, 0]);
  assert.deepEqual(troublesOf(all, words), ["第1步 看：水急", "第1步 看：给救生圈"]);
  const on = after(all, bring("trouble 0"));
  assert.deepEqual([on, after(on, judge("trouble 0", "missed")), after(on, judge("trouble 0", "met"))].map((one) => score(one).passed), [false, false, true]);
  assert.equal(score({ ...after(on, judge("trouble 0", "missed")), drill: { ...on.drill, pass_mark: undefined } }).passed, null);
});

test("what others decide or handle is played and counts for nobody", () => {
  const [drill] = deck.drills, [look, ...rest] = drill.steps;
  const own = { ...deck, drills: [{ ...drill, told: [0], steps: [{ ...look, asked: true }, ...rest] }] };
  const on = after(begin(own, 0, "observer", "d1", 1000), { type: "play", key: "trouble 0", on: true, at: 1 },
    { type: "play", key: "way look.1", on: true, at: 1 }, { type: "play", key: "reading constructor.0", on: true, at: 1 });
  assert.deepEqual(on.played, ["trouble 0", "way look.1", "reading constructor.0"]);
  assert.deepEqual(troubled(on).every.map(({ key }) => key), ["reading constructor.0"]);
  assert.equal(verdictOf(on, "constructor.0"), "na"); // where the answer leads holds all the same
});

test("of several ways to begin one is played, and the result says which", () => {
  const drill = { ...begun.drill, situation: ["没有灯", "下雨"] };
  const play = (/** @type {number} */ at) => ({ type: /** @type {const} */ ("play"), key: `situation ${at}`, on: true, at });
  const both = after({ ...begun, drill }, play(0), play(1));
  assert.deepEqual(both.played, ["situation 1"]);
  const told = resultText(both, words, "");
  assert.ok(told.includes("情境：下雨") && !told.includes("没有灯"), told);
  assert.ok(resultText(begun, words, "").includes("情境：没有灯"));
  assert.ok(!resultText({ ...begun, drill }, words, "").includes("情境"));
});

test("every answer, trouble, case, thing handed over and reading with a way out can be played once", () => {
  const keys = plays(begun).map(({ key }) => key);
  assert.deepEqual(keys, ["way look.0", "way look.1", "way look.2", "trouble 0", "case look.0", "hand look.0", "reading constructor.0"]);
  const played = after(begun, { type: "play", key: "trouble 0", on: true, at: 1 }, { type: "play", key: "trouble 0", on: true, at: 2 },
    { type: "play", key: "way look.1", on: true, at: 3 }, { type: "play", key: "trouble 9", on: true, at: 4 });
  assert.deepEqual(played.played, ["trouble 0", "way look.1"]);
  assert.deepEqual(after(played, { type: "play", key: "trouble 0", on: false, at: 5 }).played, ["way look.1"]);
});

test("an end can be taken back, and the clock stands", () => {
  const over = after(begun, { type: "start", at: 0 }, { type: "end", at: 5000 });
  assert.equal(after(over, judge("look.0", "met")), over);
  const again = after(over, { type: "reopen", at: 9000 });
  assert.deepEqual([again.ended, again.since, again.spent], [undefined, undefined, 5000]);
  assert.equal(after(begun, { type: "reopen", at: 9000 }), begun);
});

test("a result as text says all of it, and names nobody unless told", () => {
  const over = after(begun, { type: "start", at: 0 }, judge("look.0", "missed"), judge("look.1", "met"), judge("look.2", "na"), judge("constructor.0", "met"),
    { type: "play", key: "way look.0", on: true, at: 1 }, { type: "play", key: "reading constructor.0", on: true, at: 2 },
    { type: "note", text: " 慢了 ", at: 3 }, { type: "end", at: 130_500 });
  assert.equal(outcome(over, words), "做到2/4（50%） · 再练");
  const text = resultText(over, words, "");
  for (const part of ["没做到1 不适用1 没判1 · 另：难题0/0/2 · 至少60%", "流程：R-1 救人 · 第2版", "演练：夜里", "岗位：救生员", "用时：2分10秒 · 最多2分钟 · 超时11秒",
    "关键漏1\n- 【关键·安全】第1步 看：先看水\n关键没判1\n- 【关键】第2步 拉：拉住杆\n做到2/4", "难题\n- 第1步 看：有人吗？有 —— 没判\n- 第2步 拉：水深超出（不超过 2m） —— 没判", "备注\n- 慢了"]) {
    assert.ok(text.includes(part), `${part}\n---\n${text}`);
  }
  assert.ok(!text.includes("学员"));
  assert.ok(resultText(over, words, "小李").includes("学员：小李"));
  assert.ok(resultText(begun, words, "").includes("用时：没有计时"));
});
