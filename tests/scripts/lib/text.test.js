// @ts-check
/** Sentences with gaps, and moments. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { fill, iso, moment, today } from "../../../generators/sop_handbook/theme/docs/assets/lib/text.js";

test("a value is never searched for gaps, and a gap without a value stays", () => {
  assert.equal(fill("{a}和{b}", { a: "{b}", b: "乙" }), "{b}和乙");
  assert.equal(fill("{x}", {}), "{x}");
});

test("a day is the reader's own", () => {
  assert.equal(today(new Date(2026, 0, 5, 23, 59)), "2026-01-05");
});

test("a moment is told by the device's clock", () => {
  const at = new Date(2026, 10, 22, 10, 3, 5).getTime();
  assert.equal(moment(at), "2026-11-22 10:03:05");
  assert.match(iso(at), /^2026-11-22T10:03:05[+-]\d\d:\d\d$/);
  assert.equal(new Date(iso(at)).getTime(), at);
});
