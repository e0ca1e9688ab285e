// @ts-check
/** Numerals and sounds. What counts as a word is held to tests/search/tokens.yaml in the browser. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { folded, inDigits, normal } from "../../../generators/sop_handbook/theme/docs/assets/search/text.js";

for (const [numeral, digits] of [
  ["三", "3"], ["十五", "15"], ["一百零五", "105"], ["两千", "2000"],
  ["一万二千", "12000"], ["一二〇", "120"], ["3.5", "3.5"],
]) {
  test(`${numeral} is ${digits}`, () => assert.equal(inDigits(numeral), digits));
}

test("a normal text is as long as the text it is made of", () => {
  for (const text of ["ＣＹ－０１", "①㎡ﬁ", "A×B", "İ"]) assert.equal(normal(text).length, text.length);
  assert.equal(normal("ＣＹ×０１"), "cyx01");
});

test("what speakers mix up sounds the same", () => {
  for (const [one, other] of [["zhang", "zan"], ["ling", "nin"], ["sheng", "sen"]]) {
    assert.equal(folded(one), folded(other));
  }
  assert.notEqual(folded("ma"), folded("mo"));
});
