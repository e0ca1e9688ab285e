// @ts-check
/**
 * The search: few blocks of an alphabetical index find candidates, their own text puts them in
 * order. Knows nothing of the page; `load` gets files by name.
 */

import { answers } from "./answer.js";
import { WORDS } from "./parts.js";
import { readings } from "./query.js";
import { ranked } from "./rank.js";
import { lookup, merged, noEvidence, packing, scored } from "./score.js";
import { Sounds } from "./sounds.js";
import { normal } from "./text.js";
/** @typedef {import("./rank.js").Entry} Entry */
/** @typedef {import("./rank.js").Result} Result */
/** @typedef {import("./query.js").Reading} Reading */
/** @typedef {import("./query.js").Slot} Slot */
/** @typedef {import("./query.js").Look} Look */
/** @typedef {import("./score.js").Scored} Scored */

/**
 * What every query needs: the names of all blocks and chunks, where in the alphabet each block
 * begins, the first record of each chunk (as a file: how many it is about), how far up each record may come, the characters
 * of each syllable, words that mean the same.
 * @typedef {{format: Format, names: string, blocks: string[], chunks: number[], ranks: string,
 *   sounds: Record<string, string>, synonyms: string[][], contacts: Contact[],
 *   emergencies: {title: string, words: string[], pieces: Piece[]}[]}} Table
 * @typedef {{industry: string, title: string, who: string, number: string, address: string}} Contact
 * How the files are written: letters of a file's name; in a number of a block, how many bits are
 * the level and what each level is; the highest rank; what stands at which place of an entry.
 * @typedef {{letters: number, bits: number, levels: string[], rank: number, fields: string[]}} Format
 * A piece of what says whom to call, and its address, if it is a number.
 * @typedef {[text: string, address: string]} Piece
 */
/** @typedef {Table & {packing: import("./score.js").Packing}} Ready with numbers as they are used */
/**
 * Results, best first; how many there are in all; whether the best of them answers the question;
 * what danger it speaks of, and the number for that, if there is one; whom one can call.
 * @typedef {{results: Result[], total: number, answered: import("./answer.js").Answered,
 *   urgent?: [title: string, pieces: Piece[]], contacts: Contact[]}} Answer
 */
/**
 * Load gets `table`, `rare`, and blocks and chunks by the names the table has for them. With
 * `anew` it asks the server, whatever is kept.
 * @typedef {(name: string, anew?: boolean) => Promise<any>} Load
 */

const CANDIDATES = 20; // read in full before they are put in order
const HOPELESS = 0.3; // of the best score: a text read in full cannot make up for less
const WIDEST = 4; // blocks that the beginning of a word may reach over
const WORD = 0.9; // of the question: the letters are a word of the handbook
const DOUBT = 0.5;
const SET = "set="; // how places in the print centre begin that are for somebody new in a role
const FILES = "files"; // the place of a procedure's prints; its roles are those that do steps of it
const MEANT = 1.2; // prints of a role that is named by its title, beside those of others called alike
const HELP = "help"; // the kind of what keepers of the handbook read

export class Search {
  /** @param {Load} load */
  constructor(load) {
    this.load = load;
    /** How much nearer than others a reader would like an entry, from 1; nothing is left out. */
    this.prefers = (/** @type {Entry} */ _entry) => 1;
    /** @type {Promise<{table: Ready, sounds: Sounds}> | undefined} */
    this.ready = undefined;
  }

  /** Fetch what every query needs; after a failure the next call tries again. */
  open(anew = false) {
    this.ready ??= this.load("table", anew).then((table) => (
      { table: { ...table, chunks: starts(table.chunks), packing: packing(table.format) }, sounds: new Sounds(table.sounds) }
    ));
    this.ready.catch(() => { this.ready = undefined; });
    return this.ready;
  }

  /**
   * @param {string} typed
   * @param {number} limit
   * @returns {Promise<Answer>}
   */
  async find(typed, limit = 10) {
    const { table } = await this.open();
    try {
      return await this.#find(typed, limit);
    } catch (error) {
      // A file that is gone: perhaps the site was published anew, and its table names others.
      this.ready = undefined;
      const { table: newer } = await this.open(true);
      if (newer.names === table.names) throw error;
      return this.#find(typed, limit);
    }
  }

  /**
   * @param {string} typed
   * @param {number} limit
   * @returns {Promise<Answer>}
   */
  async #find(typed, limit) {
    const { table, sounds } = await this.open();
    if (!sounds.knows(typed)) {
      const { sounds: more, simple } = await this.load("rare");
      sounds.learn(more, simple);
    }
    const ways = readings(typed, sounds, table.synonyms).filter((way) => way.slots.length);
    const found = await Promise.all(ways.map((way) => this.#score(way, table, sounds)));
    preferWords(found);
    const { best, total } = merged(found);
    const hopeful = best.slice(0, CANDIDATES).filter((one) => one.score > HOPELESS * best[0].score);
    const wanted = best.slice(0, Math.max(hopeful.length, limit));
    const entries = await this.#entries(wanted.map((one) => one.record), table);
    const results = wanted.map((one, i) => ranked(entries[i], one, found[one.way], sounds));
    for (const result of results) result.score *= this.prefers(result.entry) * (isMeant(result, typed) ? MEANT : 1);
    results.sort((a, b) => b.score - a.score || inPlace(a.entry, b.entry));
    const { fit, left } = fitting(ofRole(results, typed), results.length);
    const urgent = urgentIn(typed, table, sounds);
    const sure = answers(total ? fit : []);
    // Where there is danger, what is not sure is no answer.
    const answered = urgent && sure === "perhaps" ? "no" : sure;
    // What holds less than half of the question only sounds like it: no result, and no 是不是要找.
    const count = Math.max(0, total - left);
    return { results: fit.slice(0, count && limit), total: count, answered, urgent, contacts: table.contacts };
  }

  /**
   * @param {Reading} reading
   * @param {Ready} table
   * @param {Sounds} sounds
   * @returns {Promise<Scored>}
   */
  async #score(reading, table, sounds) {
    const evidence = await Promise.all(reading.slots.map((slot) => this.#lookup(slot, table, sounds)));
    return scored(reading, evidence, table.ranks, table.format.rank);
  }

  /**
   * @param {Slot} slot
   * @param {Ready} table
   * @param {Sounds} sounds
   */
  async #lookup(slot, table, sounds) {
    const evidence = noEvidence(table.ranks.length);
    const look = async (/** @type {Look} */ look) => {
      const first = lastUpTo(table.blocks, look.key);
      const last = look.open ? lastUpTo(table.blocks, `${look.key}\uffff`) : first;
      const places = [];
      for (let i = first; i <= Math.min(last, first + WIDEST - 1); i++) places.push(i);
      const blocks = await Promise.all(places.map((place) => this.load(nameOf(place, table))));
      for (const block of blocks) lookup(evidence, table.packing, block, look, slot, sounds);
    };
    await Promise.all(slot.looks.filter(({ slip }) => !slip).map(look));
    // Only what nobody calls so may be a slip.
    if (!evidence.size) await Promise.all(slot.looks.filter(({ slip }) => slip).map((one) => look(slipIn(one, table))));
    return evidence;
  }

  /**
   * @param {number[]} records
   * @param {Ready} table
   * @returns {Promise<Entry[]>}
   */
  #entries(records, table) {
    return Promise.all(records.map(async (record) => {
      const place = lastUpTo(table.chunks, record);
      const chunk = await this.load(nameOf(table.blocks.length + place, table));
      return entryOf(chunk[record - table.chunks[place]], table.format);
    }));
  }
}

/**
 * Of what is for somebody new in a role only that for the roles that are wholly named, if any is:
 * not what is for others who are called alike.
 * @param {Result[]} results
 * @param {string} typed
 */
function ofRole(results, typed) {
  const text = normal(typed);
  const named = [...new Set(results.filter(isSet).map(({ entry }) => normal(entry.role)).filter((role) => text.includes(role)))];
  const meant = named.filter((role) => !named.some((longer) => longer !== role && longer.includes(role)));
  return meant.length ? results.filter((one) => !isSet(one) || meant.includes(normal(one.entry.role))) : results;
}

/**
 * Whether these are the prints of somebody who is wholly named: 服务员 is not 客舱服务员.
 * @param {Result} result
 * @param {string} typed
 */
function isMeant({ entry: { anchor, role } }, typed) {
  return anchor === FILES && role.split("、").some((title) => title && normal(typed).includes(normal(title)));
}

/** @param {Result} result */
function isSet({ entry }) {
  return entry.anchor.startsWith(SET) && Boolean(entry.role);
}

/**
 * Without the pages for those who keep the handbook, unless they alone answer; `left` counts what
 * is not among them of `count`.
 * @param {Result[]} results best first
 * @param {number} count
 */
function fitting(results, count) {
  const own = results.filter(({ entry }) => entry.kind !== HELP);
  const fit = own.length || answers(results) !== "yes" ? own : results;
  return { fit, left: count - fit.length };
}

/**
 * Where to look for a slip: among all words if they are few, else among those with its first letter.
 * @param {Look} look
 * @param {Ready} table
 * @returns {Look}
 */
function slipIn(look, table) {
  const count = lastUpTo(table.blocks, `${WORDS}\uffff`) - lastUpTo(table.blocks, WORDS);
  return count < WIDEST ? look : { ...look, key: `${WORDS}${look.slip?.[0]}` };
}

/**
 * @param {string} typed
 * @param {Ready} table
 * @param {Sounds} sounds
 * @returns {[title: string, pieces: Piece[]] | undefined}
 */
function urgentIn(typed, { emergencies }, sounds) {
  const text = sounds.simplified(normal(typed));
  const found = emergencies.find(({ words }) => words.some((word) => text.includes(word)));
  return found && [found.title, found.pieces];
}

/**
 * Letters that are a word of the handbook, such as HR, are hardly meant as first letters.
 * @param {Scored[]} found
 */
function preferWords([words, ...others]) {
  if (!words?.cover.some((cover) => cover > WORD)) return;
  for (const other of others) {
    if (other.reading.letters) other.score.forEach((score, i) => { other.score[i] = score * DOUBT; });
  }
}

/**
 * What is as good as another comes as the handbook has it: step by step.
 * @param {Entry} a
 * @param {Entry} b
 */
function inPlace(a, b) {
  return a.page.localeCompare(b.page) || a.number.localeCompare(b.number, "en", { numeric: true });
}

/**
 * What parts of some lengths begin with.
 * @param {number[]} lengths
 */
function starts(lengths) {
  let start = 0;
  return lengths.map((length) => (start += length) - length);
}

/**
 * The name of a block, or, after these, of a chunk.
 * @param {number} place
 * @param {Ready} table
 */
function nameOf(place, { names, format: { letters } }) {
  return names.slice(place * letters, (place + 1) * letters);
}

/**
 * The place of the last item that is not after a value; 0 if all are.
 * @template T
 * @param {T[]} sorted
 * @param {T} value
 */
function lastUpTo(sorted, value) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

/**
 * An entry by its fields; lists that are empty may be left out at its end.
 * @param {any[]} values
 * @param {Format} format
 * @returns {Entry}
 */
function entryOf(values, { fields }) {
  return /** @type {any} */ (Object.fromEntries(fields.map((name, place) => [name, values[place] ?? []])));
}
