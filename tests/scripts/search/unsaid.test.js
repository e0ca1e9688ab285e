// @ts-check
/** Questions that the handbook did not answer, kept on the device. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { asText, forget, questions, remember } from "../../../generators/sop_handbook/theme/docs/assets/search/unsaid.js";
import { ROOT, fresh, refusing } from "../lib/device.js";

test("the latest question comes first, each once", () => {
  fresh();
  for (const asked of ["怎么换班", "客房漏水", "怎么换班"]) remember(asked, "2026-12-01");
  assert.equal(asText(questions()), "2026-12-01 怎么换班\n2026-12-01 客房漏水");
  forget();
  assert.deepEqual(questions(), []);
});

test("only so many are kept", () => {
  fresh();
  for (let i = 0; i < 60; i++) remember(`问题${i}`, "2026-12-01");
  const kept = questions();
  assert.equal(kept.length, 50);
  assert.equal(kept[0].asked, "问题59");
});

for (const held of ["[", "null", "{}", '"x"', '[{"asked":1,"day":"d"},null,7,{"asked":"x"}]']) {
  test(`a storage that holds ${held} is an empty one`, () => {
    fresh({ [`sop-unsaid ${ROOT}docs/`]: held });
    assert.deepEqual(questions(), []);
  });
}

test("a storage that refuses does no harm", () => {
  refusing();
  remember("怎么换班", "2026-12-01");
  assert.equal(questions().length, 1);
  forget();
  assert.deepEqual(questions(), []);
});
