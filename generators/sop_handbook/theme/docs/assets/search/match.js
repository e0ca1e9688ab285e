// @ts-check
/** Where a text answers a query, and how well. */

import { isWord } from "./query.js";
import { counts, normal, runs } from "./text.js";
/** @typedef {import("./query.js").Reading} Reading */
/** @typedef {import("./query.js").Slot} Slot */
/** @typedef {import("./parts.js").Part} Part */
/** @typedef {import("./sounds.js").Sounds} Sounds */
/** @typedef {import("./text.js").Unit} Unit */

/**
 * How much of a query a text holds (0 to 1), how much of the text that is (0 to 1), and where.
 * @typedef {{cover: number, share: number, marks: [number, number][]}} Match
 */

const ALIKE = 0.75; // other characters, same sound
const LOOSE = 0.6; // other characters, nearly the same sound
const BEGUN = 0.9; // a syllable that is not finished
const SLIPPED = 0.9; // a word with one wrong letter
const NOTHING = { cover: 0, share: 0, marks: [] };

/**
 * @param {string} text
 * @param {Reading} reading
 * @param {number[]} shares what share of the question each slot of the reading is
 * @param {Sounds} sounds
 * @returns {Match}
 */
export function match(text, reading, shares, sounds) {
  const { stretches, numbers, size } = readText(text, sounds);
  if (reading.letters) return matchLetters(reading.letters, stretches, sounds);
  /** @type {Set<number>} */
  const places = new Set();
  let held = 0;
  let whole = 0;
  reading.slots.forEach((slot, i) => {
    if (!slot.core) return;
    whole += shares[i];
    held += shares[i] * matchSlot(slot, stretches, numbers, sounds, places);
  });
  if (!held) return NOTHING;
  return { cover: held / whole, share: Math.min(1, places.size / size), marks: joined(places) };
}

/**
 * @typedef {{stretches: Unit[][], numbers: import("./text.js").Count[], size: number}} ReadText
 */
/** @type {Map<string, ReadText>} What was read before: the next key typed asks for most of it again. */
const READ = new Map();
const REMEMBERED = 5000;

/**
 * @param {string} text
 * @param {Sounds} sounds
 * @returns {ReadText}
 */
function readText(text, sounds) {
  const known = READ.get(text);
  if (known) return known;
  const plain = sounds.simplified(normal(text));
  const stretches = runs(plain);
  const size = stretches.flat().reduce((sum, unit) => sum + unit.to - unit.from, 0);
  const read = { stretches, numbers: counts(plain), size };
  if (READ.size >= REMEMBERED) READ.clear();
  READ.set(text, read);
  return read;
}

/**
 * @param {Slot} slot
 * @param {Unit[][]} stretches
 * @param {import("./text.js").Count[]} numbers
 * @param {Sounds} sounds
 * @param {Set<number>} places
 */
function matchSlot(slot, stretches, numbers, sounds, places) {
  let best = 0;
  for (const number of numbers) {
    if (slot.looks.some((look) => look.token === number.token)) {
      best = 1;
      mark(places, number.from, number.to);
    }
  }
  const [one, two] = slot.parts;
  const others = new Map(slot.looks.filter((look) => look.other).map((look) => [look.token, look.worth]));
  for (const units of stretches) {
    units.forEach((unit, i) => {
      const next = units[i + 1];
      const worth = two
        ? next ? others.get(unit.text + next.text) ?? Math.min(alike(one, unit, sounds), alike(two, next, sounds)) : 0
        : alike(one, unit, sounds) * (isWord(one) && unit.text !== one.text ? 0.7 : 1);
      if (!worth) return;
      best = Math.max(best, worth);
      mark(places, unit.from, two ? next.to : unit.to);
    });
  }
  return best;
}

/**
 * @param {Part} part
 * @param {Unit} unit
 * @param {Sounds} sounds
 */
function alike(part, unit, sounds) {
  if (part.text === unit.text) return 1;
  if (part.meant?.has(unit.text)) return SLIPPED;
  if (isWord(part)) return unit.text.startsWith(part.text) ? 1 : 0;
  if (unit.kind !== "han") return 0;
  const worth = part.text ? ALIKE : 1;
  if (sounds.has(unit.text, part)) return worth;
  if (sounds.begins(unit.text, part)) return BEGUN * worth;
  return part.sounds.some((sound) => sounds.resembles(unit.text, sound)) ? LOOSE : 0;
}

/**
 * @param {string} letters
 * @param {Unit[][]} stretches
 * @param {Sounds} sounds
 * @returns {Match}
 */
function matchLetters(letters, stretches, sounds) {
  for (const units of stretches) {
    for (let start = 0; start + letters.length <= units.length; start++) {
      const fits = [...letters].every((letter, i) => begins(units[start + i], letter, sounds));
      if (fits) {
        const last = units[start + letters.length - 1];
        return {
          cover: 1, share: letters.length / stretches.flat().length, marks: [[units[start].from, last.to]],
        };
      }
    }
  }
  return NOTHING;
}

/**
 * @param {Unit} unit
 * @param {string} letter
 * @param {Sounds} sounds
 */
function begins(unit, letter, sounds) {
  return unit.kind === "han" ? sounds.of(unit.text).some((s) => s[0] === letter) : unit.text[0] === letter;
}

/**
 * @param {Set<number>} places
 * @param {number} from
 * @param {number} to
 */
function mark(places, from, to) {
  for (let i = from; i < to; i++) places.add(i);
}

/**
 * @param {Set<number>} places
 * @returns {[number, number][]}
 */
function joined(places) {
  /** @type {[number, number][]} */
  const marks = [];
  for (const place of [...places].sort((a, b) => a - b)) {
    const last = marks[marks.length - 1];
    if (last && last[1] === place) last[1] = place + 1;
    else marks.push([place, place + 1]);
  }
  return marks;
}
