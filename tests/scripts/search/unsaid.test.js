// @ts-check
/** Questions that the handbook did not answer, kept on the device. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { asText, forget, inAddress, questions, remember } from "../../../generators/sop_handbook/theme/docs/assets/search/unsaid.js";
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

test("an address holds as many as it may, whole ones, and says how many it leaves out", () => {
  const list = Array.from({ length: 50 }, (_, i) => ({ asked: `客房漏水怎么办${i}`, day: "2026-12-01" }));
  const held = inAddress(list, "（还有 {count} 条）");
  assert.ok(held.length <= 1800);
  const lines = decodeURIComponent(held).split("\r\n");
  const rest = lines.pop();
  assert.ok(lines.length > 5);
  assert.deepEqual(lines, asText(list).split("\n").slice(0, lines.length));
  assert.equal(rest, `（还有 ${50 - lines.length} 条）`);
  assert.equal(inAddress(list.slice(0, 2), "（还有 {count} 条）"), encodeURIComponent(asText(list.slice(0, 2)).replace("\n", "\r\n")));
});

test("one question may be longer than an address", () => {
  assert.equal(decodeURIComponent(inAddress([{ asked: "问".repeat(500), day: "2026-12-01" }], "（还有 {count} 条）")), "（还有 1 条）");
});
