// @ts-check
/** What a checklist on a device holds. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { fresh, last, read, shortly, stale } from "../../../generators/sop_handbook/theme/docs/assets/run/ticked.js";

const at = (/** @type {string} */ text) => new Date(text).getTime();

test("what an earlier version kept is nothing: its boxes had other names and digests", () => {
  const kept = { ...fresh(), boxes: { serve: ["0a1b", 5] } };
  assert.deepEqual(read(kept), kept);
  assert.equal(read({ ...kept, version: kept.version - 1 }), null);
  assert.equal(read({ label: "", resumed: 0, boxes: kept.boxes }), null);
  assert.equal(read({ serve: "0a1b", "serve.1": "2c3d" }), null);
});

test("what is kept now is read as it was written", () => {
  const kept = { ...fresh("3号桌"), resumed: 7, boxes: { serve: ["0a1b", 5] } };
  assert.deepEqual(read(JSON.parse(JSON.stringify(kept))), kept);
  assert.deepEqual(read(fresh("3号桌")), fresh("3号桌"));
});

test("what is none of ours is nothing", () => {
  const wrong = [null, 7, "x", [], [1], { a: 1 }, { boxes: [] }, { boxes: { a: 5 } }, { boxes: { a: ["h", "5"] } },
    { boxes: {}, label: 7 }, { boxes: null }];
  for (const one of wrong) {
    assert.equal(read(one), null, JSON.stringify(one));
    if (one instanceof Object && !Array.isArray(one) && !("a" in one)) assert.equal(read({ ...fresh(), ...one }), null, JSON.stringify(one));
  }
});

test("work is another shift's on another day or after four hours", () => {
  const ten = at("2026-11-28T10:00:00");
  assert.equal(stale(ten, at("2026-11-28T14:00:00")), false);
  assert.equal(stale(ten, at("2026-11-28T14:00:01")), true);
  assert.equal(stale(at("2026-11-28T23:59:00"), at("2026-11-29T00:01:00")), true);
  assert.equal(stale(0, ten), true); // nobody knows when
});

test("somebody last worked with a list when it was ticked or gone on with", () => {
  assert.equal(last(fresh()), undefined);
  assert.equal(last({ ...fresh(), boxes: { a: ["h", 3], b: ["h", 5] } }), 5);
  assert.equal(last({ ...fresh(), resumed: 9, boxes: { a: ["h", 0] } }), 9);
});

test("a time is told as shortly as is clear", () => {
  const now = at("2026-11-28T22:30:00");
  assert.equal(shortly(at("2026-11-28T22:05:00"), now), "22:05");
  assert.equal(shortly(at("2026-11-27T22:05:00"), now), "11-27 22:05");
  assert.equal(shortly(at("2025-11-27T22:05:00"), now), "2025-11-27 22:05");
  assert.equal(shortly(0, now), "");
});
