// @ts-check
/** What can happen to a run. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { changed, choices, place, remaining, stepOf, visitOf, wanted } from "../../../generators/sop_handbook/theme/docs/assets/run/model.js";
import { outcomeOf } from "../../../generators/sop_handbook/theme/docs/assets/run/record.js";
import { act, begin } from "../../../generators/sop_handbook/theme/docs/assets/run/state.js";
import { book, step } from "./books.js";
/** @typedef {import("../../../generators/sop_handbook/theme/docs/assets/run/model.js").Books} Books */
/** @typedef {import("../../../generators/sop_handbook/theme/docs/assets/run/model.js").Run} Run */
/** @typedef {import("../../../generators/sop_handbook/theme/docs/assets/run/model.js").What} What */

const plain = book("plain", [step("a", { next: "b" }), step("b", { next: "done" })]);
const asking = book("asking", [
  step("a", { question: "好了吗？", ways: [{ answer: "没有", go: "a" }, { answer: "好了", go: "done" }] }),
]);
const parts = book("parts", [step("a"), step("b")], { order: "any" });
const calling = book("calling", [step("x", { use: { id: "plain", title: "流程plain" }, next: "done" })]);
const troubled = book("troubled", [step("a", { exceptions: [0, 1], next: "b" }), step("b", { next: "done" })], {
  exceptions: [{ when: "没电", then: "回到原步骤继续" }, { when: "着火", then: "到此结束", go: "out" }],
  ends: [{ id: "done", text: "办完" }, { id: "out", text: "撤离", to: { id: "plain", title: "流程plain" } }],
});
/** @type {Books} */
const BOOKS = { plain, asking, parts, calling, troubled };

/**
 * A run after some events, one a second.
 * @param {string} procedure @param {What[]} events @param {Books} [books] @returns {Run}
 */
function after(procedure, events, books = BOOKS) {
  const run = begin(books, procedure, "r1", 0);
  return events.reduce((now, event, index) => act(now, books, { ...event, at: (index + 1) * 1000 }), run);
}

/** @param {Run} run */
const path = (run) => run.visits.map((visit) => `${visit.step}:${visit.how ?? "open"}`);

/** @type {What} */
const NEXT = { type: "next" };

test("steps follow each other to the end, each with its time", () => {
  const run = after("plain", [NEXT, NEXT]);
  assert.deepEqual(path(run), ["a:done", "b:done"]);
  assert.deepEqual(run.visits.map(({ at, left }) => [at, left]), [[0, 1000], [1000, 2000]]);
  assert.deepEqual([run.outcome?.end, run.outcome?.text, run.outcome?.at], ["done", "办完", 2000]);
});

test("an event leaves the run it came to as it was", () => {
  const before = after("plain", []);
  const copy = structuredClone(before);
  act(act(before, BOOKS, { type: "note", text: "记", at: 1 }), BOOKS, { ...NEXT, at: 2 });
  assert.deepEqual(before, copy);
});

test("a run can be written down and read again at any time", () => {
  const run = after("troubled", [{ type: "exception", index: 0 }, { type: "note", text: "x" }, NEXT]);
  const read = JSON.parse(JSON.stringify(run));
  assert.deepEqual(act(read, BOOKS, { ...NEXT, at: 9000 }), act(run, BOOKS, { ...NEXT, at: 9000 }));
});

test("an answer leads where it says, round and round too", () => {
  const run = after("asking", [{ type: "answer", index: 0 }, { type: "answer", index: 0 }, { type: "answer", index: 1 }]);
  assert.deepEqual(run.visits.map((visit) => visit.answer), ["没有", "没有", "好了"]);
  assert.equal(run.visits[0].question, "好了吗？");
  assert.equal(run.outcome?.end, "done");
});

test("what makes no sense here changes nothing", () => {
  const run = after("asking", []);
  /** @type {What[]} */
  const senseless = [
    NEXT, { type: "answer", index: 9 }, { type: "call" }, { type: "choose", target: "a" }, { type: "back" }, { type: "clock" },
    { type: "exception", index: 0 }, { type: "deviate", kind: "differently", reason: "  " },
    { type: "deviate", kind: "jumped", reason: "急", to: "nowhere" },
  ];
  for (const event of senseless) assert.equal(act(run, BOOKS, { ...event, at: 5 }), run, event.type);
  const ended = after("plain", [NEXT, NEXT]);
  assert.equal(act(ended, BOOKS, { ...NEXT, at: 5 }), ended);
});

test("a step that was gone back to is visited once more, and the record tells", () => {
  const run = after("plain", [NEXT, { type: "back" }]);
  assert.deepEqual(path(run), ["a:done", "b:back", "a:open"]);
  assert.equal(act(run, BOOKS, { type: "back", at: 9 }), run);
  assert.equal(after("plain", [NEXT, { type: "back" }, NEXT, NEXT]).outcome?.end, "done");
});

test("an end can be taken back", () => {
  const run = after("plain", [NEXT, NEXT, { type: "back" }]);
  assert.equal(run.outcome, null);
  assert.equal(stepOf(run, BOOKS)?.id, "b");
  assert.deepEqual(path(after("plain", [NEXT, NEXT, { type: "back" }, { type: "back" }])), ["a:done", "b:done", "b:back", "a:open"]);
});

test("parts without an order are chosen until one ends, and what was left out is told", () => {
  const run = after("parts", [{ type: "choose", target: "b" }, NEXT]);
  assert.deepEqual(choices(run, BOOKS), ["a", "b", "done"]);
  assert.deepEqual(remaining(run, BOOKS).map((one) => one.id), ["a"]);
  assert.deepEqual(act(run, BOOKS, { type: "choose", target: "done", at: 9 }).outcome?.omitted, ["做a"]);
  const whole = after("parts", [{ type: "choose", target: "b" }, NEXT, { type: "choose", target: "a" }, NEXT, { type: "choose", target: "done" }]);
  assert.deepEqual(whole.outcome?.omitted, []);
});

test("a called procedure comes back to the step that called it", () => {
  const inside = after("calling", [{ type: "call" }, NEXT]);
  assert.deepEqual(place(inside).map((frame) => frame.step), ["x", "b"]);
  assert.deepEqual(Object.keys(inside.heads), ["calling", "plain"]);
  const back = after("calling", [{ type: "call" }, NEXT, NEXT]);
  assert.equal(visitOf(back).returned, "办完");
  assert.deepEqual(path(act(back, BOOKS, { ...NEXT, at: 9 })), ["x:called", "a:done", "b:done", "x:done"]);
  assert.deepEqual(wanted(BOOKS, "calling"), ["calling", "plain"]);
});

test("an exception leaves the step or leads away", () => {
  const stayed = after("troubled", [{ type: "exception", index: 0 }]);
  assert.deepEqual(visitOf(stayed).exceptions, [{ when: "没电", at: 1000 }]);
  assert.equal(stepOf(stayed, BOOKS)?.id, "a");
  const gone = after("troubled", [{ type: "exception", index: 1 }]);
  assert.deepEqual([gone.outcome?.end, gone.outcome?.to?.id], ["out", "plain"]);
  assert.deepEqual(path(gone), ["a:left"]);
});

test("what was done otherwise is kept with its reason", () => {
  const skipped = after("plain", [{ type: "deviate", kind: "skipped", reason: " 客人赶时间 " }]);
  assert.deepEqual(skipped.visits[0].deviations, [{ kind: "skipped", reason: "客人赶时间", at: 1000 }]);
  assert.deepEqual(path(skipped), ["a:skipped", "b:open"]);
  const jumped = after("plain", [NEXT, { type: "deviate", kind: "jumped", reason: "漏了", to: "a" }]);
  assert.deepEqual(path(jumped), ["a:done", "b:jumped", "a:open"]);
  const other = after("plain", [{ type: "deviate", kind: "differently", reason: "用了托盘" }]);
  assert.deepEqual(path(other), ["a:open"]);
});

test("a step that has not its turn is left out without a reason, unless its answer is needed", () => {
  const seldom = { seldom: true };
  const own = { turns: book("turns", [step("a", { ...seldom, next: "b" }), step("b", { ...seldom, ways: [{ answer: "好", go: "done" }] })]),
    free: book("free", [step("a", seldom), step("b")], { order: "any" }) };
  const idle = (/** @type {Run} */ run) => act(run, own, { type: "idle", at: 2000 });
  const next = idle(begin(own, "turns", "r", 1000));
  assert.deepEqual(path(next), ["a:skipped", "b:open"]);
  assert.deepEqual([next.visits[0].idle, next.visits[0].deviations], [true, []]);
  assert.equal(outcomeOf(next.visits[0], { idle: "没轮到" }), "没轮到");
  assert.deepEqual(path(idle(next)), path(next));
  const chosen = act(begin(own, "free", "r", 1000), own, { type: "choose", target: "a", at: 1500 });
  assert.deepEqual(remaining(idle(chosen), own).map(({ id }) => id), ["b"]);
  const always = begin(BOOKS, "plain", "r", 1000);
  assert.deepEqual(path(act(always, BOOKS, { type: "idle", at: 2000 })), ["a:open"]);
});

test("a stopped run tells why and cannot go on", () => {
  const run = after("plain", [{ type: "stop", reason: "客人走了" }]);
  assert.equal(run.outcome?.reason, "客人走了");
  assert.deepEqual(path(run), ["a:stopped"]);
});

test("a time limit ends at a moment, so that a reload changes nothing", () => {
  const timed = { timed: book("timed", [step("a", { seconds: 90, next: "done" })]) };
  const run = begin(timed, "timed", "r", 5000);
  assert.equal(visitOf(run).due, 95_000);
  assert.equal(visitOf(act(run, timed, { type: "clock", at: 60_000 })).due, 150_000);
});

test("a step that changed under way is told, and the record keeps both editions", () => {
  const run = after("plain", [NEXT]);
  const steps = [plain.steps[0], { ...plain.steps[1], hash: "new", title: "另做" }];
  const newer = { plain: { ...plain, edition: "edition-2", steps } };
  const renewed = act(run, newer, { type: "renew", at: 3000 });
  assert.ok(changed(renewed, newer.plain, steps[1]));
  assert.ok(!changed(renewed, newer.plain, steps[0]));
  assert.deepEqual([visitOf(renewed).renewed, visitOf(renewed).hash], [true, "new"]);
  assert.deepEqual([renewed.heads.plain.edition, renewed.heads.plain.later], ["edition-plain", "edition-2"]);
  assert.deepEqual(act(renewed, newer, { type: "renew", at: 4000 }).visits, renewed.visits);
});

test("when the step one is at is gone, one chooses how to go on", () => {
  const run = after("plain", [NEXT]);
  const newer = { plain: { ...plain, edition: "edition-2", steps: [step("a", { next: "c" }), step("c", { next: "done" })] } };
  const lost = act(run, newer, { type: "renew", at: 3000 });
  assert.equal(stepOf(lost, newer), null);
  assert.deepEqual(choices(lost, newer), ["a", "c", "done"]);
  assert.equal(stepOf(act(lost, newer, { type: "choose", target: "c", at: 4000 }), newer)?.id, "c");
});

test("what was answered when another procedure handed over is not asked again", () => {
  const run = begin(BOOKS, "asking", "r1", 5, { answer: "好了", label: "3号桌", role: "waiter", who: "服务员" });
  assert.deepEqual([run.label, run.role, run.who, "answer" in run], ["3号桌", "waiter", "服务员", false]);
  assert.deepEqual(path(run), ["a:answered"]);
  assert.equal(run.outcome?.end, "done");
  assert.equal(stepOf(act(run, BOOKS, { type: "back", at: 9 }), BOOKS)?.id, "a"); // and can be gone back to
  for (const answer of [undefined, "别的"]) assert.deepEqual(path(begin(BOOKS, "asking", "r1", 5, { answer })), ["a:open"]);
  assert.deepEqual(path(begin(BOOKS, "plain", "r1", 5, { answer: "好了" })), ["a:open"]);
});
