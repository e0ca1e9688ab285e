// @ts-check
/** From tokens of the index to candidates: how much each record speaks for each reading. */

import { WORDS } from "./parts.js";

/** @typedef {import("./query.js").Reading} Reading */
/** @typedef {import("./query.js").Slot} Slot */
/** @typedef {import("./query.js").Look} Look */
/** @typedef {import("./sounds.js").Sounds} Sounds */

/** @typedef {Record<string, Record<string, number[]>>} Block keys to tokens to packed records */
/** @typedef {{bits: number, worth: number[]}} Packing how many bits are a level, what each counts */
/**
 * For each record what its best token for a slot counts, and how sure it is that it was meant;
 * `size` is how many records have one.
 * @typedef {{worth: Float32Array, trust: Float32Array, size: number}} Evidence
 */
/**
 * A reading with what share of the question each slot is, and the records: what speaks for
 * them, how much of the question they hold, and whether they surely have a word of it.
 * @typedef {{reading: Reading, evidence: Evidence[], count: number, shares: number[],
 *   score: Float32Array, cover: Float32Array, sure: Uint8Array}} Scored
 */
/** @typedef {{record: number, score: number, cover: number, sure: boolean, way: number}} Candidate */

// How much a token counts by where a record has it.
const WORTH = { far: 0.4, near: 0.8, skip: 0.8, line: 1.5, lines: 1.7, loud: 1.9, name: 2.8, title: 3.2 };
const ALIKE = 0.5; // other characters, same sound
const LOOSE = 0.33; // other characters, nearly the same sound
const BEGUN = 0.8; // pinyin of which the last syllable is not finished
const SPOKEN = 0.6; // pinyin that is nearly the same
const ABSENT = 0.35; // the handbook nowhere has this pair: perhaps it is none
const ENOUGH = 0.3; // of what was asked; less is no answer …
const SURE = 0.65; // … unless a word of it is there as it was meant
const TELLING = 0.9; // the weight of a slot that is not about asking
const NOISE = 0.2; // of the best score; less is not shown beside it

/**
 * How numbers of a block are read, by what the table says of them.
 * @param {import("./engine.js").Format} format
 * @returns {Packing}
 */
export function packing({ bits, levels }) {
  const worth = levels.map((level) => WORTH[/** @type {keyof typeof WORTH} */ (level)]);
  if (worth.includes(/** @type {any} */ (undefined))) throw new Error(`levels ${levels}`);
  return { bits, worth };
}

/**
 * Add what a block says about a look.
 * @param {Evidence} evidence
 * @param {Packing} packing
 * @param {Block} block
 * @param {Look} look
 * @param {Slot} slot
 * @param {Sounds} sounds
 */
export function lookup(evidence, packing, block, look, slot, sounds) {
  if (look.slip) return lookupSlips(evidence, packing, block, look, slot);
  const keys = look.open ? Object.keys(block).filter((key) => key.startsWith(look.key)) : [look.key];
  for (const key of keys) {
    for (const [token, packed] of Object.entries(Object.hasOwn(block, key) ? block[key] : {})) {
      const trust = look.worth * alike(token, look, slot, sounds);
      if (trust) unpack(packed, trust, evidence, packing);
    }
  }
}

/**
 * Add what a block says about words that are the one typed but for a slip; nobody else knows them.
 * @param {Evidence} evidence
 * @param {Packing} packing
 * @param {Block} block
 * @param {Look} look
 * @param {Slot} slot
 */
function lookupSlips(evidence, packing, block, look, slot) {
  for (const key of Object.keys(block)) {
    const word = key.slice(WORDS.length);
    if (!key.startsWith(look.key) || !slipped(look.slip ?? "", word)) continue;
    (slot.parts[0].meant ??= new Set()).add(word);
    for (const packed of Object.values(block[key])) unpack(packed, look.worth, evidence, packing);
  }
}

/**
 * Whether one word is another with one letter wrong, missing, too many, or two of them swapped.
 * @param {string} one
 * @param {string} other
 */
export function slipped(one, other) {
  const longer = one.length - other.length;
  if (Math.abs(longer) > 1) return false;
  let same = 0;
  while (same < one.length && one[same] === other[same]) same++;
  const rest = (/** @type {string} */ word, /** @type {number} */ skip) => word.slice(same + skip);
  if (longer) return rest(one, longer > 0 ? 1 : 0) === rest(other, longer > 0 ? 0 : 1);
  const swapped = one[same] === other[same + 1] && one[same + 1] === other[same];
  return rest(one, 1) === rest(other, 1) || (swapped && rest(one, 2) === rest(other, 2));
}

/**
 * How well a token answers a look, 0 if not at all.
 * @param {string} token
 * @param {Look} look
 * @param {Slot} slot
 * @param {Sounds} sounds
 */
function alike(token, look, slot, sounds) {
  if (look.token === token) return 1;
  if (look.other) return 0;
  if (/[#~=]/.test(look.key[0])) return look.open ? 1 : 0;
  const characters = [...token].filter((c) => c !== "^" && c !== "$");
  const parts = slot.parts.length === characters.length ? slot.parts : [slot.parts[0]];
  const typed = parts.every((part) => part.text);
  if (typed && look.open) return token.startsWith(parts[0].text) ? 1 : 0;
  const exact = parts.every((part, i) => part.text === characters[i] || sounds.has(characters[i], part));
  if (typed) return exact ? ALIKE : LOOSE;
  if (exact) return 1;
  return parts.every((part, i) => sounds.begins(characters[i], part)) ? BEGUN : SPOKEN;
}

/**
 * @param {number[]} packed
 * @param {number} trust
 * @param {Evidence} evidence
 * @param {Packing} packing
 */
function unpack(packed, trust, evidence, { bits, worth: levels }) {
  const level = (1 << bits) - 1;
  let record = 0;
  for (const number of packed) {
    record += number >> bits;
    if (!evidence.trust[record]) evidence.size++;
    if (trust > evidence.trust[record]) evidence.trust[record] = trust;
    const worth = trust * levels[number & level];
    if (worth > evidence.worth[record]) evidence.worth[record] = worth;
  }
}

/**
 * @param {number} count
 * @returns {Evidence}
 */
export function noEvidence(count) {
  return { worth: new Float32Array(count), trust: new Float32Array(count), size: 0 };
}

/**
 * @param {Reading} reading
 * @param {Evidence[]} evidence of each slot
 * @param {string} ranks how far up each record may come, a digit each
 * @param {number} full the highest of them
 * @returns {Scored}
 */
export function scored(reading, evidence, ranks, full) {
  const weights = reading.slots.map((slot, i) => ( // first letters are typed as they are meant
    slot.weight * Math.log(1 + ranks.length / (evidence[i].size + 1))
      * (evidence[i].size || reading.letters ? 1 : ABSENT)
  ));
  const shares = sharesOf(reading.slots, weights);
  const score = new Float32Array(ranks.length);
  const cover = new Float32Array(ranks.length);
  const sure = new Uint8Array(ranks.length);
  evidence.forEach(({ worth, trust, size }, i) => {
    if (!size) return;
    const { core, weight } = reading.slots[i];
    const telling = core && weight >= TELLING && !reading.letters;
    for (let record = 0; record < worth.length; record++) {
      if (!trust[record]) continue;
      score[record] += weights[i] * worth[record];
      cover[record] += shares[i] * trust[record];
      if (telling && trust[record] >= SURE) sure[record] = 1;
    }
  });
  const several = severalWords(reading);
  for (let record = 0; record < score.length; record++) {
    if (!score[record]) continue;
    const held = Math.min(1, cover[record]);
    score[record] *= (several ? 0.02 + 0.98 * held ** 3 : 0.25 + 0.75 * held ** 1.5)
      * Number(ranks[record]) / full * reading.worth;
  }
  return { reading, evidence, count: ranks.length, shares, score, cover, sure };
}

/** @param {Reading} reading */
export function severalWords(reading) {
  return reading.slots.some((slot) => slot.run > 0);
}

/**
 * What share of the question each slot is: every stretch counts the same, and in it every slot
 * by its weight. Slots that only help come on top.
 * @param {Slot[]} slots
 * @param {number[]} weights
 */
function sharesOf(slots, weights) {
  /** @type {number[]} */
  const runs = [];
  slots.forEach((slot, i) => { runs[slot.run] = (runs[slot.run] ?? 0) + (slot.core ? weights[i] : 0); });
  return slots.map((slot, i) => (
    slot.core || slot.parts.length > 1 ? weights[i] / (runs[slot.run] || 1) / runs.length : 0
  ));
}

/**
 * The best reading of each record, best first, and how many are answers. Without any answer
 * these are what comes nearest.
 * @param {Scored[]} found
 * @returns {{best: Candidate[], total: number}}
 */
export function merged(found) {
  /** @type {Candidate[]} */
  const all = [];
  const count = found[0]?.score.length ?? 0;
  for (let record = 0; record < count; record++) {
    let way = 0;
    for (let i = 1; i < found.length; i++) if (found[i].score[record] > found[way].score[record]) way = i;
    const score = found[way].score[record];
    if (!score) continue;
    const cover = found[way].cover[record];
    all.push({ record, score, cover, sure: found[way].sure[record] > 0, way });
  }
  const answers = all.filter((one) => one.sure || one.cover >= ENOUGH);
  const pool = answers.length ? answers : all;
  const top = pool.reduce((most, one) => Math.max(most, one.score), 0);
  const best = pool.filter((one) => one.score > NOISE * top);
  best.sort((a, b) => b.score - a.score || a.record - b.record);
  return { best, total: answers.length && best.length };
}
