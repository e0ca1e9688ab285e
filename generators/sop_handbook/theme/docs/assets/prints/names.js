// @ts-check
/** What an archive and the files in it are called; the build made their parts fit for every system. */

import { fill } from "../lib/text.js";
import { isSet, titleOf } from "./find.js";

/** @typedef {import("./find.js").Item} Item */
/** @typedef {import("./find.js").List} List */
/** @typedef {import("./find.js").Wanted} Wanted */

const FEW = 2; // things or kinds that the name of an archive says
const MOST_ROLES = 3; // whose sets it says
const MOST = 110; // bytes of what it says, as entry_names has them: with the handbook and the day below the 255 of a name

/** In the order of use: kinds as they are needed, what they are about as the handbook has it.
 * @param {List} list @param {Item[]} items */
export function inOrder(list, items) {
  const [kinds, subjects] = [list.kinds, list.subjects].map((all) => new Map(/** @type {unknown[]} */ (all).map((one, at) => [one, at])));
  const place = (/** @type {Item} */ { kind, subject }) => (kinds.get(kind) ?? 0) * list.subjects.length + (subjects.get(subject) ?? 0);
  return [...items].sort((one, other) => place(one) - place(other));
}

/** @param {List} list @param {Item[]} items */
export function entriesOf(list, items) {
  const width = Math.max(2, `${items.length}`.length);
  return items.map(({ subject, kind, path }, at) => {
    const parts = { number: `${at + 1}`.padStart(width, "0"), about: fileOf(subject), kind: fileOf(kind) };
    return fill(list.entry, parts).trim() + path.slice(path.lastIndexOf("."));
  });
}

/** As many whole signs as there is room for, in bytes. @param {string} text @param {number} room */
export function cut(text, room) {
  const bytes = (/** @type {string} */ one) => new TextEncoder().encode(one).length;
  if (bytes(text) <= room) return text;
  const signs = [...text];
  while (bytes(signs.join("")) > room - 3) signs.pop();
  return `${signs.join("").trimEnd()}…`;
}

/** Whose they are and which kinds, of which handbook, as of which day.
 * @param {List} list @param {Item[]} items @param {Wanted} wanted @param {DOMStringMap} words */
export function archiveOf(list, items, wanted, words) {
  const told = whatOf(list, items, wanted, words) || fill(words.some ?? "", { count: items.length });
  const what = cut(told, MOST);
  return fill(words.file ?? "", { what, handbook: list.title, date: list.date });
}

/** @param {List} list @param {Item[]} items @param {Wanted} wanted @param {DOMStringMap} words */
function whatOf(list, items, wanted, words) {
  const titles = (/** @type {string[]} */ all, most = FEW) => (new Set(all).size > most ? "" : [...new Set(all)].join("、"));
  const packs = items.filter(({ kind }) => kind.id === "pack").map(({ subject }) => subject);
  if (packs.length && items.every((item) => packs.some(({ id }) => isSet(list, item, id)))) return `${several(packs.map(fileOf), words)} ${words.new}`;
  const subjects = items.map(({ subject }) => fileOf(subject));
  const about = titles(subjects, 1) || common(list.roles, wanted.role, items, "roles")
    || common(list.industries, wanted.industry, items, "industries") || titles(subjects);
  const kinds = titles(items.map(({ kind }) => fileOf(kind)));
  const count = about && !kinds && items.length > 1 ? fill(words.some ?? "", { count: items.length }) : "";
  return [about, kinds || count].filter(Boolean).join(" ");
}

/** The titles of roles, of many the first. @param {string[]} titles @param {DOMStringMap} words */
export function several(titles, words) {
  const roles = titles.slice(0, MOST_ROLES).join("、");
  return titles.length > MOST_ROLES ? fill(words.newRoles ?? "", { roles, count: titles.length }) : roles;
}

/** What was asked for, if all of them belong to it. @param {import("./find.js").Named[]} all @param {string} id
 * @param {Item[]} items @param {"roles" | "industries"} by */
function common(all, id, items, by) {
  const place = all.findIndex((one) => one.id === id);
  return place >= 0 && items.every(({ subject }) => subject[by]?.includes(place)) ? fileOf(all[place]) : "";
}

/** @param {{title: string, number?: string, file?: string}} thing */
function fileOf(thing) {
  return thing.file ?? titleOf(thing);
}
