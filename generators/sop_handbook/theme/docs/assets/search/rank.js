// @ts-check
/** Candidates read in full: how good each is, and what to show of it. */

import { heldBy } from "./answer.js";
import { match } from "./match.js";
import { severalWords } from "./score.js";
/** @typedef {import("./match.js").Match} Match */
/** @typedef {import("./sounds.js").Sounds} Sounds */
/** @typedef {import("./score.js").Candidate} Candidate */
/** @typedef {import("./score.js").Scored} Scored */

/** @typedef {[number, number][]} Marks places to highlight, from and to */
/**
 * A thing that can be found, as render/search/index.py writes it.
 * @typedef {{kind: string, page: string, anchor: string, title: string, number: string,
 *   place: string, role: string, mark: string, names: string[], lines: string[],
 *   missing: string[], gaps: string[], calls: string[]}} Entry
 */
/**
 * `name` is what else it is called, if that is what was found; with `absent` it is what it does
 * not answer. `line` is what it says about it, `gap` what it says it does not say. `held` is how
 * much of what was asked it has.
 * @typedef {{entry: Entry, score: number, held: import("./answer.js").Held, titleMarks: Marks, absent: boolean,
 *   name: string, nameMarks: Marks, line: string, lineMarks: Marks, gap: string, gapMarks: Marks}} Result
 */

const NAMED_OTHERWISE = 0.95; // an alias is nearly as good as the title
const BOTH = 0.15; // title and alias
const TOLD_TOO = 0.3; // a gap that says this share of it is shown beside what is not answered
const ENOUGH_LINE = 0.7; // a line that says less than this share of what a name says is not shown

/**
 * @param {Entry} entry
 * @param {Candidate} own
 * @param {Scored} way
 * @param {Sounds} sounds
 * @returns {Result}
 */
export function ranked(entry, own, way, sounds) {
  const look = (/** @type {string} */ text) => match(text, way.reading, way.shares, sounds);
  const title = look(entry.title);
  const name = best([...entry.names, ...entry.missing], look, close);
  const line = best(entry.lines, look, (found) => found.cover);
  const gap = best(entry.gaps, look, (found) => found.cover);
  const called = name ? NAMED_OTHERWISE * close(name.found) : 0;
  const named = Math.max(close(title), called) + BOTH * Math.min(close(title), called);
  const told = Math.max(
    title.cover, name?.found.cover ?? 0, line?.found.cover ?? 0, gap?.found.cover ?? 0, severalWords(way.reading) ? own.cover : 0,
  );
  const otherwise = name && called > close(title)
    && name.found.cover > ENOUGH_LINE * (line?.found.cover ?? 0) ? name : undefined;
  const said = Math.max(title.cover, otherwise?.found.cover ?? 0, line?.found.cover ?? 0);
  const missing = Boolean(otherwise && entry.missing.includes(otherwise.text));
  const unsaid = gap && gap.found.cover > (missing ? TOLD_TOO : ENOUGH_LINE) * said ? gap : undefined;
  return {
    entry,
    score: own.score * (0.4 + 0.5 * told + 0.7 * named),
    held: heldBy(own.record, way),
    absent: missing,
    gap: unsaid?.text ?? "",
    gapMarks: unsaid?.found.marks ?? [],
    titleMarks: title.marks,
    name: otherwise?.text ?? "",
    nameMarks: otherwise?.found.marks ?? [],
    line: (line?.found.cover ? line.text : entry.lines[0]) ?? "",
    lineMarks: line?.found.marks ?? [],
  };
}

/**
 * How nearly a text is what was asked for, and no more.
 * @param {Match} found
 */
function close(found) {
  return found.cover * (0.5 + 0.5 * found.share);
}

/**
 * @param {string[]} texts
 * @param {(text: string) => Match} look
 * @param {(found: Match) => number} value
 */
function best(texts, look, value) {
  /** @type {{text: string, found: Match} | undefined} */
  let top;
  for (const text of texts) {
    const found = look(text);
    if (!top || value(found) > value(top.found)) top = { text, found };
  }
  return top;
}
