// @ts-check
/** Which prints a question finds, and in which order. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { find, setOf, shelf } from "../../../generators/sop_handbook/theme/docs/assets/prints/find.js";
import { archiveOf } from "../../../generators/sop_handbook/theme/docs/assets/prints/names.js";

/** @param {string} id @param {string} title @param {string[]} names @param {string} sound */
const named = (id, title, names, sound) => ({ id, title, names, sound });
const KINDS = [
  { ...named("checklist", "检查表", ["清单"], "jian cha biao"), path: "prints/{id}-checklist.pdf" },
  { ...named("cards", "培训卡（A6，双面打印）", ["培训卡"], "pei xun ka"), path: "prints/{id}-cards.pdf" },
  { ...named("plate", "重点工作提醒牌", ["提醒牌"], "zhong dian gong zuo ti xing pai"), path: "prints/{id}-plate.pdf" },
  { ...named("docx", "Word 文档", ["Word"], "word wen dang"), path: "office/{id}.docx" },
];
const PROCEDURES = ["上菜", "撤换检查表", "结账", "退卡", "点菜"].map((title, at) => ({
  id: `p${at}`, title, sound: ["shang cai", "che huan jian cha biao", "jie zhang", "tui ka", "dian cai"][at], number: `CY-0${at}`,
  names: at ? [] : ["端菜"], page: `handbook/restaurant/p${at}`, roles: at < 3 ? [0] : [1], industries: [at < 3 ? 0 : 1],
  files: [0, 0, 90, 1, 1, 1200, 3, 2, 0],
}));
/** @type {import("../../../generators/sop_handbook/theme/docs/assets/prints/find.js").List} */
const LIST = {
  date: "2026-12-01", title: "手册", entry: "{number} {about} {kind}",
  kinds: KINDS,
  roles: [named("waiter", "服务员", ["跑堂"], "fu wu yuan"), named("teller", "柜员", [], "gui yuan")],
  industries: [named("restaurant", "餐饮", ["饭店"], "can yin"), named("bank", "银行", [], "yin hang")],
  subjects: [
    ...PROCEDURES,
    { id: "$&", title: "服务员", sound: "fu wu yuan", names: ["跑堂"], page: "handbook/roles/waiter", roles: [0], industries: [0], files: [2, 0, 50] },
  ],
  facts: [["A4 · 单面", "A4 单面", 1], ["A4 · 双面", "A4 双面", 2], ["DOCX", "", 0]],
};
const SHELF = shelf(LIST);

/** @param {Partial<import("../../../generators/sop_handbook/theme/docs/assets/prints/find.js").Wanted>} wanted */
function asked(wanted) {
  return find(SHELF, { q: "", role: "", industry: "", kind: "", ...wanted });
}

/** @param {Parameters<typeof asked>[0]} wanted */
function paths(wanted) {
  return asked(wanted).flatMap((group) => group.items.map((item) => item.path));
}

test("a word is looked for in number, title, other names, role and industry, by letters too", () => {
  for (const q of ["上菜", "端菜", "cy-00", "ＣＹ－００", "shangc", "sc", " 上菜  端菜 "]) {
    assert.deepEqual(paths({ q }), ["prints/p0-checklist.pdf", "prints/p0-cards.pdf", "office/p0.docx"], q);
  }
  for (const q of ["服务员", "跑堂", "fwy", "餐饮", "饭店"]) {
    assert.equal(new Set(asked({ q }).flatMap((group) => group.items.map((item) => item.subject))).size, 4, q);
  }
  assert.deepEqual(asked({ q: "潜水艇" }), []);
});

test("a word that a kind is called by means the kind, also where a title has it", () => {
  for (const q of ["检查表", "清单"]) {
    assert.deepEqual(paths({ q }), PROCEDURES.map((one) => `prints/${one.id}-checklist.pdf`), q);
  }
  assert.deepEqual(paths({ q: "清单 上菜" }), ["prints/p0-checklist.pdf"]);
  assert.deepEqual(paths({ q: "上菜 qingd" }), []);
  assert.deepEqual(paths({ q: "word 退卡" }), ["office/p3.docx"]);
});

test("part of a kind's name is enough, and what has it in its title is there, too", () => {
  assert.deepEqual(paths({ q: "卡 点菜" }), ["prints/p4-cards.pdf"]);
  assert.deepEqual(paths({ q: "卡 柜员", kind: "checklist" }), ["prints/p3-checklist.pdf"]);
});

test("what no kind is called exactly may be part of what one is called", () => {
  assert.deepEqual(paths({ q: "培训卡 双面 点菜" }), ["prints/p4-cards.pdf"]);
  assert.deepEqual(paths({ q: "word 双面" }), []);
});

test("two words may be typed as one, and a number without its hyphen or apart", () => {
  assert.deepEqual(paths({ q: "上菜检查表" }), ["prints/p0-checklist.pdf"]);
  assert.deepEqual(paths({ q: "服务员清单" }), ["p0", "p1", "p2"].map((id) => `prints/${id}-checklist.pdf`));
  for (const q of ["cy01", "CY 01", "ｃｙ０１"]) assert.deepEqual(paths({ q }), paths({ q: "CY-01" }), q);
  assert.deepEqual(paths({ q: "cy01清单" }), ["prints/p1-checklist.pdf"]);
  assert.deepEqual(paths({ q: "cy99" }), []);
});

test("role, industry and kind narrow what is typed", () => {
  assert.deepEqual(paths({ role: "teller", kind: "cards" }), ["prints/p3-cards.pdf", "prints/p4-cards.pdf"]);
  assert.deepEqual(paths({ industry: "bank", q: "dcai", kind: "docx" }), ["office/p4.docx"]);
  assert.deepEqual(paths({ role: "nobody" }), []);
  assert.deepEqual(paths({ kind: "nothing" }), []);
});

test("several words may be parts of what a kind is called", () => {
  const large = { ...named("checklist-large", "检查表（大字）", ["大字检查表"], ""), path: "prints/{id}-checklist-large.pdf" };
  const subjects = LIST.subjects.map((one) => ({ ...one, files: [...one.files, 4, 0, 90] }));
  const both = shelf({ ...LIST, kinds: [...KINDS, large], subjects });
  const found = (/** @type {string} */ q) => find(both, { q, role: "", industry: "", kind: "" }).flatMap(({ items }) => items.map(({ path }) => path));
  assert.deepEqual(found("退卡 检查表 大字"), ["prints/p3-checklist-large.pdf"]);
  assert.deepEqual(found("退卡 大字检查表"), ["prints/p3-checklist-large.pdf"]);
  assert.deepEqual(found("退卡检查表大字"), ["prints/p3-checklist-large.pdf"]);
  assert.deepEqual(found("退卡 检查表"), ["prints/p3-checklist.pdf"]);
});

test("words that are typed as one are taken apart, unless something is called so", () => {
  assert.deepEqual(paths({ q: "柜员清单" }), ["prints/p3-checklist.pdf", "prints/p4-checklist.pdf"]);
  assert.deepEqual(paths({ q: "cy-03word" }), ["office/p3.docx"]);
  assert.deepEqual(paths({ q: "撤换检查表" }), paths({ q: "cy-01" }));
  for (const q of ["潜水艇清单", "柜员潜水艇", "柜员单"]) assert.deepEqual(paths({ q }), [], q);
});

test("a number is found as it is typed in a hurry", () => {
  for (const q of ["cy03", "CY 03", "CY-03", "ＣＹ 03"]) assert.deepEqual(paths({ q: `${q} 清单` }), ["prints/p3-checklist.pdf"], q);
});

test("letters that a role begins with mean the role, not titles that have them inside", () => {
  const subjects = LIST.subjects.map((one) => (one.id === "p3" ? { ...one, title: "服务员退卡", sound: "fu wu yuan tui ka" } : one));
  const other = shelf({ ...LIST, subjects });
  for (const q of ["fwy", "fuwuyuan"]) {
    const found = find(other, { q, role: "", industry: "", kind: "checklist" }).flatMap(({ items }) => items.map(({ subject }) => subject.id));
    assert.deepEqual(found, ["p0", "p1", "p2"], q);
  }
});

test("little is told by what it is about, much by kind, what is needed most first", () => {
  assert.deepEqual(asked({ q: "上菜" }).map(({ title, page }) => [title, page]), [["CY-00 上菜", "handbook/restaurant/p0"]]);
  assert.deepEqual(asked({ role: "waiter" }).map(({ title, page }) => [title, page]),
    [["检查表", ""], ["培训卡（A6，双面打印）", ""], ["重点工作提醒牌", ""], ["Word 文档", ""]]);
});

test("what somebody new in a role needs is its pack and what it does, without what is in the pack", () => {
  const pack = { ...named("pack", "新人培训包", [], ""), path: "prints/{id}-pack.pdf", new: 1 };
  const kinds = [pack, ...KINDS.map((kind) => (kind.id === "docx" ? { ...kind, new: 2 } : kind))];
  const subjects = LIST.subjects.map((one) => ({ ...one, files: one.files.map((number, at) => (at % 3 ? number : number + 1)) }));
  const [first, second, ...rest] = subjects;
  const role = { ...rest[rest.length - 1], files: [0, 1, 9, 3, 0, 50] };
  const list = { ...LIST, kinds, subjects: [{ ...first, does: [0] }, second, ...rest.slice(0, -1), role] };
  assert.deepEqual(setOf(shelf(list), "waiter").map(({ title, items }) => [title, items.map((one) => one.path)]),
    [["新人培训包", ["prints/$&-pack.pdf"]], ["Word 文档", ["office/p0.docx"]]]);
  for (const id of ["teller", "nobody"]) assert.deepEqual(setOf(shelf(list), id), [], id);
});

test("a form that the pack of a role holds is not offered with it", () => {
  const kinds = KINDS.map((kind) => (kind.id === "plate" ? { ...kind, id: "pack", new: 1 } : kind.id === "docx" ? { ...kind, new: 2 } : kind));
  const form = { id: "f", title: "护理记录", sound: "", page: "forms/f", roles: [0], industries: [0], files: [3, 2, 9] };
  const given = (/** @type {object} */ more) => setOf(shelf({ ...LIST, kinds, subjects: [...LIST.subjects, { ...form, ...more }] }), "waiter")
    .map(({ title }) => title);
  assert.deepEqual(given({}), ["重点工作提醒牌", "Word 文档"]);
  assert.deepEqual(given({ packed: [0] }), ["重点工作提醒牌"]);
  assert.deepEqual(given({ packed: [1] }), ["重点工作提醒牌", "Word 文档"]);
});

test("a role that is wholly named is meant alone, by its title before its other names", () => {
  const other = { ...named("staff", "酒店员工", ["服务员"], "jiu dian yuan gong") };
  const plate = { id: "staff", title: "酒店员工", sound: "", names: ["服务员"], page: "handbook/roles/staff", roles: [2], industries: [0], files: [2, 0, 50] };
  const both = shelf({ ...LIST, roles: [...LIST.roles, other], subjects: [...LIST.subjects, plate] });
  const found = (/** @type {string} */ q) => find(both, { q, role: "", industry: "", kind: "plate" }).flatMap(({ items }) => items.map(({ subject }) => subject.title));
  assert.deepEqual(found("服务员"), ["服务员"]);
  assert.deepEqual(found("酒店员工"), ["酒店员工"]);
  assert.deepEqual(found("服务"), ["服务员", "酒店员工"]);
});

const WORDS = { file: "{what}-{handbook}-{date}.zip", some: "打印件{count}份", new: "新人要的", newRoles: "{roles}等{count}个岗位" };

test("the sets of several roles bear the names of all of them, of many the first", () => {
  const pack = { ...named("pack", "新人培训包", [], ""), path: "prints/{id}-pack.pdf", new: 1 };
  const items = ["服务员", "护士", "坐席", "收银员"].map((title, at) => {
    const subject = { id: `r${at}`, title, sound: "", page: "", roles: [at], industries: [], files: [0, 0, 1] };
    return { key: title, subject, kind: pack, facts: "", paper: "", sheets: 0, size: 1, path: `${title}.pdf` };
  });
  const list = { ...LIST, kinds: [pack], roles: items.map(({ subject }) => named(subject.id, subject.title, [], "")), subjects: items.map(({ subject }) => subject) };
  const name = (/** @type {number} */ count) => archiveOf(list, items.slice(0, count), { q: "", role: "", industry: "", kind: "" }, WORDS);
  assert.equal(name(1), "服务员 新人要的-手册-2026-12-01.zip");
  assert.equal(name(3), "服务员、护士、坐席 新人要的-手册-2026-12-01.zip");
  assert.equal(name(4), "服务员、护士、坐席等4个岗位 新人要的-手册-2026-12-01.zip");
});

test("an item has all that a tile says, whatever its id means to a replacement", () => {
  const [{ items: [item] }] = asked({ kind: "plate" });
  assert.equal(item.path, "prints/$&-plate.pdf");
  assert.deepEqual([item.facts, item.size, item.subject.title], ["A4 · 单面", 50, "服务员"]);
});
