// @ts-check
/** Which prints are asked for. Pure: the list of the build goes in, what is to be shown comes out. */

import { sounds } from "../narrow.js";
import { normal } from "../search/text.js";
import { wordsOf } from "./words.js";

/** @typedef {{id: string, title: string, names: string[], sound: string, file?: string}} Named  `file` is its name in those of files, if that is not its title */
/** @typedef {Named & {path: string, new?: number}} Kind  `path` of its files, with {id}; `new` is 1 for what somebody new needs, 2 for what he may want as well */
/**
 * Something that is printed about. `files` are three numbers each: of its kind, of its facts, and
 * its size in kilobytes; `roles`, `does` (those that do a step of it), `packed` (those whose packs hold it)
 * and `industries` are numbers of those lists.
 * @typedef {{id: string, title: string, sound: string, page: string, number?: string, names?: string[], file?: string,
 *   roles?: number[], does?: number[], packed?: number[], industries: number[], files: number[]}} Subject
 */
/** @typedef {[string, string, number]} Facts  all that is known; the paper, "" for none; sheets of it, 0 if that is not known */
/**
 * What render/print_list.py writes. `entry` is how files are called in an archive.
 * @typedef {{date: string, title: string, entry: string, kinds: Kind[], roles: Named[], industries: Named[],
 *   subjects: Subject[], facts: Facts[]}} List
 */
/** @typedef {{text: string, sounds: string[]}} Heard  as it is compared */
/** @typedef {Heard & {called: Set<string>}} Called */
/** @typedef {{list: List, kinds: Called[], subjects: Heard[], names: Set<string>}} Shelf  `names`: what kinds, roles and industries are called */
/** @typedef {{q: string, role: string, industry: string, kind: string}} Wanted */
/** @typedef {{key: string, subject: Subject, kind: Kind, facts: string, paper: string, sheets: number, size: number, path: string}} Item */
/** @typedef {{title: string, page: string, items: Item[]}} Group */

const FEW = 3; // so many things are told apart by headings of their own

/** Make a list ready to be asked, once. @param {List} list @returns {Shelf} */
export function shelf(list) {
  /** @param {(Named | undefined)[]} parts */
  const heard = (parts) => ({
    text: normal(parts.flatMap((one) => one ? [one.title, ...one.names] : []).join("\n")),
    sounds: parts.flatMap((one) => [...(one?.sound ?? "").split(" "), ""]), // a gap between two names
  });
  return {
    list,
    names: new Set([...list.kinds, ...list.roles, ...list.industries].flatMap(({ title, names }) => [title, ...names]).map(normal)),
    kinds: list.kinds.map((kind) => ({ ...heard([kind]), called: new Set([kind.title, ...kind.names].map(normal)) })),
    subjects: list.subjects.map((one) => {
      const own = { id: one.id, title: one.title, names: [...numbered(one), ...one.names ?? []], sound: one.sound };
      const roles = (one.roles ?? []).map((place) => list.roles[place]);
      return heard([own, ...roles.filter((role) => role.title !== one.title), ...one.industries.length === 1 ? [list.industries[one.industries[0]]] : []]);
    }),
  };
}

/** A number as it is written, and as it is typed in a hurry. @param {Subject} subject */
function numbered({ number }) {
  return number ? [number, number.replaceAll("-", "")] : [];
}

/**
 * The roles that are called exactly so, by title, by its sound or first letters, or else by
 * another name, as numbers.
 * @param {List} list @param {string} word
 */
function called({ roles }, word) {
  const those = (/** @type {(role: Named) => string[]} */ names) => (
    roles.flatMap((role, at) => (names(role).some((name) => normal(name) === word) ? [at] : [])));
  const titled = those(({ title, sound }) => [title, sound.replaceAll(" ", ""), sound.split(" ").map(([first]) => first ?? "").join("")]);
  return titled.length ? titled : those(({ names }) => names);
}

/** @param {Heard} one @param {string} word */
function fits(one, word) {
  return one.text.includes(word) || (/^[a-z]+$/.test(word) && sounds(one.sounds, word));
}

/**
 * What is asked for, what is needed most first: by kind, or by what it is about if that is little.
 * A word that a kind is called by means the kind, or where that gives nothing a part of its name:
 * 检查表 大字. Any other is in what it is about, or in the kind.
 * @param {Shelf} shelf
 * @param {Wanted} wanted
 * @returns {Group[]}
 */
export function find(shelf, wanted) {
  const { kinds, subjects, names } = shelf;
  const known = (/** @type {string} */ word) => [kinds, subjects].some((all) => all.some((one) => fits(one, word)));
  const words = wordsOf(wanted.q, known, (word) => names.has(word));
  const named = words.filter((word) => kinds.some((one) => one.called.has(word)));
  const asked = words.filter((word) => !named.includes(word));
  const items = found(shelf, wanted, asked, (kind) => named.every((word) => kind.called.has(word)));
  return grouped(items.length ? items : found(shelf, wanted, asked, (kind) => named.every((word) => kind.text.includes(word))));
}

/** @param {Shelf} shelf @param {Wanted} wanted @param {string[]} asked @param {(kind: Called) => boolean} means  whether a kind is one that is named */
function found({ list, kinds, subjects }, { role, industry, kind }, asked, means) {
  const taken = list.kinds.map((one, place) => (!kind || one.id === kind) && means(kinds[place]));
  const loose = asked.map((word) => kinds.map((one) => fits(one, word)));
  const [works, lies] = [placeOf(list.roles, role), placeOf(list.industries, industry)];
  const whose = asked.map((word) => called(list, word)); // whoever is wholly named is meant, nobody called alike
  /** @type {Item[][]} */
  const items = list.kinds.map(() => []);
  list.subjects.forEach((subject, place) => {
    if (role && !subject.roles?.includes(works)) return;
    if (industry && !subject.industries.includes(lies)) return;
    const left = loose.filter((_, at) => !(whose[at].length ? whose[at].some((one) => subject.roles?.includes(one)) : fits(subjects[place], asked[at])));
    for (let at = 0; at < subject.files.length; at += 3) {
      const what = subject.files[at];
      if (taken[what] && left.every((fit) => fit[what])) items[what].push(itemOf(list, subject, at));
    }
  });
  return items.flat();
}

/** Whether a print is for somebody new in a role: its pack, and of what the role does, but for what the pack holds.
 * @param {List} list @param {Pick<Item, "subject" | "kind">} item @param {string} role */
export function isSet(list, { subject, kind }, role) {
  const place = placeOf(list.roles, role);
  const concerns = Boolean((subject.number ? subject.does : subject.roles)?.includes(place));
  return Boolean(kind.new) && place >= 0 && concerns && !subject.packed?.includes(place);
}

/** All that is for somebody new in a role, by kind; nothing where there is no pack.
 * @param {Shelf} shelf @param {string} role @returns {Group[]} */
export function setOf({ list }, role) {
  const place = placeOf(list.roles, role);
  const mine = list.subjects.filter(({ roles }) => roles?.includes(place));
  const files = mine.flatMap((subject) => subject.files.flatMap((_, at) => (at % 3 ? [] : [itemOf(list, subject, at)])));
  const items = files.filter((item) => isSet(list, item, role));
  items.sort((one, other) => list.kinds.indexOf(one.kind) - list.kinds.indexOf(other.kind));
  return items.some(({ kind }) => kind.id === "pack") ? parted(items, (item) => item.kind, () => "") : [];
}

/** @param {Named[]} all @param {string} id */
function placeOf(all, id) {
  return all.findIndex((one) => one.id === id);
}

/** @param {List} list @param {Subject} subject @param {number} at @returns {Item} */
function itemOf(list, subject, at) {
  const [what, told, size] = subject.files.slice(at, at + 3);
  const kind = list.kinds[what];
  const path = kind.path.replace("{id}", () => subject.id);
  const [facts, paper, sheets] = list.facts[told];
  return { key: path, subject, kind, facts, paper, sheets, size, path };
}

/** @param {Item[]} items @returns {Group[]} */
function grouped(items) {
  const about = new Set(items.map((item) => item.subject));
  if (about.size > FEW) return parted(items, (item) => item.kind, () => "");
  return parted(items, (item) => item.subject, (subject) => subject.page);
}

/**
 * @template {Named | Subject} T
 * @param {Item[]} items
 * @param {(item: Item) => T} by
 * @param {(thing: T) => string} page
 */
function parted(items, by, page) {
  /** @type {Map<T, Item[]>} */
  const parts = new Map();
  for (const item of items) {
    const mine = parts.get(by(item));
    if (mine) mine.push(item);
    else parts.set(by(item), [item]);
  }
  return [...parts].map(([thing, mine]) => ({ title: titleOf(thing), page: page(thing), items: mine }));
}

/** What people call something: with its number, if it has one. @param {{title: string, number?: string}} thing */
export function titleOf({ title, number }) {
  return number ? `${number} ${title}` : title;
}
