// @ts-check
/** Values are understood as people type them, and refused where nobody can know what they are. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { outside, read, shown, signed } from "../../../generators/sop_handbook/theme/docs/assets/run/value.js";
/** @typedef {import("../../../generators/sop_handbook/theme/docs/assets/run/model.js").Reading} Reading */

/** @param {Partial<Reading>} [more] @returns {Reading} */
const number = (more = {}) => ({ id: "core", label: "中心温度", kind: "number", unit: "℃", ...more });

test("figures are understood in full width, with a comma, a sign, blanks and their unit", () => {
  for (const [typed, value] of [
    ["21", "21"], [" 21 ", "21"], ["２１．５", "21.5"], ["21,5", "21.5"], ["21，5", "21.5"], ["21。5", "21.5"], ["21.", "21"], [".5", "0.5"],
    ["-18", "-18"], ["−18", "-18"], ["－１８", "-18"], ["–18", "-18"], ["负18", "-18"], ["+5", "5"], ["＋5", "5"], ["21℃", "21"], ["21 °C", "21"],
    ["007", "7"], ["-0", "0"], ["0.50", "0.50"], ["0,500", "0.500"], ["1,234,567", "1234567"], ["1,200.5", "1200.5"], ["", ""], ["  ", ""],
  ]) assert.deepEqual(read(typed, number()), { value }, typed);
});

test("what is no number is refused, and so is what may be two", () => {
  for (const typed of ["热", "2l", "1.2.3", "12:30", "1e3", "--5", "5-", "∞", "1234567890123", "21 22 x", "½½", "-", "+-5", "-+5", "++5", "5²", "⑤", "5½", "x₂"]) {
    assert.deepEqual(read(typed, number()), { fault: "number" }, typed);
  }
  assert.deepEqual(read("1,500", number()), { fault: "unclear" });
  assert.deepEqual(read("1，500", number({ decimals: 0 })), { value: "1500" });
  assert.deepEqual(read("５0m²", number({ unit: "m²" })), { value: "50" });
  assert.deepEqual(read("50m2", number({ unit: "m²" })), { value: "50" });
});

test("a time of day is understood as it is typed on a pad", () => {
  const time = number({ kind: "time" });
  for (const [typed, value] of [["9:30", "09:30"], ["930", "09:30"], ["0930", "09:30"], ["９：３０", "09:30"], ["9点30分", "09:30"], ["23.59", "23:59"], ["", ""]]) {
    assert.deepEqual(read(typed, time), { value }, typed);
  }
  for (const typed of ["24:00", "9:60", "早上", "9", "12345", "9:3⁰"]) assert.deepEqual(read(typed, time), { fault: "time" }, typed);
});

test("more places than are asked for are refused", () => {
  assert.deepEqual(read("21.55", number({ decimals: 1 })), { fault: "places" });
  assert.deepEqual(read("21.5", number({ decimals: 1 })), { value: "21.5" });
  assert.deepEqual(read("3.0", number({ decimals: 0 })), { fault: "whole" });
});

test("bounds belong to what is within, unless it is said that they do not", () => {
  const within = number({ low: -2, high: 5 }), between = number({ low: -2, low_out: true, high: 5, high_out: true });
  for (const [value, one, other] of /** @type {const} */ ([["-2", false, true], ["5", false, true], ["0", false, false], ["5.1", true, true], ["-2.1", true, true], ["", false, false]])) {
    assert.equal(outside(value, within), one, value);
    assert.equal(outside(value, between), other, value);
  }
  assert.equal(outside("7", number()), false);
  const time = number({ kind: "time", low: 8 * 60 + 30 });
  assert.equal(outside("08:29", time), true);
  assert.equal(outside("08:30", time), false);
  assert.equal(outside("999", number({ kind: "text", high: 5 })), false);
});

test("a minus is at hand where a value may be below zero, and looks like one", () => {
  assert.equal(signed(number()), true);
  assert.equal(signed(number({ low: 40 })), false);
  assert.equal(signed(number({ unit: "ml" })), false);
  for (const unit of ["℉", "°", "度", "摄氏度", "华氏度", "C", "F"]) {
    assert.equal(signed(number({ unit, high: 5 })), true, unit);
    assert.equal(signed(number({ unit, low: 0 })), false, unit);
  }
  assert.equal(signed(number({ unit: "bar", high: -0.2 })), true);
  assert.equal(signed(number({ unit: "bar", low: -1, high: 3 })), true);
  assert.equal(signed(number({ unit: "bar", high: 3 })), false);
  assert.equal(shown("-18", number()), "−18 ℃");
  assert.equal(shown("-x", number({ kind: "text" })), "-x");
});

test("a time whose lower bound is the later one runs over midnight", () => {
  const night = number({ kind: "time", low: 22 * 60, high: 6 * 60 });
  for (const within of ["22:00", "23:59", "00:00", "06:00"]) assert.equal(outside(within, night), false, within);
  for (const out of ["21:59", "06:01", "12:00"]) assert.equal(outside(out, night), true, out);
  assert.equal(outside("06:00", { ...night, high_out: true }), true);
});
