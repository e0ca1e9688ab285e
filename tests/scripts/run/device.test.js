// @ts-check
/** Whatever a device keeps: no page stops at it, and what is damaged can be told and removed. */

import assert from "node:assert/strict";
import { test } from "node:test";

import * as memory from "../../../generators/sop_handbook/theme/docs/assets/job/memory.js";
import { device } from "../../../generators/sop_handbook/theme/docs/assets/lib/storage.js";
import { damaged } from "../../../generators/sop_handbook/theme/docs/assets/run/damage.js";
import { bookOf, choices, stepOf } from "../../../generators/sop_handbook/theme/docs/assets/run/model.js";
import { csv, json } from "../../../generators/sop_handbook/theme/docs/assets/run/record.js";
import { fetchBooks, runOf, runs, save } from "../../../generators/sop_handbook/theme/docs/assets/run/run_store.js";
import { act, begin } from "../../../generators/sop_handbook/theme/docs/assets/run/state.js";
import { last, read } from "../../../generators/sop_handbook/theme/docs/assets/run/ticked.js";
import { questions, remember } from "../../../generators/sop_handbook/theme/docs/assets/search/unsaid.js";
import { fresh } from "../lib/device.js";
import { dice, harmed } from "../lib/harm.js";
import { book, step } from "./books.js";
import { words } from "./words.js";

// Fixed, so that what passed passes again; `make check-slow` gives other ones.
const SEED = Number(process.env.SOP_FUZZ_SEED ?? 1);
const CASES = Number(process.env.SOP_FUZZ_CASES ?? 2000);

const plain = book("plain", [
  step("a", { exceptions: [0], next: "b", actions: [{ do: "做" }] }),
  step("b", { question: "好了吗？", ways: [{ answer: "好了", go: "done" }] }),
], { exceptions: [{ when: "没电", then: "回到原步骤继续" }] });
const books = { plain };
const begun = begin(books, "plain", "r1", 1, { label: "3号桌" });
const told = act(act(begun, books, { type: "deviate", kind: "differently", reason: "急", at: 3 }), books, { type: "next", at: 4 });
const ended = act(told, books, { type: "answer", index: 0, at: 5 });

/** Give a device what we write ourselves; returns its keys. */
function filled() {
  const made = fresh();
  save(told, books);
  save({ ...ended, id: "r2" }, books);
  device.keep("ticks/plain", { version: 2, label: "3", resumed: 2, boxes: { a: ["h", 1] } });
  memory.keep(memory.chosen("waiter", "服务员", "2026-11-22"));
  remember("问", "2026-11-22");
  return /** @type {const} */ ([made, Array.from({ length: made.length }, (_, index) => made.key(index) ?? "")]);
}

/** Do what pages do with what is kept. @param {string[]} keys */
async function use(keys) {
  for (const run of [...runs(), runOf("r1"), runOf("r2")].filter((one) => one !== null)) {
    const kept = await fetchBooks(run.procedure, run.id).catch(() => books);
    csv(run, words);
    json(run);
    const now = act(run, kept, { type: "renew", at: 9 });
    if (bookOf(now, kept)) [stepOf(now, kept), choices(now, kept), act(now, kept, { type: "next", at: 9 }), act(now, kept, { type: "back", at: 9 })];
    save(run, kept);
  }
  const ticked = read(device.recall("ticks/plain"));
  if (ticked) last(ticked);
  memory.recent();
  memory.visited(memory.taken("waiter", "服务员"), "2026-11-23", ["k"]);
  questions();
  for (const name of damaged()) device.forget(name);
  assert.deepEqual(damaged(), [], keys.join());
}

test("what we write ourselves is sound", async () => {
  const [, keys] = filled();
  assert.equal(keys.length, 8);
  assert.deepEqual(damaged(), []);
  assert.equal(runs().length, 2);
});

test("a procedure that is kept under another name is damaged, and nobody waits for it", async () => {
  globalThis.fetch = () => Promise.reject(new Error("no network"));
  const [made, keys] = filled();
  const key = keys.find((one) => one.includes("books/r1")) ?? "";
  made.setItem(key, (made.getItem(key) ?? "").replace('"id":"plain"', '"id":"pl]ain"'));
  assert.deepEqual(damaged(), ["books/r1"]);
  await assert.rejects(fetchBooks("plain", "r1"));
  globalThis.fetch = () => Promise.resolve(/** @type {any} */ ({ ok: true, json: () => Promise.resolve({ ...plain, id: "other" }) }));
  assert.deepEqual(Object.keys(await fetchBooks("plain")), ["plain"]);
});

test("whatever is damaged, pages go on", async () => {
  globalThis.fetch = () => Promise.reject(new Error("no network"));
  for (let number = SEED; number < SEED + CASES; number += 1) {
    const draw = dice(number);
    const [made, keys] = filled();
    const key = keys[draw(keys.length)];
    const text = harmed(made.getItem(key) ?? "", draw);
    made.setItem(key, text);
    await use(keys).catch((error) => { throw new Error(`SOP_FUZZ_SEED=${number} ${key} = ${text}`, { cause: error }); });
  }
});
