// @ts-check
/** What is typed, as the words it is made of: 服务员海报 is 服务员 and 海报, CY 01 is one. */

import { closed, normal } from "../search/text.js";

const SHORTEST = 2; // signs of a word that another is made of
const LONGEST = 20; // signs of a word that is taken apart: nobody types more in one go

/**
 * @param {string} q
 * @param {(word: string) => boolean} known  whether anything has it
 * @param {(word: string) => boolean} called  whether a kind, a role or an industry is called exactly so
 */
export function wordsOf(q, known, called) {
  return closed(normal(q), known).split(/\s+/).filter(Boolean).flatMap((word) => (known(word) ? [word] : taken(word, known, called) ?? [word]));
}

/**
 * A word that nothing has, as words that something has; what something is called goes before what
 * is only a part of a name, and more of it before less.
 * @param {string} word
 * @param {(word: string) => boolean} known
 * @param {(word: string) => boolean} called
 * @returns {string[] | undefined}
 */
function taken(word, known, called) {
  if (word.length < SHORTEST || word.length > LONGEST) return undefined;
  /** @type {string[]} */
  const heads = [];
  for (let end = SHORTEST; end <= word.length && known(word.slice(0, end)); end += 1) heads.unshift(word.slice(0, end));
  for (const head of heads.sort((a, b) => Number(called(b)) - Number(called(a)))) {
    const rest = word.slice(head.length);
    const after = rest ? taken(rest, known, called) : [];
    if (after) return [head, ...after];
  }
  return undefined;
}
