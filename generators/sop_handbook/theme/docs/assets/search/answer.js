// @ts-check
/** Whether a result answers what was asked, or only shares some words with it. */

/** @typedef {import("./rank.js").Result} Result */
/** @typedef {import("./score.js").Scored} Scored */

const SKIPPED = 0.8; // what a pair with another character between it says about all three
const LETTERS = 1000; // beyond every place of what is typed
const TELLING = 0.5; // the weight of a slot that is not about asking
const NEARLY = 0.6; // of the best score
// Shares of what was asked, and how much of it; set with the tuned half of tests/demonstration/search/questions.yaml.
const ENOUGH = 0.5;
const SOME = 0.3; // enough of a long question, when so much is said of it: people add words
const MUCH = 17;
const LITTLE = 0.2; // it may be what is meant in other words

/** @typedef {"yes" | "perhaps" | "no"} Answered */
/** How much of a question a record has: its share, 0 to 1, and the sum that is a share of.
 * @typedef {{share: number, told: number}} Held */

/**
 * Whether the best result, or one that is nearly as good, answers the question: it has most of
 * it, and does not say that the source is silent about it.
 * @param {Result[]} results best first
 * @returns {Answered}
 */
export function answers(results) {
  const good = results.filter((one, i) => !i || one.score >= NEARLY * results[0].score);
  const held = good.filter((one) => !one.absent).map((one) => one.held);
  if (held.some(({ share, told }) => share >= ENOUGH || (share >= SOME && told >= MUCH))) return "yes";
  return !results[0]?.absent && held.some(({ share }) => share >= LITTLE) ? "perhaps" : "no";
}

/**
 * How much of the words that tell what was asked a record has. A character counts by how rare
 * the words are that it is part of: 客人 is everywhere, 晕倒 nowhere. What a handbook never says
 * counts most.
 * @param {number} record
 * @param {Scored} way
 * @returns {Held}
 */
export function heldBy(record, { reading, evidence, count, cover }) {
  if (reading.letters) return { share: Math.min(1, cover[record]), told: 0 };
  /** @type {Map<number, {rarity: number, held: number}>} */
  const places = new Map();
  reading.slots.forEach((slot, i) => {
    const { trust, size } = evidence[i];
    if (slot.whose) return;
    const skips = !slot.core && slot.parts.length > 1; // whatever stands between, perhaps a slip
    if (!skips && (!slot.core || slot.weight < TELLING)) return;
    const rarity = skips ? Infinity : Math.log(1 + count / (size + 1));
    const first = slot.parts[0], last = slot.parts[slot.parts.length - 1];
    // Letters have no place of their own.
    const [from, to] = last.to > first.from ? [first.from, last.to] : [LETTERS + i, LETTERS + i + 1];
    for (let place = from; place < to; place++) {
      const known = places.get(place) ?? { rarity: Infinity, held: 0 };
      known.rarity = Math.min(known.rarity, rarity);
      known.held = Math.max(known.held, trust[record] * (skips ? SKIPPED : 1));
      places.set(place, known);
    }
  });
  let whole = 0, held = 0;
  for (const one of places.values()) {
    if (one.rarity === Infinity) continue;
    whole += one.rarity;
    held += one.rarity * Math.min(1, one.held);
  }
  return { share: whole ? held / whole : 1, told: held };
}
