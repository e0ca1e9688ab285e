// @ts-check
/** What a device remembers of its reader's role, and what it does not trip over. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { chosen, forget, keep, recall, recent, taken, visited } from "../../../generators/sop_handbook/theme/docs/assets/job/memory.js";
import { ROOT, fresh, refusing } from "../lib/device.js";

const [JOB, ALL] = ["job", "jobs"].map((name) => `sop-${name} ${ROOT}docs/`);

test("a device that is shared keeps what each role has seen", () => {
  const device = fresh();
  keep({ ...chosen("crew", "车组", "2026-11-20"), seen: ["a"] });
  keep(taken("seat", "坐席"));
  assert.deepEqual(recent().map(({ role }) => role), ["seat", "crew"]);
  keep(taken("crew", "车组"));
  assert.deepEqual(recall()?.seen, ["a"]);
  assert.deepEqual(recent().map(({ role }) => role), ["crew", "seat"]);
  forget(); // given up: nothing of it stays, the other one does
  assert.equal(recall(), undefined);
  assert.deepEqual(recent().map(({ role }) => role), ["seat"]);
  keep(taken("seat", "坐席"));
  forget();
  assert.equal(device.length, 0);
});

test("the role of a former edition is among those used lately", () => {
  fresh({ [JOB]: '{"role": "crew", "title": "车组", "day": "2026-11-20", "seen": ["a"]}' });
  keep(taken("seat", "坐席"));
  assert.deepEqual(taken("crew", "车组").seen, ["a"]);
});

test("a broken list of roles is as good as empty, a long one is cut", () => {
  for (const broken of ["{", "7", "null", '"x"', "[null, 7, {}]"]) {
    fresh({ [ALL]: broken });
    assert.deepEqual(recent(), []);
  }
  fresh();
  for (const role of ["a", "b", "c", "d", "e", "f", "g"]) keep(taken(role, role));
  assert.deepEqual(recent().map(({ role }) => role), ["g", "f", "e", "d", "c", "b"]);
});

test("a role is remembered until it is forgotten", () => {
  fresh();
  keep(chosen("crew", "车组", "2026-11-22"));
  assert.equal(recall()?.role, "crew");
  forget();
  assert.equal(recall(), undefined);
});

for (const broken of ["", "{", "null", "7", "[]", "{}", '{"role": 7}', '{"role": "../x"}', '{"role": "<b>"}']) {
  test(`a storage that holds ${broken || "nothing"} is as good as empty`, () => {
    fresh({ [JOB]: broken });
    assert.equal(recall(), undefined);
  });
}

test("what else is wrong in it does no harm", () => {
  fresh({ [JOB]: '{"role": "crew", "title": 7, "seen": "x", "known": [1, "a"], "day": null}' });
  assert.deepEqual(recall(), { role: "crew", title: "", day: "", before: "", known: ["", "a"], seen: [] });
});

test("where nothing can be stored a role is known until the page is closed", () => {
  refusing();
  assert.equal(recall(), undefined);
  assert.equal(keep(chosen("crew", "车组", "2026-11-22")), false);
  assert.equal(recall()?.role, "crew");
  forget();
  assert.equal(recall(), undefined);
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
