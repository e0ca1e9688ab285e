// @ts-check
/** How a run or a called procedure ended, where its words name what was written down. */

import assert from "node:assert/strict";
import { test } from "node:test";

import * as asked from "../../../generators/sop_handbook/theme/docs/assets/run/asked_record.js";
import { csv, ending, json, remarksOf } from "../../../generators/sop_handbook/theme/docs/assets/run/record.js";
import { kept, said } from "../../../generators/sop_handbook/theme/docs/assets/run/said.js";
import { isRun } from "../../../generators/sop_handbook/theme/docs/assets/run/shape.js";
import { act, begin } from "../../../generators/sop_handbook/theme/docs/assets/run/state.js";
import { book, step } from "./books.js";
import { words } from "./words.js";
/** @typedef {import("../../../generators/sop_handbook/theme/docs/assets/run/model.js").Run} Run */
/** @typedef {import("../../../generators/sop_handbook/theme/docs/assets/run/model.js").What} What */
/** @typedef {import("../../../generators/sop_handbook/theme/docs/assets/run/model.js").Reading} Reading */

/** @type {Reading} */
const heat = { id: "heat", label: "温度", kind: "number", unit: "℃" };
/** @type {Reading} */
const name = { id: "name", label: "姓名", kind: "text", personal: true };
const mentions = { "升到温度，关火": [["升到"], ["温度", "", "heat"], ["，关火"]], 交给姓名: [["交给"], ["姓名", "", "name"]] };
/** @type {import("../../../generators/sop_handbook/theme/docs/assets/run/model.js").Books} */
const books = {
  outer: book("outer", [step("a", { use: { id: "inner", title: "流程inner" }, next: "b" }), step("b", { next: "done" })],
    { mentions: { 交给姓名: mentions.交给姓名 }, ends: [{ id: "done", text: "交给姓名" }] }),
  inner: book("inner", [step("x", { next: "done" })], { mentions, ends: [{ id: "done", text: "升到温度，关火" }] }),
};
const more = { ...asked, said };

/** @param {Run} run @param {What} event @returns {Run} */
function after(run, event) {
  return kept(run, act(run, books, { ...event, at: run.seen + 1000 }), books);
}

/** @param {Run} run @param {Reading} of @param {string[]} values @returns {Run} */
function with_(run, of, ...values) {
  const last = /** @type {import("../../../generators/sop_handbook/theme/docs/assets/run/model.js").Visit} */ (run.visits.at(-1));
  return { ...run, visits: [...run.visits.slice(0, -1), { ...last, readings: values.map((value) => ({ of, value, at: 1 })) }] };
}

const inside = with_(after(begin(books, "outer", "r1", 1000), { type: "call" }), heat, "20", "-80");

test("how a called procedure ended is told with the value that was written down last, without its data", () => {
  const back = after(inside, { type: "next" });
  const visit = back.visits[back.visits.length - 1];
  assert.ok(isRun(back, back.version));
  assert.deepEqual(remarksOf(visit, words, back, more), ["回来（升到温度 −80 ℃，关火）"]);
  assert.deepEqual(remarksOf(visit, words, back), ["回来（升到温度，关火）"]);
});

test("how a run ended is told likewise everywhere; what was not written down is not made up", () => {
  const alone = with_(begin(books, "inner", "r2", 1000), heat, "65");
  const done = after(alone, { type: "next" });
  assert.equal(ending(done, words, more), "升到温度 65 ℃，关火");
  assert.ok(csv(done, words, more).includes("升到温度 65 ℃，关火"));
  assert.equal(JSON.parse(json(done, more)).outcome.text, "升到温度 65 ℃，关火");
  const without = after(begin(books, "inner", "r3", 1000), { type: "next" });
  assert.equal(ending(without, words, more), "升到温度，关火");
});

test("what is personal is in no outcome, and an end that is taken back is forgotten", () => {
  const last = after(after(inside, { type: "next" }), { type: "next" });
  const named = with_(last, name, "张三");
  const done = after(named, { type: "next" });
  assert.equal(ending(done, words, more), "交给姓名");
  assert.ok(!JSON.stringify(done.outcome).includes("张三"));
  assert.equal(after(done, { type: "back" }).outcome, null);
});
