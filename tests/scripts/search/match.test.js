// @ts-check
/** Where a text answers a query: what is highlighted. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { match } from "../../../generators/sop_handbook/theme/docs/assets/search/match.js";
import { readings } from "../../../generators/sop_handbook/theme/docs/assets/search/query.js";
import { Sounds } from "../../../generators/sop_handbook/theme/docs/assets/search/sounds.js";

const SOUNDS = { da: "打", zhao: "招", hu: "呼乎", shang: "上", cai: "菜", gu: "顾", ke: "客" };

/**
 * A text with what a query finds in it between brackets.
 * @param {string} typed
 * @param {string} text
 */
function marked(typed, text) {
  const sounds = new Sounds(SOUNDS);
  const found = readings(typed, sounds, []).map((reading) => (
    match(text, reading, reading.slots.map(() => 1), sounds)
  ));
  const { marks } = found.reduce((best, one) => (one.cover > best.cover ? one : best));
  return marks.reduceRight(
    (done, [from, to]) => `${done.slice(0, from)}[${done.slice(from, to)}]${done.slice(to)}`, text,
  );
}

for (const [typed, expected] of [
  ["打招呼", "向顾客[打招呼]"],
  ["打招乎", "向顾客[打招呼]"],
  ["dazhaohu", "向顾客[打招呼]"],
  ["dzh", "向顾客[打招呼]"],
  ["顾客", "向[顾客]打招呼"],
  ["上菜", "向顾客打招呼"],
]) {
  test(`${typed} finds ${expected}`, () => {
    assert.equal(marked(typed, "向顾客打招呼"), expected);
  });
}
