// @ts-check
/** Codes of prints as people type them. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { strange, tidy, whole } from "../../../generators/sop_handbook/theme/docs/assets/lib/code.js";

const FORM = { alphabet: "23456789ACEFHJKMPRTWXY", groups: 3, size: 3 };

test("a code is read however it is typed", () => {
  for (const typed of ["K7M-2R4-X9P", "k7m 2r4 x9p", "Ｋ７Ｍ２Ｒ４Ｘ９Ｐ", "编码：K7M－2R4－X9P。"]) {
    assert.equal(tidy(typed, FORM), "K7M-2R4-X9P");
    assert.deepEqual(strange(typed, FORM), []);
    assert.ok(whole(tidy(typed, FORM), FORM));
  }
});

test("letters and figures that no code has are named, each once", () => {
  assert.deepEqual(strange("42Y-M4P-29S", FORM), ["S"]);
  assert.deepEqual(strange("0oi-1lI-k7m", FORM), ["0", "O", "I", "1", "L"]);
  assert.deepEqual(strange("好的", FORM), []);
});

test("what lacks signs is not whole", () => {
  assert.ok(!whole(tidy("K7M-2R4-X9", FORM), FORM));
  assert.ok(!whole(tidy("K7M-2R4-X9S", FORM), FORM));
});
