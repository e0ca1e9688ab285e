// @ts-check
/** What is kept on a device, damaged in any way: cut, with scraps in it, values lost or swapped. */

const VALUES = [
  null, 0, -1, 1e300, "", "x", "constructor", "__proto__", true, false, [], {}, [null], [[]], { a: null }, "2026-11-22", "done", "𠮷\ud800",
];
const SCRAPS = ["", "\0", "{", "}", "[", "]", '"', ",", "null", "\\", "\\u0000", "[".repeat(2000), "9".repeat(400), "__proto__", "\ufeff", "字"];

/** Marsaglia's xorshift: a seed gives the same numbers everywhere. @param {number} seed */
export function dice(seed) {
  let state = (seed * 2654435761 + 1) >>> 0 || 1;
  return (/** @type {number} */ below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** @param {any} whole @returns {Generator<[any, string]>} */
function* parts(whole) {
  if (typeof whole !== "object" || whole === null) return;
  for (const name of Object.keys(whole)) {
    yield [whole, name];
    yield* parts(whole[name]);
  }
}

/** @param {string} text  JSON @param {(below: number) => number} draw */
export function harmed(text, draw) {
  const place = draw(text.length + 1);
  if (draw(4) === 0) return text.slice(0, place);
  if (draw(3) === 0) return text.slice(0, place) + SCRAPS[draw(SCRAPS.length)] + text.slice(place + draw(3));
  const whole = JSON.parse(text);
  for (let more = draw(3) + 1; more; more -= 1) {
    const found = [...parts(whole)];
    if (!found.length) return JSON.stringify(VALUES[draw(VALUES.length)]);
    const [owner, name] = found[draw(found.length)];
    const [other, its] = found[draw(found.length)];
    const way = draw(4);
    if (way === 0) delete owner[name];
    else if (way === 1) owner[name] = structuredClone(other[its]);
    else owner[name] = structuredClone(VALUES[draw(VALUES.length)]);
  }
  return JSON.stringify(whole);
}
