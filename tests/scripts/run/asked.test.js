// @ts-check
/** Things at hand, values and answers: what becomes of a run by them, and what its record tells. */

import assert from "node:assert/strict";
import { test } from "node:test";

import * as more from "../../../generators/sop_handbook/theme/docs/assets/run/asked_record.js";
import { answerOf, asked, astray, change, ending, entryOf, later, owed, pending, unanswered, unread, urgent } from "../../../generators/sop_handbook/theme/docs/assets/run/asked_state.js";
import { stepOf, visitOf } from "../../../generators/sop_handbook/theme/docs/assets/run/model.js";
import { DAY, clean, due, personal, wiped } from "../../../generators/sop_handbook/theme/docs/assets/run/personal.js";
import { csv, json, outcomeOf } from "../../../generators/sop_handbook/theme/docs/assets/run/record.js";
import { act, begin } from "../../../generators/sop_handbook/theme/docs/assets/run/state.js";
import { words } from "./words.js";
import { book, step } from "./books.js";
/** @typedef {import("../../../generators/sop_handbook/theme/docs/assets/run/model.js").Reading} Reading */
/** @typedef {import("../../../generators/sop_handbook/theme/docs/assets/run/model.js").Run} Run */
/** @typedef {import("../../../generators/sop_handbook/theme/docs/assets/run/model.js").What} What */

/** @type {Reading} */
const heat = { id: "heat", label: "温度", kind: "number", unit: "℃", limit: "不超过21℃", high: 21, do: "再冷", go: "again" };
/** @type {Reading} */
const phone = { id: "phone", label: "电话", kind: "text", personal: true };
const inner = book("inner", [step("x", { next: "done" })], { before: { parts: [{ part: "ppe", label: "个人防护", items: ["手套"] }] } });
const books = {
  inner,
  plain: book("plain", [
    step("a", { next: "b", seconds: 60, readings: [heat, phone], checks: [{ pause: "之前", items: [{ text: "好了吗？", asks: "护士", answers: ["是", "否"] }] }] }),
    step("b", { next: "done", use: { id: "inner", title: "流程inner" } }), step("again", { next: "a" }),
  ], { before: { parts: [{ part: "ppe", label: "个人防护", items: ["手套", "靴"] }, { part: "materials", label: "材料", items: ["冰"] }] } }),
};

/** @param {Run} run @param {...(What & {at: number})} events */
const after = (run, ...events) => events.reduce((now, event) => change(now, books, event) ?? act(now, books, event), run);
const begun = begin(books, "plain", "r1", 1000);
const KEY = "之前\n护士\n好了吗？";
/** @param {string} value @param {number} visit @param {number} at @returns {What & {at: number}} */
const wrote = (value, visit, at) => ({ type: "read", visit, of: heat, value, at });

test("before the first step things are ticked, and time begins when they are at hand", () => {
  assert.deepEqual(pending(begun, books)?.items.map(({ text }) => text), ["手套", "靴", "冰"]);
  const run = after(begun, { type: "tick", index: 1, on: true, at: 2000 }, { type: "tick", index: 0, on: true, at: 3000 },
    { type: "tick", index: 0, on: false, at: 4000 }, { type: "ready", at: 9000 });
  assert.equal(pending(run, books), null);
  assert.deepEqual(run.ready?.[0].items.map(({ at }) => at), [undefined, 2000, undefined]);
  assert.equal(visitOf(run).at, 9000);
  assert.equal(visitOf(run).due, 69_000);
  assert.equal(more.lacking(/** @type {any} */ (run.ready)[0], words), "没有备好：手套、冰");
  // Nobody asked: it is only known that it was not ticked.
  const urgent = change(begun, { ...books, plain: { ...books.plain, emergency: true } }, { type: "ready", at: 2000 });
  assert.equal(more.lacking(/** @type {any} */ (urgent?.ready)[0], words), "没有勾：手套、靴、冰");
});

test("a procedure that is called has its own things at hand, once for each call", () => {
  const called = after(begun, { type: "ready", at: 2000 }, { type: "next", at: 3000 }, { type: "call", at: 4000 });
  assert.equal(pending(called, books)?.procedure, "inner");
  const back = after(called, { type: "ready", at: 5000 }, { type: "next", at: 6000 });
  assert.equal(stepOf(back, books)?.id, "b");
  assert.equal(pending(back, books), null);
  assert.equal(pending(after(back, { type: "call", at: 7000 }), books)?.procedure, "inner");
});

test("a run that was begun before things were asked for is past that", () => {
  const old = act(begun, books, { type: "next", at: 2000 });
  assert.equal(pending(old, books), null);
  assert.equal(pending(act(old, books, { type: "back", at: 3000 }), books), null);
});

test("a value is kept with its time, changed, and taken back", () => {
  const read = (/** @type {string} */ value, /** @type {number} */ at) => (/** @type {const} */ ({ type: "read", visit: 0, of: heat, value, at }));
  const run = after(begun, read("25", 2000));
  assert.deepEqual(entryOf(run, heat), { of: heat, value: "25", at: 2000, out: true });
  assert.equal(entryOf(after(run, read("20", 3000)), heat)?.out, undefined);
  const cleared = after(run, read("", 3000));
  assert.equal(entryOf(cleared, heat)?.value, undefined);
  assert.deepEqual(unread(cleared, /** @type {any} */ (stepOf(run, books))).map(({ id }) => id), ["heat", "phone"]);
  assert.deepEqual(more.linesOf(cleared.visits[0], words), []); // and the record tells nothing of it
  assert.deepEqual(more.visitData(cleared.visits[0], true), {});
});

test("out of bounds leads where the author says, and the visit tells why it was left", () => {
  const run = after(begun, { type: "read", visit: 0, of: heat, value: "25", at: 2000 }, { type: "outside", id: "heat", at: 3000 });
  assert.equal(stepOf(run, books)?.id, "again");
  assert.equal(run.visits[0].how, "left");
  assert.equal(outcomeOf(run.visits[0], words), "超出：温度");
  assert.equal(run.visits[0].readings?.find(({ of }) => of.id === "phone")?.missing, "later"); // there is time
  const hurried = { ...books, plain: { ...books.plain, emergency: true } };
  const left = change(after(begun, { type: "read", visit: 0, of: heat, value: "25", at: 2000 }), hurried, { type: "outside", id: "heat", at: 3000 });
  assert.equal(left?.visits[0].readings?.find(({ of }) => of.id === "phone")?.missing, "none");
  const fine = after(begun, { type: "read", visit: 0, of: heat, value: "20", at: 2000 });
  assert.equal(after(fine, { type: "outside", id: "heat", at: 3000 }), fine);
  // In the next round the value is asked for again.
  assert.equal(entryOf(after(run, { type: "next", at: 4000 }), heat), undefined);
});

test("what is left out is told with its reason, and can be filled in later", () => {
  const left = after(begun, { type: "settle", missing: { heat: "later", phone: "na" }, at: 2000 }, { type: "next", at: 3000 });
  assert.deepEqual(left.visits[0].readings?.map(({ missing }) => missing), ["later", "na"]);
  assert.deepEqual(left.visits[0].answers?.map(({ answer }) => answer), [undefined]);
  assert.deepEqual(later(left).map(({ visit, entry }) => [visit, entry.of.id]), [[0, "heat"]]);
  const ended = after(left, { type: "next", at: 4000 });
  assert.ok(ended.outcome);
  const filled = after(ended, { type: "read", visit: 0, of: heat, value: "19", at: 5000 });
  assert.deepEqual(later(filled), []);
  assert.equal(filled.visits[0].readings?.[0].value, "19");
  const alien = { ...heat, id: "alien" };
  assert.equal(after(ended, { type: "read", visit: 0, of: alien, value: "1", at: 5000 }), ended);
});

test("who comes back finds what was written down, and is not asked again", () => {
  const run = after(begun, { type: "read", visit: 0, of: heat, value: "20", at: 2000 }, { type: "check", key: KEY, answer: "是", at: 2100 },
    { type: "settle", missing: { phone: "na" }, at: 2500 }, { type: "next", at: 3000 }, { type: "back", at: 4000 });
  const at = /** @type {any} */ (stepOf(run, books));
  assert.deepEqual(unread(run, at), []);
  assert.deepEqual(unanswered(run, books, at), []);
  assert.equal(answerOf(run, KEY)?.answer, "是");
});

const told = after(begun, { type: "tick", index: 0, on: true, at: 1500 }, { type: "ready", at: 1600 },
  { type: "read", visit: 0, of: heat, value: "25.5", at: 2000 }, { type: "read", visit: 0, of: phone, value: "=138001", at: 2100 },
  { type: "check", key: KEY, answer: "否", at: 2200 }, { type: "settle", missing: {}, at: 2400 }, { type: "next", at: 3000 }, { type: "next", at: 4000 });

test("the table and the data hold value, unit and time, and formulas stay text", () => {
  const table = csv(told, words, more).trim().split("\r\n").map((row) => row.split(","));
  assert.deepEqual(new Set(table.slice(1).map((row) => row.length)), new Set([19 + 6]));
  const line = (/** @type {string} */ text) => table.find((row) => row.includes(text))?.slice(-6) ?? [];
  assert.deepEqual([line("温度")[1], line("温度")[2], line("温度")[4]], ["25.5", "℃", "不超过21℃"]);
  assert.match(line("温度")[3], /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  assert.equal(line("电话")[1], "'=138001");
  assert.deepEqual(line("好了吗？").slice(0, 2), ["好了吗？", "否"]);
  assert.deepEqual([line("手套")[1], line("靴")[1]], ["备好", "没有备好"]);
  const data = JSON.parse(json(told, more));
  assert.deepEqual(data.path[0].readings.map((/** @type {any} */ one) => [one.id, one.value, one.unit, one.outside]), [["heat", 25.5, "℃", true], ["phone", "=138001", null, false]]);
  assert.equal(data.path[0].checks[0].answer, "否");
  assert.equal(data.before[0].items.length, 3);
});

test("a negative number stays a number in the table, and everything else that begins so is no formula", () => {
  const written = (/** @type {string} */ value) => {
    const run = after(begun, { type: "read", visit: 0, of: { id: "t", label: "冷库", kind: "text" }, value, at: 2000 });
    return csv(run, words, more).split("\r\n").find((row) => row.includes("冷库,"))?.split("冷库,")[1].split(",")[0];
  };
  for (const value of ["-18", "-0.3"]) assert.equal(written(value), value);
  for (const value of ["-1+2", "-A1", "+5", "=1", "-", "-1.", "--5", "@x", "-0.3 "]) assert.equal(written(value), `'${value}`);
});

test("what is personal is told to its own role only", () => {
  assert.ok(!csv(told, words, more, false).includes("138001"));
  assert.ok(!json(told, more, false).includes("138001"));
  const lines = more.linesOf(told.visits[0], words);
  assert.ok(!lines.some(({ value }) => value.includes("138001")));
  assert.ok(lines.some(({ secret }) => secret?.includes("138001")));
});

test("wiping leaves no trace of what is personal, and everything else", () => {
  assert.ok(personal(told));
  const gone = wiped(told);
  assert.ok(!JSON.stringify(gone).includes("138001"));
  assert.ok(JSON.stringify(gone).includes("25.5"));
  assert.ok(!personal(gone));
  assert.match(csv(gone, words, more), /电话,已删除/);
  assert.equal(JSON.parse(json(gone, more)).path[0].readings[1].deleted, true);
});

test("a window that still holds what another one wiped loses it with the next event", () => {
  assert.ok(personal(clean(told, told, due(told) - 1)));
  assert.ok(!personal(clean(told, wiped(told), 5000)));
  assert.ok(!personal(clean(told, told, told.started + DAY)));
  assert.ok(!personal(clean(told, null, told.started + DAY)));
});

test("what is damaged is wiped all the same", () => {
  for (const run of [null, 7, { visits: 7 }, { visits: [null, { readings: 7 }, { readings: [null, { of: { personal: true }, value: "x" }] }] }]) {
    assert.ok(!personal(wiped(/** @type {any} */ (run))), JSON.stringify(run));
  }
  assert.equal(due(/** @type {any} */ ({ started: "x" })), DAY);
});

test("what was taken back after coming back does not rise again", () => {
  const back = after(begun, wrote("20", 0, 2000), { type: "next", at: 3000 }, { type: "back", at: 4000 });
  assert.equal(entryOf(back, heat)?.value, "20");
  for (const run of [after(back, wrote("", 2, 5000)), after(back, wrote("19", 2, 5000), wrote("", 2, 6000))]) {
    assert.equal(entryOf(run, heat)?.value, undefined);
    assert.ok(unread(run, books.plain.steps[0]).includes(heat));
  }
});

test("what was written down before going back is there when one comes forward, however often", () => {
  const first = after(begun, { type: "choose", target: "x", at: 1 }, wrote("20", 0, 2000), { type: "next", at: 3000 });
  const loop = [{ type: "back", at: 4000 }, { type: "next", at: 5000 }];
  const twice = after(first, .../** @type {any[]} */ ([...loop, ...loop, { type: "back", at: 6000 }]));
  assert.equal(entryOf(twice, heat)?.value, "20");
  // At the second step, too, which was left by going back; but not in another round.
  const two = { ...books, plain: book("plain", [step("a", { next: "b" }), step("b", { next: "c", readings: [heat] }), step("c", { next: "a" })]) };
  const go = (/** @type {Run} */ run, /** @type {(What & {at: number})[]} */ ...events) => events.reduce((now, one) => change(now, two, one) ?? act(now, two, one), run);
  const typed = go(begin(two, "plain", "r", 1), { type: "next", at: 2 }, wrote("19", 1, 3));
  assert.equal(entryOf(go(typed, { type: "back", at: 4 }, { type: "next", at: 5 }), heat)?.value, "19");
  const round = go(typed, { type: "back", at: 4 }, { type: "next", at: 5 }, { type: "next", at: 6 }, { type: "next", at: 7 }, { type: "next", at: 8 });
  assert.equal(stepOf(round, two)?.id, "b");
  assert.equal(entryOf(round, heat), undefined);
});

test("a new edition moves no answer to another item, and judges values by its own limits", () => {
  const run = after(begun, { type: "check", key: KEY, answer: "是", at: 2000 }, wrote("20", 0, 2100), { type: "tick", index: 0, on: true, at: 2200 });
  const changed = structuredClone(books);
  const at = changed.plain.steps[0];
  /** @type {any} */ (at.checks)[0].items.unshift({ text: "禁食了吗？", asks: "护士", answers: ["是", "否"] });
  at.readings = [{ ...heat, high: 10, limit: "不超过10℃" }, phone];
  /** @type {any} */ (changed.plain.before?.parts)[0].items.unshift("护目镜");
  const now = act(run, changed, { type: "renew", at: 3000 });
  assert.deepEqual(unanswered(now, changed, at).map(({ text }) => text), ["禁食了吗？"]);
  assert.deepEqual(astray(now, at).map(({ id }) => id), ["heat"]);
  assert.deepEqual(pending(now, changed)?.items.map((one) => [one.text, one.at]), [["护目镜", undefined], ["手套", 2200], ["靴", undefined], ["冰", undefined]]);
  const settled = /** @type {Run} */ (change(now, changed, { type: "settle", missing: {}, at: 4000 }));
  assert.deepEqual(settled.visits[0].answers?.map(({ text, answer }) => [text, answer]), [["禁食了吗？", undefined], ["好了吗？", "是"]]);
  assert.deepEqual([settled.visits[0].readings?.[0].of.limit, settled.visits[0].readings?.[0].out], ["不超过10℃", true]);
  assert.deepEqual(astray(settled, at), []);
  // Another unit is another value: it is asked for, and what was written down stays in the record.
  at.readings = [{ ...heat, unit: "℉" }, phone];
  assert.deepEqual(unread(now, at).map(({ unit }) => unit), ["℉", undefined]);
  const both = /** @type {Run} */ (change(now, changed, { type: "settle", missing: {}, at: 4000 }));
  assert.deepEqual(both.visits[0].readings?.map(({ of, value, missing }) => [of.unit, value ?? missing]), [["℃", "20"], ["℉", "none"], [undefined, "none"]]);
  // What was known to be out of bounds is told again where the bounds are others.
  const known = after(begun, wrote("25", 0, 2000), { type: "settle", missing: {}, at: 2500 });
  assert.deepEqual(astray(known, books.plain.steps[0]), []);
  assert.equal(astray(known, { ...at, readings: [{ ...heat, high: 24, limit: "不超过24℃" }] }).length, 1);
});

test("whoever leaves aside from the usual way leaves word of what is not written down", () => {
  const aside = { ...books, plain: { ...books.plain, exceptions: [{ when: "停电", then: "转到", go: "again" }, { when: "慢", then: "照做" }],
    steps: books.plain.steps.map((one) => ({ ...one, exceptions: [0, 1] })) } };
  const left = change(after(begun, wrote("20", 0, 2000)), aside, { type: "exception", index: 0, at: 3000 });
  const jumped = change(after(begun, wrote("20", 0, 2000)), aside, { type: "deviate", kind: "jumped", to: "again", reason: "急", at: 3000 });
  for (const run of [left, jumped]) {
    assert.equal(run && stepOf(run, aside)?.id, "again");
    assert.deepEqual(run?.visits[0].readings?.map(({ value, missing }) => value ?? missing), ["20", "none"]);
    assert.deepEqual(run?.visits[0].answers?.map(({ answer }) => answer), [undefined]);
  }
  // Whoever stays has not left anything.
  for (const event of /** @type {(What & {at: number})[]} */ ([{ type: "exception", index: 1, at: 3000 }, { type: "deviate", kind: "differently", reason: "x", at: 3000 },
    { type: "deviate", kind: "jumped", to: "nowhere", reason: "x", at: 3000 }])) assert.equal(change(begun, aside, event), null);
});

test("nobody is held up in what an urgent procedure calls", () => {
  const called = after(begun, { type: "ready", at: 2000 }, { type: "next", at: 3000 }, { type: "call", at: 4000 });
  assert.equal(stepOf(called, books)?.id, "x");
  assert.equal(urgent(called, books), false);
  const hurried = { ...books, plain: { ...books.plain, emergency: true } };
  assert.equal(urgent(called, hurried), true);
  assert.equal(change(called, hurried, { type: "ready", at: 5000 })?.ready?.at(-1)?.rushed, true);
});

test("what was to be confirmed on a way that the run did not take is told at the end", () => {
  const check = { pause: "之后", of: ["a", "c"], items: [{ text: "净了吗？", answers: ["是", "否"] }] };
  const forked = { plain: book("plain", [step("a", { question: "要吗？", ways: [{ answer: "要", go: "c" }, { answer: "不要", go: "done" }] }), step("c", { next: "done", checks: [check] })]) };
  const run = begin(forked, "plain", "r", 1);
  assert.equal(ending(run, forked, { type: "answer", index: 0 }), false);
  assert.equal(ending(run, forked, { type: "answer", index: 1 }), true);
  assert.deepEqual(owed(run, forked).map(({ text }) => text), ["净了吗？"]);
  const settled = /** @type {Run} */ (change(run, forked, { type: "settle", missing: {}, ends: true, at: 2 }));
  assert.deepEqual(settled.visits[0].answers?.map(({ text, answer }) => [text, answer]), [["净了吗？", undefined]]);
  assert.deepEqual(owed(settled, forked), []);
  const there = act(run, forked, { type: "answer", index: 0, at: 3 });
  assert.deepEqual(owed(there, forked), []); // it is asked here
  assert.equal(asked(there, forked, forked.plain.steps[1]).length, 1);
});

test("where no order is set, a check is asked at the last of its steps, or told at the end", () => {
  const check = { pause: "之后", of: ["a", "b"], items: [{ text: "净了吗？", answers: ["是", "否"] }] };
  const loose = { plain: book("plain", [step("a", { checks: [check] }), step("b", { checks: [check] }), step("c")], { order: "any" }) };
  const go = (/** @type {Run} */ run, /** @type {(What & {at: number})[]} */ ...events) => events.reduce((now, one) => change(now, loose, one) ?? act(now, loose, one), run);
  const begun = go(begin(loose, "plain", "r", 1), { type: "choose", target: "b", at: 2 });
  const count = (/** @type {Run} */ run) => asked(run, loose, /** @type {any} */ (stepOf(run, loose))).length;
  assert.equal(count(begun), 0);
  const last = go(begun, { type: "next", at: 3 }, { type: "choose", target: "a", at: 4 });
  assert.equal(count(last), 1);
  const early = go(begun, { type: "next", at: 3 });
  assert.equal(ending(early, loose, { type: "choose", target: "done" }), true);
  assert.equal(owed(early, loose).length, 1);
  assert.equal(go(early, { type: "settle", missing: {}, ends: true, at: 5 }).visits[0].answers?.length, 1);
});
