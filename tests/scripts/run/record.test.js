// @ts-check
/** What is left of a run. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { span } from "../../../generators/sop_handbook/theme/docs/assets/run/clock.js";
import { csv, json, late } from "../../../generators/sop_handbook/theme/docs/assets/run/record.js";
import { act, begin } from "../../../generators/sop_handbook/theme/docs/assets/run/state.js";
import { dialled } from "../../../generators/sop_handbook/theme/docs/assets/run/step.js";
import { book, step } from "./books.js";

const WORDS = {
  revision: "第{revision}版", status: { draft: "草案 · 未批准" }, returned: "回来（{end}）", "was-late": "超过时限",
  "met-exception": "遇到异常：{when}", "stopped-because": "中止：{reason}", "not-ended": "还没有结束", changed: "改过",
  how: { open: "进行中", done: "完成", answered: "选择“{answer}”", skipped: "没有做", stopped: "中止" },
  deviations: { skipped: "没有做这一步" }, columns: { run: "记录号", note: "备注" },
  units: { d: "天", h: "小时", m: "分", s: "秒" },
};
const books = { p: book("p", [step("a", { next: "b", seconds: 1 }), step("b", { next: "done" })]) };

/** @param {string} note */
function noted(note) {
  const run = act(begin(books, "p", "r", Date.UTC(2026, 10, 22), { label: "3号桌" }), books, { type: "note", text: note, at: Date.UTC(2026, 10, 22, 0, 0, 5) });
  return act(run, books, { type: "next", at: Date.UTC(2026, 10, 22, 0, 0, 10) });
}

/** @param {string} note */
const cells = (note) => csv(noted(note), WORDS).split("\r\n")[1];

test("a spreadsheet is told the encoding, and every row the procedure it belongs to", () => {
  const table = csv(noted("好"), WORDS);
  assert.equal(table[0], "\uFEFF");
  const rows = table.slice(1).split("\r\n");
  assert.equal(rows.at(-1), "");
  assert.equal(rows.length, 4);
  for (const row of rows.slice(1, 3)) assert.match(row, /^r,3号桌,P,流程p,第2版,草案 · 未批准,code-p,/);
  assert.match(rows[1], /,完成,好,,超过时限,还没有结束$/);
  assert.match(rows[2], /,进行中,/);
});

// The recall list is held to the same list, see tests/test_text.py.
const CASES = JSON.parse(readFileSync(new URL("../../cases/formulas.json", import.meta.url), "utf8"));

for (const note of CASES.formulas) {
  test(`a note that would be a formula stays a text: ${JSON.stringify(note)}`, () => {
    assert.match(cells(note), /,"?'/);
  });
}

for (const note of CASES.texts) {
  test(`a note that is none is left as it is: ${JSON.stringify(note)}`, () => {
    assert.ok(csv(noted(note), WORDS).includes(`,${note},`));
  });
}

test("commas, quotation marks and lines stay within their cell", () => {
  assert.ok(csv(noted('1,2 "三"\n四'), WORDS).includes('"1,2 ""三""\n四"'));
  assert.ok(cells("平常 a=b").includes(",平常 a=b,"));
});

test("the data say when, with the device's offset, and what is not approved", () => {
  const data = JSON.parse(json(noted("好")));
  assert.equal(data.format, "sop-run-record");
  assert.equal(Date.parse(data.started), Date.UTC(2026, 10, 22));
  assert.match(data.started, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/);
  assert.deepEqual([data.procedures[0].status, data.procedures[0].approved], ["draft", false]);
  assert.deepEqual([data.ended, data.outcome, data.path[0].note, data.path[0].late], [null, null, "好", true]);
});

test("late is late only where a limit must not be passed", () => {
  const visit = noted("").visits[0];
  assert.equal(late(visit), true);
  assert.equal(late({ ...visit, least: true }), false);
  assert.equal(late({ ...visit, due: undefined }), false);
});

test("lengths of time read as people say them", () => {
  const cases = { 0: "0秒", 5: "5秒", 65: "1分05秒", 60: "1分", 3600: "1小时", 4800: "1小时20分", 180_000: "2天02小时" };
  for (const [seconds, shown] of Object.entries(cases)) assert.equal(span(Number(seconds) * 1000, WORDS), shown);
});

test("a text without a number to dial is left alone", () => {
  assert.deepEqual(dialled("没有电话", { 拨4008: [["拨"], ["4008", "tel:4008"]] }), ["没有电话"]);
});
