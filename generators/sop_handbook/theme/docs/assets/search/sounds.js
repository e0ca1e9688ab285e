// @ts-check
/** How characters sound and what they stand for, and letters read as syllables. */

import { folded, isHan } from "./text.js";

const LONGEST = 6; // letters of a syllable: zhuang
const WAYS = 4; // how many ways to cut letters are looked at

/** What the table of the index says about characters. */
export class Sounds {
  /** @param {Record<string, string>} sounds syllable to the characters of the handbook */
  constructor(sounds) {
    /** @type {Map<string, string[]>} */
    this.byCharacter = new Map();
    this.syllables = new Set(Object.keys(sounds));
    /** @type {Map<string, string>} */
    this.folds = new Map();
    /** @type {Map<string, string>} */
    this.simple = new Map();
    this.complete = false;
    this.#add(sounds);
  }

  /** @param {Record<string, string>} sounds */
  #add(sounds) {
    for (const [sound, characters] of Object.entries(sounds)) {
      for (const c of characters) this.byCharacter.set(c, [...this.of(c), sound]);
    }
  }

  /**
   * Whether nothing more can be learnt about a text.
   * @param {string} text
   */
  knows(text) {
    return this.complete || [...text].every((c) => !isHan(c) || this.byCharacter.has(c));
  }

  /**
   * Take in the characters that the handbook does not use.
   * @param {Record<string, string>} sounds
   * @param {string} simple pairs of a traditional and a simplified character
   */
  learn(sounds, simple) {
    if (this.complete) return;
    this.complete = true;
    this.#add(sounds);
    const pairs = [...simple];
    for (let i = 0; i < pairs.length; i += 2) this.simple.set(pairs[i], pairs[i + 1]);
  }

  /**
   * The readings of a character.
   * @param {string} character
   * @returns {string[]}
   */
  of(character) {
    return this.byCharacter.get(character) ?? [];
  }

  /**
   * Traditional characters made simple; places stay the same.
   * @param {string} text
   */
  simplified(text) {
    return [...text].map((c) => this.simple.get(c) ?? c).join("");
  }

  /**
   * Whether many speakers pronounce a character like a syllable.
   * @param {string} character
   * @param {string} sound
   */
  resembles(character, sound) {
    return this.of(character).some((own) => this.#fold(own) === this.#fold(sound));
  }

  /**
   * Whether a character sounds as was typed.
   * @param {string} character
   * @param {{sounds: string[]}} part
   */
  has(character, part) {
    return part.sounds.some((sound) => this.of(character).includes(sound));
  }

  /**
   * Whether a character begins to sound as was typed, if the rest may be missing.
   * @param {string} character
   * @param {{sounds: string[], open: boolean}} part
   */
  begins(character, part) {
    return this.has(character, part)
      || (part.open && this.of(character).some((own) => own.startsWith(part.sounds[0])));
  }

  /** @param {string} sound */
  #fold(sound) {
    let fold = this.folds.get(sound);
    if (fold === undefined) this.folds.set(sound, fold = folded(sound));
    return fold;
  }

  /**
   * The likeliest ways to cut letters into syllables, fewest first; the last syllable may be
   * unfinished, then its second part is true.
   * @param {string} letters
   * @returns {[string, boolean][][]}
   */
  cut(letters) {
    /** @type {[string, boolean][][][]} */
    const ways = [[[]]];
    for (let end = 1; end <= letters.length; end++) {
      const found = [];
      for (let start = Math.max(0, end - LONGEST); start < end; start++) {
        const part = letters.slice(start, end);
        if (this.syllables.has(part)) {
          for (const way of ways[start]) found.push([...way, /** @type {[string, boolean]} */ ([part, false])]);
        }
      }
      ways[end] = found.sort((a, b) => a.length - b.length).slice(0, WAYS);
    }
    return ways[letters.length].length ? ways[letters.length] : this.#unfinished(letters, ways);
  }

  /**
   * @param {string} letters
   * @param {[string, boolean][][][]} ways
   */
  #unfinished(letters, ways) {
    for (let start = letters.length - 1; start > 0; start--) {
      const rest = letters.slice(start);
      if (ways[start].length && [...this.syllables].some((s) => s.startsWith(rest))) {
        return ways[start].map((way) => [...way, /** @type {[string, boolean]} */ ([rest, true])]);
      }
    }
    return [];
  }
}
