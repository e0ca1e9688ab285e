// @ts-check
/** Sentences with gaps, and moments as people write them. Pure; times are passed in. */

/**
 * Put values into the gaps of a sentence; a value is never searched for gaps.
 * @param {string} sentence
 * @param {Record<string, unknown>} values
 */
export function fill(sentence, values) {
  return sentence.replace(/\{([a-z]+)\}/g, (gap, name) => (name in values ? String(values[name]) : gap));
}

/** 2026-11-22, where the reader is. @param {Date} [now] */
export function today(now = new Date()) {
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(two).join("-");
}

/** 2026-11-22 10:30:05, as the device's clock shows it. @param {number} at */
export function moment(at) {
  const time = new Date(at);
  return `${today(time)} ${[time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(":")}`;
}

/** 2026-11-22T10:30:05+08:00. @param {number} at */
export function iso(at) {
  const offset = -new Date(at).getTimezoneOffset();
  const zone = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60].map(two).join(":");
  return `${moment(at).replace(" ", "T")}${offset < 0 ? "-" : "+"}${zone}`;
}

/** @param {number} number */
function two(number) {
  return String(number).padStart(2, "0");
}
