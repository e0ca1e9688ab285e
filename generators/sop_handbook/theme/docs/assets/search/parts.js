// @ts-check
/** The units of a query: characters and words as they were typed, syllables of pinyin. */

/** @typedef {import("./sounds.js").Sounds} Sounds */
/** @typedef {import("./query.js").Slot} Slot */

/**
 * A unit of a query: `text` is what was typed (empty for pinyin), `sounds` how it may sound,
 * `meant` the words that a Latin word may stand for, if it is none itself.
 * @typedef {{text: string, sounds: string[], open: boolean, from: number, to: number, meant?: Set<string>}} Part
 */

export const WORDS = "="; // what the keys of Latin words begin with

/**
 * Pinyin with digits in it, such as 7bu, is numbers and syllables.
 * @param {import("./text.js").Unit} unit
 * @param {Sounds} sounds
 * @returns {Part[]}
 */
export function spellApart(unit, sounds) {
  const runs = [...unit.text.matchAll(/[0-9]+|[a-z]+/g)].map(([run]) => (run < "a"
    ? [{ text: `#${run}`, sounds: [`#${run}`], open: true, from: 0, to: 0 }] : sounds.cut(run)[0]?.map(syllable)));
  const spelled = unit.kind === "word" && runs.every((run) => run);
  return spelled ? runs.flat() : [part(unit, sounds)];
}

/**
 * @param {[string, boolean]} cut
 * @returns {Part}
 */
export function syllable([sound, open]) {
  return { text: "", sounds: [sound], open, from: 0, to: 0 };
}

/**
 * @param {import("./text.js").Unit} unit
 * @param {Sounds} sounds
 * @returns {Part}
 */
export function part(unit, sounds) {
  const own = unit.kind === "han" ? sounds.of(unit.text) : [unit.text];
  return { text: unit.text, sounds: own, open: unit.kind !== "han", from: unit.from, to: unit.to };
}

/**
 * @param {import("./text.js").Unit} unit
 * @param {Sounds} sounds
 * @returns {Part[]}
 */
export function spell(unit, sounds) {
  const [cut] = unit.kind === "word" ? sounds.cut(unit.text) : [];
  return cut ? cut.map(syllable) : [part(unit, sounds)];
}

/**
 * Two words may be one in the handbook: roll back, rollback.
 * @param {Slot[]} slots
 */
export function asOneWord(slots) {
  const words = slots.filter(({ core, parts: [one] }) => core && /^[a-z]/.test(one.text));
  for (const [i, slot] of words.entries()) {
    const next = words[i + 1];
    if (!next || next.run !== slot.run + 1) continue;
    const word = slot.parts[0].text + next.parts[0].text;
    for (const { looks, parts: [one] } of [slot, next]) {
      looks.push({ key: `${WORDS}${word}`, token: word, open: false, worth: 0.95 });
      (one.meant ??= new Set()).add(word);
    }
  }
}
