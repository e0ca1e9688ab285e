// @ts-check
/** Which rows a box leaves: by what they say, and by the sound of their titles. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { fits, sounds } from "../../generators/sop_handbook/theme/docs/assets/narrow.js";

const TITLE = "chong zhi yao shi".split(" ");
const ROW = { text: "重置钥匙 草案 gl-14 · 3步 · 不用等别人。", sounds: TITLE };

test("letters are beginnings of syllables that follow each other", () => {
  for (const typed of ["c", "chong", "czys", "chongzhi", "chzhyaosh", "zys", "yaoshi", "s"]) {
    assert.ok(sounds(TITLE, typed), typed);
  }
  for (const typed of ["cy", "hong", "czysx", "sc", "chongg", "i"]) {
    assert.ok(!sounds(TITLE, typed), typed);
  }
  assert.ok(!sounds([""], "a"));
});

test("a row has to have every word", () => {
  for (const typed of ["钥匙", "重置 3步", "gl-14", "czys 草案", "别人 yao", ""]) {
    assert.ok(fits(ROW, typed), typed);
  }
  for (const typed of ["药匙", "重置 4步", "czys 现行", "chong-zhi"]) {
    assert.ok(!fits(ROW, typed), typed);
  }
});

test("many letters that almost fit are looked through at once", () => {
  const long = { text: "", sounds: Array.from({ length: 40 }, () => "aaaaaa") };
  const started = performance.now();
  assert.ok(!fits(long, `${"a".repeat(39)}b`));
  assert.ok(performance.now() - started < 1000);
});

test("a number is found without what stands between its parts", () => {
  const row = { text: "cy-01 接待堂食顾客", sounds: [] };
  for (const typed of ["cy01", "cy 01", "cy-01"]) assert.ok(fits(row, typed), typed);
  for (const typed of ["cy02", "y-02", "01cy"]) assert.ok(!fits(row, typed), typed);
});
