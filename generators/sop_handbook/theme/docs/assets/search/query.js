// @ts-check
/** What was typed, as ways to look it up. */

import { mishap, questioned } from "./asking.js";
import { WORDS, asOneWord, part, spell, spellApart, syllable } from "./parts.js";
import { amounts, closed, counts, folded, normal, runs } from "./text.js";
/** @typedef {import("./sounds.js").Sounds} Sounds */

/** @typedef {import("./parts.js").Part} Part */
/**
 * One place to look in: all tokens under `key` (or beginning with it, when `open`); `token` is
 * the one meant, if it is known exactly. `worth` is how much a match of it counts; `other` words
 * mean the same and must be spelled exactly so; `slip` allows for one typing mistake in a word.
 * @typedef {{key: string, token: string, open: boolean, worth: number, other?: boolean, slip?: string}} Look
 */
/**
 * A piece of evidence: the best of its looks counts. `core` slots are what a result should
 * have all of; the others only help. `parts` are the units it is about, `run` the stretch it is in;
 * `whose` says that it only tells whom something happened to.
 * @typedef {{looks: Look[], parts: Part[], weight: number, core: boolean, run: number, whose?: boolean}} Slot
 */
/**
 * One way to read what was typed.
 * @typedef {{slots: Slot[], worth: number, parts: Part[], letters: string}} Reading
 */

const START = "^";
const END = "$";
const MOST_LETTERS = 12;
const SKIPPED = 0.35; // a pair with one unit between counts this much
const EDGE = 0.4;
const LONG = 8; // in a longer stretch one wrong character leaves enough to go by
const SYNONYM = 0.7;
const ASKING = 0.2; // 怎么办 says little about what is sought
const HALF_ASKING = 0.35; // a pair that only begins or ends so
const SPELLED = /^[a-z]{5,}$/; // long enough that a word with one wrong letter is still the same
/**
 * Every way to read a query, at least one unless there is nothing to read.
 * @param {string} typed
 * @param {Sounds} sounds
 * @param {string[][]} synonyms
 * @returns {Reading[]}
 */
export function readings(typed, sounds, synonyms) {
  const text = plain(typed, sounds);
  return [...new Set([text, closed(text)])].flatMap((one) => waysOf(one, sounds, synonyms));
}

/**
 * @param {string} text
 * @param {Sounds} sounds
 * @param {string[][]} synonyms
 * @returns {Reading[]}
 */
function waysOf(text, sounds, synonyms) {
  const stretches = runs(text);
  const latin = stretches.every((run) => run.every((unit) => unit.kind === "word"));
  if (latin) return latinReadings(text, stretches, sounds);
  const asWords = reading(stretches.map((run) => run.map((unit) => part(unit, sounds))), text, 1);
  lookForSynonyms(asWords, text, synonyms, sounds);
  if (!/[a-z]/.test(text)) return [asWords, ...happened(asWords, text, synonyms, sounds)];
  const spelled = stretches.map((run) => run.flatMap((unit) => spell(unit, sounds)));
  return [asWords, reading(spelled, text, 0.95)];
}

/**
 * What happened, without whom it happened to: 病人摔了 is asked of 摔了, 老人从床上摔下来 of what
 * begins with 摔. What only says to whom is no answer to the question.
 * @param {Reading} whole
 * @param {string} text
 * @param {string[][]} synonyms
 * @param {Sounds} sounds
 * @returns {Reading[]}
 */
function happened(whole, text, synonyms, sounds) {
  const { whose, what, harm } = mishap(text);
  whole.slots.forEach((slot) => { slot.whose = slot.parts[slot.parts.length - 1].to <= whose; });
  const stretches = runs(what).map((run) => run.map((unit) => part(unit, sounds)));
  if (!stretches.length) return [];
  const found = reading(stretches, what, 0.95);
  if (harm) found.slots = [harmSlot(stretches[0][0])].filter((slot) => slot.looks.length);
  else lookForSynonyms(found, what, synonyms, sounds);
  return [found];
}

/**
 * @param {string} typed
 * @param {Sounds} sounds
 */
function plain(typed, sounds) {
  const bare = typed.toLowerCase().replace(/[üǖǘǚǜ]/g, "v").normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  return amounts(sounds.simplified(normal(bare.normalize("NFC")))).replace(/['’]/g, " ").trim();
}

/**
 * Letters alone may be a word, pinyin, or first letters.
 * @param {string} text
 * @param {import("./text.js").Unit[][]} stretches
 * @param {Sounds} sounds
 */
function latinReadings(text, stretches, sounds) {
  const found = [reading(stretches.map((run) => run.map((unit) => part(unit, sounds))), text, 1)];
  const letters = stretches.flat().map((unit) => unit.text).join("");
  if (/[0-9]/.test(letters)) {
    const apart = stretches.map((run) => run.flatMap((unit) => spellApart(unit, sounds)));
    if (apart.flat().some((one) => !one.text)) found.push(reading(apart, text, 0.95));
  }
  if (!/^[a-z]+$/.test(letters)) return found;
  const ways = stretches.flat().map((unit) => sounds.cut(unit.text));
  if (ways.every((way) => way.length)) {
    // A word with several readings is read each way; several words are read the likeliest way.
    const cuts = ways.length === 1 ? ways[0] : [ways.flatMap((way) => way[0])];
    for (const cut of cuts) {
      // Whoever is still typing has not finished the last syllable.
      const parts = cut.map(([sound, open], i) => syllable([sound, open || i === cut.length - 1]));
      found.push(reading([parts], text, 1 - 0.05 * (cut.length - cuts[0].length)));
    }
  }
  const finished = ways.some((way) => way.length && !way[0][way[0].length - 1][1]) && found[1]?.parts.length > 1;
  if (letters.length > 1 && letters.length <= (finished ? MOST_LETTERS / 2 : MOST_LETTERS)) {
    found.push(initialsReading(letters, finished ? 0.5 : 0.9));
  }
  return found;
}

/**
 * @param {Part[][]} stretches
 * @param {string} text
 * @param {number} worth
 * @returns {Reading}
 */
function reading(stretches, text, worth) {
  const numbers = counts(text);
  const asking = questioned(text);
  const slots = stretches.flatMap((parts, run) => stretchSlots(parts, run, asking));
  if (stretches.length > 1) asOneWord(slots);
  // With several words, none of them is a whole name.
  if (stretches.length > 1) slots.forEach((slot) => { slot.weight *= slot.core ? 1 : 0.4; });
  for (const slot of slots) {
    const from = slot.parts[0].from;
    const to = slot.parts[slot.parts.length - 1].to;
    for (const count of numbers) {
      if (to && count.from <= from && to <= count.to) {
        const key = `${/^#[0-9.]+%?/.exec(count.token)?.[0]} `;
        slot.looks.push({ key, token: count.token, open: false, worth: 0.95 });
      }
    }
  }
  return { slots, worth, parts: stretches.flat(), letters: "" };
}

/**
 * Let what means the same as a word count nearly like the word.
 * @param {Reading} found
 * @param {string} text
 * @param {string[][]} synonyms
 * @param {Sounds} sounds
 */
function lookForSynonyms(found, text, synonyms, sounds) {
  for (const group of synonyms) {
    for (const word of group) {
      const from = text.indexOf(word);
      if (from < 0) continue;
      const inside = found.slots.filter((slot) => slot.core && slot.parts.length > 1
        && slot.parts[0].from >= from && slot.parts[1].to <= from + word.length);
      for (const other of group) {
        if (other !== word) inside.forEach((slot, i) => slot.looks.push(...pairLooks(other, i, sounds)));
      }
      break;
    }
  }
}

/**
 * The pair of a word that stands for the i-th of another word.
 * @param {string} word
 * @param {number} i
 * @param {Sounds} sounds
 * @returns {Look[]}
 */
function pairLooks(word, i, sounds) {
  const start = Math.min(i, word.length - 2);
  const [one, two] = [word[start], word[start + 1]];
  return sounds.of(one).slice(0, 1).flatMap((a) => sounds.of(two).slice(0, 1).map((b) => (
    { key: `${folded(a)} ${folded(b)}`, token: one + two, open: false, worth: SYNONYM, other: true }
  )));
}

/**
 * @param {Part[]} parts
 * @param {number} run
 * @param {Set<number>} asking
 * @returns {Slot[]}
 */
function stretchSlots(parts, run, asking) {
  const asks = parts.map((p) => p.to > p.from && asking.has(p.from));
  const weight = (/** @type {number} */ i, /** @type {number} */ j) =>
    asks[i] && asks[j] ? ASKING : asks[i] || asks[j] ? HALF_ASKING : 1;
  /** @type {Slot[]} */
  const slots = [];
  parts.forEach((one, i) => {
    const next = parts[i + 1];
    if (isWord(one)) slots.push({ ...wordSlot(one, next), weight: weight(i, i) });
    if (next && one.text[0] !== "#" && next.text[0] !== "#") slots.push(pairSlot([one, next], weight(i, i + 1), true));
    const third = parts[i + 2];
    const whole = parts.length <= LONG && !asks[i] && !asks[i + 2];
    if (third && whole && ![one, next, third].some(isWord)) {
      slots.push(pairSlot([one, third], weight(i, i + 2) * SKIPPED, false));
    }
  });
  const first = parts[0];
  const last = parts[parts.length - 1];
  if (parts.length === 1 && !isWord(first)) slots.push(loneSlot(first));
  if (!asks[0]) slots.push(edgeSlot(first, true));
  if (!asks[parts.length - 1]) slots.push(edgeSlot(last, false));
  return slots.filter((slot) => slot.looks.length).map((slot) => ({ ...slot, run }));
}

/**
 * Whether a unit is a Latin word or a number.
 * @param {Part} part
 */
export function isWord(part) {
  return part.text !== "" && part.text[0] < "\u0080";
}

/**
 * @param {[Part, Part]} parts
 * @param {number} weight
 * @param {boolean} core
 * @returns {Slot}
 */
function pairSlot(parts, weight, core) {
  const [one, two] = parts;
  const keys = new Set(one.sounds.flatMap((a) => two.sounds.map((b) => `${folded(a)} ${folded(b)}`)));
  const token = one.text && two.text ? one.text + two.text : "";
  const open = two.open && !two.text;
  return { looks: [...keys].map((key) => ({ key, token, open, worth: 1 })), parts, weight, core, run: 0 };
}

/**
 * A word or number; a number with what it counts, if that follows.
 * @param {Part} one
 * @param {Part | undefined} next
 * @returns {Slot}
 */
function wordSlot(one, next) {
  const counted = one.text[0] === "#" && next;
  const key = one.text[0] === "#" ? one.text : `${WORDS}${one.text}`;
  const own = one.text[0] === "#" ? `${key} ` : key;
  /** @type {Look[]} */
  const looks = [{ key: own, token: one.text, open: false, worth: counted ? 0.5 : 1 }];
  if (!counted) looks.push({ key, token: "", open: true, worth: 0.7 });
  else if (!next.text) looks.push({ key: own, token: "", open: true, worth: 0.7 }); // counts what is spelled
  if (SPELLED.test(one.text)) looks.push({ key: WORDS, token: "", open: true, worth: 0.7, slip: one.text });
  return { looks, parts: [one], weight: 1, core: true, run: 0 };
}

/**
 * A single character: whatever begins with it.
 * @param {Part} one
 * @returns {Slot}
 */
function loneSlot(one) {
  const looks = one.sounds.map((sound) => ({
    key: one.open ? folded(sound) : `${folded(sound)} `, token: "", open: true, worth: 0.8,
  }));
  return { looks, parts: [one], weight: 1, core: true, run: 0 };
}

/**
 * A mishap of one character: what is called so, however it goes on.
 * @param {Part} one
 * @returns {Slot}
 */
function harmSlot(one) {
  const looks = one.sounds.map((sound) => ({
    key: `${START} ${folded(sound)}`, token: START + one.text, open: false, worth: 0.8, other: true,
  }));
  return { looks, parts: [one], weight: 1, core: true, run: 0 };
}

/**
 * @param {Part} one
 * @param {boolean} start
 * @returns {Slot}
 */
function edgeSlot(one, start) {
  const keys = one.open ? [] : one.sounds.map((s) => (start ? `${START} ${folded(s)}` : `${folded(s)} ${END}`));
  const token = one.text && (start ? START + one.text : one.text + END);
  return {
    looks: keys.map((key) => ({ key, token, open: false, worth: 1 })),
    parts: [one], weight: EDGE, core: false, run: 0,
  };
}

/**
 * @param {string} letters
 * @param {number} worth
 * @returns {Reading}
 */
function initialsReading(letters, worth) {
  /** @type {Slot[]} */
  const slots = [{
    looks: [
      { key: `~${START}${letters}`, token: letters, open: false, worth: 1 },
      { key: `~${START}${letters}`, token: "", open: true, worth: 0.6 },
    ],
    parts: [], weight: 1.2, core: letters.length < 3, run: 0,
  }];
  for (let i = 0; i + 3 <= letters.length; i++) {
    const three = letters.slice(i, i + 3);
    slots.push({
      looks: [{ key: `~${three}`, token: three, open: false, worth: 0.7 }],
      parts: [], weight: 1, core: true, run: 0,
    });
  }
  return { slots, worth, parts: [], letters };
}
