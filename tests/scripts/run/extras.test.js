// @ts-check
/** Steps at the same time, repeats, limits from elsewhere: what becomes of a run by them. */

import assert from "node:assert/strict";
import { test } from "node:test";

import * as more from "../../../generators/sop_handbook/theme/docs/assets/run/asked_record.js";
import { change as ask, entryOf, unread } from "../../../generators/sop_handbook/theme/docs/assets/run/asked_state.js";
import { sound } from "../../../generators/sop_handbook/theme/docs/assets/run/extras_shape.js";
import { ahead, alone, change, groupOf, over, short } from "../../../generators/sop_handbook/theme/docs/assets/run/extras_state.js";
import { atVisit, place, stepOf, visitOf } from "../../../generators/sop_handbook/theme/docs/assets/run/model.js";
import { act, begin } from "../../../generators/sop_handbook/theme/docs/assets/run/state.js";
import { words } from "./words.js";
import { book, step } from "./books.js";
/** @typedef {import("../../../generators/sop_handbook/theme/docs/assets/run/model.js").Run} Run */
/** @typedef {import("../../../generators/sop_handbook/theme/docs/assets/run/model.js").Books} Books */
/** @typedef {import("../../../generators/sop_handbook/theme/docs/assets/run/model.js").Step} Step */
/** @typedef {import("../../../generators/sop_handbook/theme/docs/assets/run/model.js").What} What */

/** @type {import("../../../generators/sop_handbook/theme/docs/assets/run/model.js").Reading} */
const heat = { id: "heat", label: "温度", kind: "number", unit: "℃", high: 21 };
const group = ["b", "c"];
const since = /** @type {const} */ ({ step: "a", at: "done", visit: "first" });
/** @type {Books} */
const books = {
  joint: book("joint", [
    step("a", { next: "b" }), step("b", { next: "c", group, exceptions: [0, 1], readings: [heat] }),
    step("c", { next: "d", group, exceptions: [0], use: { id: "inner", title: "流程inner" }, seconds: 60, since }),
    step("d", { next: "done", seconds: 600, since: { step: "a", at: "start", visit: "first" } }), step("mend", { next: "b" }),
  ], { exceptions: [{ when: "坏了", then: "修", go: "mend" }, { when: "停电", then: "回来" }] }),
  inner: book("inner", [step("x", { next: "y" }), step("y", { next: "done" })]),
  again: book("again", [
    step("a", { next: "b", repeat: { times: 3 }, readings: [heat] }), step("b", { next: "c", repeat: { each: "每一样" } }),
    step("c", { next: "a", repeat: { most: 2, then: "done", to: "到此结束" } }),
  ]),
};

/** @param {Run} run @param {...What} events each a second later */
function after(run, ...events) {
  return events.reduce((now, event, index) => change(now, books, { ...event, at: run.seen + (index + 1) * 1000 },
    (one, all, what) => ask(one, all, what) ?? act(one, all, what)), run);
}

/** @param {string} procedure */
const begun = (procedure) => change(begin(books, procedure, "r1", 1000), books, { type: "renew", at: 1000 }, act);
/** @param {Run} run */
const path = (run) => run.visits.map(({ step: name, how }) => `${name} ${how ?? "open"}`).join();
const joint = after(begun("joint"), { type: "next" });

test("steps at the same time begin together and go on when all are done, in any order", () => {
  assert.deepEqual(groupOf(joint, books)?.visits, [1, 2]);
  assert.equal(path(joint), "a done,b open,c open");
  assert.equal(atVisit(joint).step, "b");
  const second = after(joint, { type: "next", member: 1 });
  assert.equal(path(second), "a done,b open,c done");
  assert.equal(after(second, { type: "next", member: 1 }), second);
  const both = after(second, { type: "next", member: 0 });
  assert.equal(path(both), "a done,b done,c done,d open");
  assert.deepEqual(place(both), [{ procedure: "joint", step: "d", since: 0 }]);
  assert.deepEqual(both.visits.slice(1, 3).map(({ left }) => left), [4000, 3000]);
  const again = after(second, { type: "redo", member: 1 }, { type: "deviate", kind: "skipped", reason: "急", member: 1 }, { type: "next", member: 0 });
  assert.equal(path(again), "a done,b done,c skipped,d open");
});

test("what happens at one of them is written down there", () => {
  const told = after(joint, { type: "note", text: "慢", member: 0 }, { type: "read", visit: 1, of: heat, value: "25", member: 0 },
    { type: "exception", index: 1, member: 0 }, { type: "note", text: "快", member: 1 });
  assert.equal(stepOf(told, books)?.id, "b");
  assert.deepEqual(told.visits.map(({ note }) => note), [undefined, "慢", "快"]);
  assert.equal(told.visits[1].readings?.[0].value, "25");
  assert.equal(told.visits[1].exceptions.length, 1);
  assert.equal(entryOf(alone(told, books, 0), heat)?.value, "25");
});

test("trouble at one of them ends all, and what the others left out is in the record", () => {
  const met = after(joint, { type: "exception", index: 0, member: 0 });
  assert.equal(path(met), "a done,b left,c left,mend open");
  assert.equal(met.visits[1].readings?.[0].missing, "none");
  const back = after(met, { type: "next" });
  assert.equal(path(back), "a done,b left,c left,mend done,b open,c open");
  const other = after(joint, { type: "exception", index: 0, member: 1 });
  assert.equal(other.visits[1].readings?.[0].missing, "none");
  const stopped = after(joint, { type: "stop", reason: "停" });
  assert.equal(path(stopped), "a done,b stopped,c stopped");
});

test("back leads out of all of them and into all of them, with what was written down", () => {
  const left = after(joint, { type: "read", visit: 1, of: heat, value: "20", member: 0 }, { type: "next", member: 0 }, { type: "next", member: 1 });
  const back = after(left, { type: "back" });
  assert.equal(path(back), "a done,b done,c done,d back,b open,c open");
  assert.equal(entryOf(alone(back, books, 0), heat)?.value, "20");
  assert.equal(path(after(back, { type: "back" })), "a done,b done,c done,d back,b back,c back,a open");
});

test("one of them calls another procedure and comes back to the others", () => {
  const called = after(joint, { type: "call", member: 1 });
  assert.equal(path(called), "a done,b open,c called,x open");
  assert.equal(place(called).at(-1)?.since, 3);
  const returned = after(called, { type: "next" }, { type: "next" });
  assert.equal(path(returned), "a done,b open,c called,x done,y done,c open");
  assert.deepEqual(groupOf(returned, books)?.visits, [1, 5]);
  assert.equal(visitOf(returned).returned, "办完");
  assert.equal(path(after(returned, { type: "next", member: 0 }, { type: "next", member: 1 })), "a done,b done,c called,x done,y done,c done,d open");
  const undone = after(called, { type: "back" });
  assert.equal(path(undone), "a done,b open,c called,x back,c open");
  assert.deepEqual(groupOf(undone, books)?.visits, [1, 4]);
});

test("steps that are no longer done at the same time are left", () => {
  const other = { ...books, joint: { ...books.joint, edition: "new", steps: books.joint.steps.map(({ group: _, ...one }) => one) } };
  const renewed = change(joint, other, { type: "renew", at: 9000 }, act);
  assert.equal(path(renewed), "a done,b left,c left");
  assert.equal(stepOf(renewed, other), null);
});

test("a limit from another step counts from there, and is told on the way", () => {
  assert.equal(joint.visits[2].due, 62_000);
  assert.deepEqual(ahead(joint, books).map(({ step: one, due }) => [one.id, due]), [["d", 601_000]]);
  assert.deepEqual(ahead(begun("joint"), books).map(({ step: one }) => one.id), ["d"]);
  const inside = after(joint, { type: "call", member: 1 });
  assert.deepEqual(ahead(inside, books).map(({ step: one, due }) => [one.id, due]), [["c", 62_000], ["d", 601_000]]);
  const last = after(joint, { type: "next", member: 0 }, { type: "next", member: 1 });
  assert.equal(visitOf(last).due, 601_000);
  assert.deepEqual(ahead(last, books), []);
  const jumped = after(begun("joint"), { type: "deviate", kind: "jumped", reason: "急", to: "mend" });
  assert.equal(visitOf(after(jumped, { type: "next" })).due, undefined);
});

/** A step `a`, from which `c` counts. @param {Partial<Step>} [more] @param {Partial<NonNullable<Step["since"]>>} [from] @returns {Books} */
const timedBy = (more = {}, from = {}) => ({ inner: books.inner, p: book("p", [
  step("a", { next: "b", exceptions: [0], readings: [{ ...heat, go: "b" }], use: { id: "inner", title: "流程inner" } }), step("b", { next: "c" }),
  step("c", { next: "done", seconds: 60, since: { ...since, ...from }, ...more }),
], { exceptions: [{ when: "坏了", then: "修", go: "b" }] }) });

/** What the last step shows after some events, from second 2 on, each a second later. @param {Books} own @param {...What} events */
const shownAfter = (own, ...events) => visitOf(events.reduce((now, event, index) => change(now, own, { ...event, at: 2000 + index * 1000 },
  (one, all, what) => ask(one, all, what) ?? act(one, all, what)), begin(own, "p", "r", 1000)));

test("time counts only from a step that was done, and the record says if none was", () => {
  const on = /** @type {What} */ ({ type: "next" }), back = /** @type {What} */ ({ type: "back" });
  const left = /** @type {What} */ ({ type: "exception", index: 0 });
  const over = (/** @type {"skipped" | "jumped"} */ kind) => /** @type {What} */ ({ type: "deviate", kind, reason: "急", to: "b" });
  for (const event of [left, over("skipped"), over("jumped")]) {
    const last = shownAfter(timedBy(), event, on);
    assert.deepEqual([last.step, last.due, last.unbegun], ["c", undefined, true]);
    assert.deepEqual(more.linesOf(last, words).map(({ label, value }) => `${label} ${value}`), ["时限 没有起算"]);
    assert.equal(more.valueRows(last, words, true)[0][1], "没有起算");
    assert.ok(more.visitData(last, true).not_timed);
    // Done in the end, it counts from then.
    assert.deepEqual([shownAfter(timedBy(), event, back, on, on).due, shownAfter(timedBy(), event, back, on, on).unbegun], [64_000, undefined]);
  }
  const otherwise = shownAfter(timedBy(), { type: "deviate", kind: "differently", reason: "急" }, on, on);
  assert.equal(otherwise.due, 63_000);
  const beyond = shownAfter(timedBy(), { type: "read", visit: 0, of: { ...heat, go: "b" }, value: "30" }, { type: "outside", id: "heat" }, on);
  assert.equal(beyond.due, 63_000); // what was measured was done
  assert.deepEqual([left, over("jumped")].map((event) => shownAfter(timedBy({}, { at: "start" }), event, on).due), [61_000, 61_000]);
  assert.equal(shownAfter(timedBy({}, { at: "start" }), over("skipped"), on).due, undefined);
});

test("who comes back to look and goes on neither gains nor loses time", () => {
  const on = /** @type {What} */ ({ type: "next" }), back = /** @type {What} */ ({ type: "back" });
  const looked = [on, back, on, on];
  const due = (/** @type {Partial<Step>} */ limit, /** @type {Partial<NonNullable<Step["since"]>>} */ from) => shownAfter(timedBy(limit, from), ...looked).due;
  assert.deepEqual([due({}, {}), due({}, { visit: "latest" }), due({}, { at: "start", visit: "latest" })], [62_000, 62_000, 61_000]);
  // Of what must pass at least, nothing is given away.
  assert.deepEqual([due({ least: true }, {}), due({ least: true }, { visit: "latest" })], [64_000, 64_000]);
  // It was gone out of altogether, and into again.
  assert.equal(shownAfter(timedBy({}, { step: "b", at: "start" }), on, back, on, on).due, 64_000);
  const called = [{ type: "call" }, on, on, on, on];
  assert.equal(shownAfter(timedBy(), .../** @type {What[]} */ (called)).due, 65_000);
});

test("of several visits the first counts, or the latest, and coming back from a call is none", () => {
  /** @param {"first" | "latest"} visit @param {"start" | "done"} at */
  const due = (visit, at) => {
    const own = { inner: books.inner, p: book("p", [
      step("a", { next: "b", use: { id: "inner", title: "流程inner" } }),
      step("b", { question: "再来？", ways: [{ answer: "是", go: "a" }], seconds: 60, since: { step: "a", at, visit } }),
    ]) };
    const kinds = /** @type {What[]} */ ([{ type: "call" }, { type: "next" }, { type: "next" }, { type: "next" }]);
    const events = [...kinds, /** @type {What} */ ({ type: "answer", index: 0 }), ...kinds];
    return visitOf(events.reduce((now, event, index) => change(now, own, { ...event, at: 2000 + index * 1000 }, act), begin(own, "p", "r", 1000))).due;
  };
  assert.equal(due("first", "start"), 61_000);
  assert.equal(due("latest", "start"), 66_000);
  assert.equal(due("first", "done"), 65_000);
  assert.equal(due("latest", "done"), 70_000);
});

test("a step is counted, and one may be taken back", () => {
  const run = begun("again");
  assert.deepEqual(short(run), { count: 0, times: 3, each: undefined });
  const twice = after(run, { type: "round" }, { type: "round" }, { type: "round" }, { type: "unround" });
  assert.equal(visitOf(twice).repeat?.done.length, 2);
  const full = after(twice, { type: "round" }, { type: "round" });
  assert.equal(visitOf(full).repeat?.done.length, 3);
  assert.equal(short(full), null);
  const named = after(full, { type: "next" }, { type: "round", name: " 甲组 " }, { type: "round" });
  assert.deepEqual(visitOf(named).repeat?.done.map(({ name }) => name), ["甲组", undefined]);
  const back = after(named, { type: "back" });
  assert.equal(visitOf(back).repeat?.done.length, 3);
  const lines = back.visits.flatMap((visit) => more.linesOf(visit, words)).map(({ value }) => value);
  assert.deepEqual(lines, ["做满3次", "每一样：2样（甲组）", "做满3次"]);
});

test("each time has values of its own", () => {
  const run = after(begun("again"), { type: "read", visit: 0, of: heat, value: "20", round: 0 }, { type: "round" });
  assert.equal(entryOf(run, heat), undefined);
  assert.deepEqual(unread(run, books.again.steps[0]), []); // it is not begun
  const next = after(run, { type: "read", visit: 0, of: heat, value: "30", round: 1 }, { type: "round" }, { type: "unround" });
  assert.equal(entryOf(next, heat)?.value, "30");
  assert.deepEqual(more.linesOf(visitOf(next), words).map(({ label, value }) => `${label} ${value}`),
    ["次数 做了1次，要3次", "温度（第1次） 20 ℃", "温度（第2次） 30 ℃"]);
  const rows = more.valueRows(visitOf(next), words, true);
  assert.deepEqual(rows.map(([label, value]) => [label, value]), [["次数", "做了1次，要3次"], ["温度（第1次）", "20"], ["温度（第2次）", "30"]]);
  assert.deepEqual(more.visitData(visitOf(next), true).readings?.map(({ round, value }) => [round, value]), [[1, 20], [2, 30]]);
});

test("a step that was done as often as it may be only leads on", () => {
  const round = /** @type {What[]} */ ([{ type: "next" }, { type: "next" }, { type: "next" }]);
  const second = after(begun("again"), ...round, ...round.slice(0, 2));
  assert.equal(over(second, books), 0);
  // Going back and coming again is not another time.
  assert.equal(over(after(second, { type: "back" }, { type: "next" }), books), 0);
  assert.equal(over(after(second, { type: "next" }, { type: "back" }), books), 0);
  assert.equal(after(second, { type: "exhausted" }), second);
  const third = after(second, { type: "next" }, { type: "next" }, { type: "next" });
  assert.equal(over(third, books), 2);
  const ended = after(third, { type: "exhausted" });
  assert.equal(ended.outcome?.end, "done");
  assert.deepEqual(more.linesOf(visitOf(ended), words).map(({ value }) => value), ["最多2次"]);
});

test("data that are damaged are told from what is sound", () => {
  const own = { ...books, joint: { ...books.joint, tables: { t: { title: "表", columns: ["甲"], rows: [["1"]] } } } };
  assert.ok(sound(own));
  assert.ok(!sound({ ...own, joint: { ...own.joint, tables: /** @type {any} */ ({ t: { title: "表", columns: ["甲"], rows: ["1"] } }) } }));
  assert.ok(!sound({ ...own, joint: { ...own.joint, pictures: [{ text: "图", width: 1, height: 1, sources: [] }] } }));
});
