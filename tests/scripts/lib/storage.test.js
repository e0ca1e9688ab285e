// @ts-check
/** What is kept is found again, also under the keys of before, and no storage stops a page. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { device } from "../../../generators/sop_handbook/theme/docs/assets/lib/storage.js";
import { ROOT, fresh, refusing } from "./device.js";

// Docs of the site lie below docs/ here: the scripts take that for the root of the site.
const SITE = `${ROOT}docs/`;

test("what devices have kept so far is found", () => {
  fresh({
    [`sop:${SITE}:reader`]: "true", [`sop-job ${SITE}`]: '{"role":"a"}', [`sop-jobs ${SITE}`]: "[]",
    [`sop-unsaid ${SITE}`]: "7", "sop:/other/:run/x": "1", "sop-job /other/": "2", "theme": "{}",
  });
  assert.deepEqual(device.names(), ["job", "jobs", "reader", "unsaid"]);
  assert.deepEqual([device.recall("reader"), device.recall("job").role, device.recall("unsaid")], [true, "a", 7]);
});

test("it is kept under the same keys", () => {
  const made = fresh();
  for (const name of ["job", "jobs", "unsaid", "run/1"]) assert.equal(device.keep(name, name), true);
  const keys = Array.from({ length: made.length }, (_, index) => made.key(index));
  assert.deepEqual(keys, [`sop-job ${SITE}`, `sop-jobs ${SITE}`, `sop-unsaid ${SITE}`, `sop:${SITE}:run/1`]);
  assert.deepEqual(device.names("run/"), ["run/1"]);
  device.forget("job");
  assert.equal(device.held("job"), false);
});

test("a storage that refuses is made up for until the page is closed", () => {
  refusing();
  assert.equal(device.keep("run/1", { a: 1 }), false);
  assert.deepEqual(device.recall("run/1"), { a: 1 });
  assert.deepEqual([device.held("run/1"), device.names()], [true, ["run/1"]]);
  device.forget("run/1");
  assert.deepEqual([device.recall("run/1"), device.held("run/1"), device.names()], [null, false, []]);
});

test("what cannot be read is nothing, and still there", () => {
  fresh({ [`sop:${SITE}:run/1`]: "{", [`sop:${SITE}:run/2`]: "null" });
  assert.deepEqual([device.recall("run/1"), device.held("run/1"), device.readable("run/1")], [null, true, false]);
  assert.deepEqual([device.recall("run/2"), device.held("run/2"), device.readable("run/2")], [null, true, true]);
  assert.equal(device.readable("run/3"), false);
});

test("what a newer page keeps in a form of its own is neither read nor touched", () => {
  const held = { [`sop:${SITE}:format`]: "2", [`sop:${SITE}:run/1`]: '{"version":3}', [`sop-job ${SITE}`]: '["other"]' };
  const made = fresh(held);
  assert.deepEqual([device.recall("job"), device.held("run/1"), device.names()], [null, false, []]);
  assert.equal(device.keep("job", { role: "a" }), false);
  assert.deepEqual(device.recall("job"), { role: "a" }); // until the page is closed
  device.forget("job");
  device.forget("run/1");
  for (const [key, text] of Object.entries(held)) assert.equal(made.getItem(key), text);
  assert.equal(made.length, 3);
});

for (const mark of ["1", "0", "null", "x"]) {
  test(`a device whose format is ${mark} is read as ever`, () => {
    fresh({ [`sop:${SITE}:format`]: mark, [`sop:${SITE}:reader`]: "true" });
    assert.deepEqual([device.recall("reader"), device.keep("reader", false)], [true, true]);
  });
}
