// @ts-check
/** How characters sound, and letters as syllables. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Sounds } from "../../../generators/sop_handbook/theme/docs/assets/search/sounds.js";

const SOUNDS = { xi: "西喜", an: "安", xian: "先", zhang: "长张", chang: "长", zan: "赞", ji: "机" };

test("letters are cut into syllables every likely way, fewest first", () => {
  assert.deepEqual(new Sounds(SOUNDS).cut("xian"), [[["xian", false]], [["xi", false], ["an", false]]]);
});

test("a last syllable may be unfinished", () => {
  assert.deepEqual(new Sounds(SOUNDS).cut("xizh"), [[["xi", false], ["zh", true]]]);
});

test("letters that are no pinyin cannot be cut", () => {
  assert.deepEqual(new Sounds(SOUNDS).cut("vvv"), []);
});

test("a character keeps all its readings", () => {
  assert.deepEqual(new Sounds(SOUNDS).of("长"), ["zhang", "chang"]);
});

test("many speakers say zh like z and ang like an", () => {
  const sounds = new Sounds(SOUNDS);
  assert.ok(sounds.resembles("张", "zan"));
  assert.ok(!sounds.resembles("张", "chan"));
});

test("what the handbook does not use is learnt once", () => {
  const sounds = new Sounds(SOUNDS);
  assert.ok(!sounds.knows("機"));
  sounds.learn({ ji: "機" }, "機机");
  assert.ok(sounds.knows("龘"));
  assert.deepEqual(sounds.of("機"), ["ji"]);
  assert.equal(sounds.simplified("机機"), "机机");
  sounds.learn({ ji: "機" }, "機西");
  assert.equal(sounds.simplified("機"), "机");
});
