// @ts-check
/** What is cut off a name that is too long, by bytes: signs have one to four. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { cut } from "../../../generators/sop_handbook/theme/docs/assets/prints/names.js";

test("a name keeps as many whole signs as there is room for in bytes", () => {
  for (const sign of ["a", "é", "上", "𠮷"]) {
    const made = cut(sign.repeat(300), 110);
    const length = new TextEncoder().encode(made).length;
    assert.ok(length <= 110 && length > 105, `${sign} ${length}`);
    assert.ok(made.endsWith(`${sign}…`));
  }
  assert.equal(cut("上菜", 110), "上菜");
});
