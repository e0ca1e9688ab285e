// @ts-check
/** What is damaged is told from what is sound, whatever became of it. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { VERSION, atVisit, bookOf, choices, stepOf } from "../../../generators/sop_handbook/theme/docs/assets/run/model.js";
import { csv, json } from "../../../generators/sop_handbook/theme/docs/assets/run/record.js";
import { isBooks, isRun } from "../../../generators/sop_handbook/theme/docs/assets/run/shape.js";
import { act, begin } from "../../../generators/sop_handbook/theme/docs/assets/run/state.js";
import * as more from "../../../generators/sop_handbook/theme/docs/assets/run/asked_record.js";
import { sound } from "../../../generators/sop_handbook/theme/docs/assets/run/extras_shape.js";
import * as extra from "../../../generators/sop_handbook/theme/docs/assets/run/extras_state.js";
import { change, later, pending } from "../../../generators/sop_handbook/theme/docs/assets/run/asked_state.js";
import { words } from "./words.js";
import { book, step } from "./books.js";

const plain = book("plain", [
  step("a", { exceptions: [0], next: "b", actions: [{ do: "做" }], key_points: [{ text: "要", critical: true, kind: "safety" }] }),
  step("b", { question: "好了吗？", ways: [{ answer: "好了", go: "done" }] }),
], { exceptions: [{ when: "没电", then: "回到原步骤继续" }] });
const books = { plain };
const begun = begin(books, "plain", "r1", 1, { label: "3号桌" });
const met = act(begun, books, { type: "exception", index: 0, at: 2 });
const told = act(met, books, { type: "deviate", kind: "differently", reason: "急", at: 3 });
const asked = act(told, books, { type: "next", at: 4 });
const ended = act(asked, books, { type: "answer", index: 0, at: 5 });

/** @type {import("../../../generators/sop_handbook/theme/docs/assets/run/model.js").Reading} */
const heat = { id: "heat", label: "温度", kind: "number", unit: "℃", limit: "不超过21℃", high: 21, do: "再冷" };
const full = book("full", [step("a", { next: "done", hazards: [{ level: "danger", word: "危险", text: "烫" }], readings: [heat],
  checks: [{ pause: "之前", items: [{ text: "好了吗？", answers: ["是", "否"] }] }] })],
{ before: { hazards: [{ level: "danger", word: "危险", text: "烫" }], parts: [{ part: "ppe", label: "防护", items: ["手套"] }] } });
/** @type {(import("../../../generators/sop_handbook/theme/docs/assets/run/model.js").What & {at: number})[]} */
const said = [{ type: "tick", index: 0, on: true, at: 2 }, { type: "ready", at: 3 }, { type: "read", visit: 0, of: heat, value: "25", at: 4 },
  { type: "check", key: "0.0", answer: "是", at: 5 }];
const filled = said.reduce((now, event) => change(now, { full }, event) ?? now, begin({ full }, "full", "r2", 1));
const through = act(filled, { full }, { type: "next", at: 9 });

const group = ["b", "c"];
const rich = book("rich", [
  step("a", { next: "b", repeat: { times: 2 }, rules: [{ title: "表", page: "x", table: "t" }] }), step("b", { next: "c", group, repeat: { each: "每样" } }),
  step("c", { next: "d", group, pictures: [{ text: "图", width: 4, height: 3, sources: [{ address: "a.webp", width: 4 }], marks: [{ x: 0.5, y: 0.5, text: "角" }] }] }),
  step("d", { next: "a", seconds: 9, repeat: { most: 1, then: "done", to: "结束" }, since: { step: "a", at: "done", visit: "first" },
    actions: [{ do: "运行命令", run: "ls" }] }),
], { extras: true, schedule: ["每天"], mentions: { 写: [["写", "", "x"]] }, tables: { t: { title: "表", columns: ["甲"], rows: [["1"]] } } });
/** @type {(import("../../../generators/sop_handbook/theme/docs/assets/run/model.js").What & {at: number})[]} */
const done = [{ type: "round", at: 2 }, { type: "next", at: 3 }, { type: "round", name: "甲", member: 0, at: 4 }, { type: "next", member: 1, at: 5 },
  { type: "next", member: 0, at: 6 }, { type: "next", at: 7 }, { type: "round", at: 8 }, { type: "next", at: 9 }, { type: "back", at: 10 }];
const counted = done.slice(0, 3).reduce((now, event) => extra.change(now, { rich }, event, act), begin({ rich }, "rich", "r3", 1));
const around = done.slice(3).reduce((now, event) => extra.change(now, { rich }, event, act), counted);

/**
 * Every way to put something else, or nothing, in place of one part.
 * @param {any} whole @returns {Generator<{whole: any, where: string}>}
 */
function* spoilt(whole) {
  /** @param {any} part @param {string[]} way @returns {Generator<string[]>} */
  function* ways(part, way) {
    if (typeof part !== "object" || part === null) return;
    for (const name of Object.keys(part)) {
      yield [...way, name];
      yield* ways(part[name], [...way, name]);
    }
  }
  for (const way of ways(whole, [])) {
    for (const other of [undefined, null, 7, "x", true, [], {}, [null], [[]]]) {
      const copy = structuredClone(whole);
      const last = way.slice(0, -1).reduce((at, name) => at[name], copy);
      last[way[way.length - 1]] = other;
      yield { whole: JSON.parse(JSON.stringify(copy)), where: `${way.join(".")} = ${JSON.stringify(other)}` };
    }
  }
}

test("what we keep ourselves is sound", () => {
  for (const run of [begun, told, asked, ended, filled, through, counted, around]) assert.ok(isRun(JSON.parse(JSON.stringify(run)), VERSION));
  assert.ok(isBooks(JSON.parse(JSON.stringify({ ...books, full }))));
});

test("what is none of ours is not", () => {
  for (const other of [null, undefined, 7, "x", [], {}, { version: 1 }]) {
    assert.equal(isRun(other, VERSION), false);
    if (other && !(typeof other === "object" && !Object.keys(other).length)) assert.equal(isBooks(other), false);
  }
});

test("a run with any part spoilt is found damaged, or can be gone on with and written down", () => {
  let found = 0;
  for (const run of [told, ended]) {
    for (const { whole, where } of spoilt(run)) {
      if (!isRun(whole, VERSION)) {
        found += 1;
        continue;
      }
      assert.doesNotThrow(() => {
        csv(whole, words);
        json(whole);
        const now = act(whole, books, { type: "renew", at: 9 });
        if (bookOf(now, books)) [stepOf(now, books), choices(now, books), act(now, books, { type: "next", at: 9 }), act(now, books, { type: "back", at: 9 })];
      }, where);
    }
  }
  assert.ok(found > 200, String(found));
});

test("the same of what only some procedures have", () => {
  let found = 0;
  for (const run of [counted, around]) {
    for (const { whole, where } of spoilt(run)) {
      if (!isRun(whole, VERSION)) {
        found += 1;
        continue;
      }
      assert.doesNotThrow(() => {
        csv(whole, words, more);
        json(whole, more);
        for (const visit of whole.visits) more.linesOf(visit, words);
        if (!bookOf(whole, { rich })) return;
        [atVisit(whole), extra.ahead(whole, { rich }), extra.over(whole, { rich }), extra.groupOf(whole, { rich })];
        for (const event of [...done, { type: "renew", at: 11 }]) extra.change(whole, { rich }, /** @type {any} */ (event), act);
      }, where);
    }
  }
  assert.ok(found > 300, String(found));
});

test("data of what only some procedures have, spoilt, are found damaged, or can be gone by", () => {
  let found = 0;
  for (const { whole, where } of spoilt({ rich })) {
    if (!isBooks(whole) || !sound(whole) || !Object.hasOwn(whole, "rich")) {
      found += 1;
      continue;
    }
    assert.doesNotThrow(() => {
      const run = done.reduce((now, event) => extra.change(now, whole, event, act), begin(whole, "rich", "r4", 1));
      extra.ahead(run, whole);
    }, where);
  }
  assert.ok(found > 200, String(found));
});

test("the same of what was asked for", () => {
  let found = 0;
  for (const run of [filled, through]) {
    for (const { whole, where } of spoilt(run)) {
      if (!isRun(whole, VERSION)) {
        found += 1;
        continue;
      }
      assert.doesNotThrow(() => {
        csv(whole, words, more);
        json(whole, more);
        for (const visit of whole.visits) more.linesOf(visit, words);
        later(whole);
        if (bookOf(whole, { full })) [pending(whole, { full }), ...said.map((event) => change(whole, { full }, event))];
      }, where);
    }
  }
  assert.ok(found > 200, String(found));
});
