// @ts-check
/** What a device remembers of its reader's role, and what it does not trip over. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { chosen, forget, keep, recall, recent, taken, today, visited } from "../../../docs/assets/job/memory.js";

/** @param {string | null} [value] of the role, @param {string | null} [all] of those used lately */
function store(value = null, all = null) {
  const held = new Map([["sop-job", value], ["sop-jobs", all]]);
  const short = (/** @type {string} */ key) => key.split(" ")[0];
  return {
    held,
    getItem: (/** @type {string} */ key) => held.get(short(key)) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ text) => { held.set(short(key), text); },
    removeItem: (/** @type {string} */ key) => { held.delete(short(key)); },
  };
}

test("a device that is shared keeps what each role has seen", () => {
  const device = store();
  keep({ ...chosen("crew", "车组", "2026-11-20"), seen: ["a"] }, device);
  keep(taken("seat", "坐席", device), device);
  assert.deepEqual(recent(device).map(({ role }) => role), ["seat", "crew"]);
  keep(taken("crew", "车组", device), device);
  assert.deepEqual(recall(device)?.seen, ["a"]);
  assert.deepEqual(recent(device).map(({ role }) => role), ["crew", "seat"]);
  forget(device); // given up: nothing of it stays, the other one does
  assert.equal(recall(device), undefined);
  assert.deepEqual(recent(device).map(({ role }) => role), ["seat"]);
  keep(taken("seat", "坐席", device), device);
  forget(device);
  assert.equal(device.held.size, 0);
});

test("the role of a former edition is among those used lately", () => {
  const device = store('{"role": "crew", "title": "车组", "day": "2026-11-20", "seen": ["a"]}');
  keep(taken("seat", "坐席", device), device);
  assert.deepEqual(taken("crew", "车组", device).seen, ["a"]);
});

test("a broken list of roles is as good as empty, a long one is cut", () => {
  for (const broken of ["{", "7", "null", '"x"', "[null, 7, {}]"]) assert.deepEqual(recent(store(null, broken)), []);
  const device = store();
  for (const role of ["a", "b", "c", "d", "e", "f", "g"]) keep(taken(role, role, device), device);
  assert.deepEqual(recent(device).map(({ role }) => role), ["g", "f", "e", "d", "c", "b"]);
});

test("a role is remembered until it is forgotten", () => {
  const device = store();
  keep(chosen("crew", "车组", "2026-11-22"), device);
  assert.equal(recall(device)?.role, "crew");
  forget(device);
  assert.equal(recall(device), undefined);
});

for (const broken of ["", "{", "null", "7", "[]", "{}", '{"role": 7}', '{"role": "../x"}', '{"role": "<b>"}']) {
  test(`a storage that holds ${broken || "nothing"} is as good as empty`, () => {
    assert.equal(recall(store(broken)), undefined);
  });
}

test("what else is wrong in it does no harm", () => {
  const found = recall(store('{"role": "crew", "title": 7, "seen": "x", "known": [1, "a"], "day": null}'));
  assert.deepEqual(found, { role: "crew", title: "", day: "", before: "", known: ["", "a"], seen: [] });
});

test("a storage that refuses does no harm", () => {
  const full = {
    getItem() { throw new Error("forbidden"); },
    setItem() { throw new Error("full"); },
    removeItem() { throw new Error("forbidden"); },
  };
  assert.equal(recall(full), undefined);
  keep(chosen("crew", "车组", "2026-11-22"), full);
  forget(full);
});

test("on the day a role is chosen there was no visit before", () => {
  const first = visited(chosen("crew", "车组", "2026-11-20"), "2026-11-20", ["a", "b"]);
  assert.equal(first.before, "");
  assert.deepEqual(first.seen, ["a", "b"]);
});

test("what came since the last visit is new all day, and known the day after", () => {
  const first = visited(chosen("crew", "车组", "2026-11-20"), "2026-11-20", ["a"]);
  const second = visited(first, "2026-11-22", ["b", "a"]);
  assert.deepEqual([second.before, second.known], ["2026-11-20", ["a"]]);
  const again = visited(second, "2026-11-22", ["c", "b", "a"]); // published in the meantime
  assert.deepEqual([again.before, again.known], ["2026-11-20", ["a"]]);
  const third = visited(again, "2026-11-23", ["c", "b", "a"]);
  assert.deepEqual([third.before, [...third.known].sort()], ["2026-11-22", ["a", "b", "c"]]);
});

test("a day is the reader's own", () => {
  assert.equal(today(new Date(2026, 0, 5, 23, 59)), "2026-01-05");
});
