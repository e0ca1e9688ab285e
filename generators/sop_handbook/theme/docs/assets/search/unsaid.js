// @ts-check
/** Questions that the handbook did not answer. They stay on this device until its reader passes them on. */

import { device } from "../lib/storage.js";
import { fill } from "../lib/text.js";

/** @typedef {{asked: string, day: string}} Question */

const NAME = "unsaid";
const MOST = 50;
const ROOM = 1800; // characters of an address; mail programs and servers take some 2,000

/**
 * The latest question first; what is damaged is as good as nothing.
 * @returns {Question[]}
 */
export function questions() {
  const found = device.recall(NAME);
  const text = (/** @type {unknown} */ value) => typeof value === "string" && value;
  return (Array.isArray(found) ? found : []).filter((one) => text(one?.asked) && text(one.day))
    .map(({ asked, day }) => ({ asked, day }));
}

/**
 * @param {string} asked
 * @param {string} day
 */
export function remember(asked, day) {
  const others = questions().filter((one) => one.asked !== asked);
  device.keep(NAME, [{ asked, day }, ...others].slice(0, MOST));
}

export function forget() {
  device.forget(NAME);
}

/**
 * As much of the list as an address may hold, encoded; `rest` says how many are left out.
 * @param {Question[]} list
 * @param {string} rest
 */
export function inAddress(list, rest) {
  for (let count = list.length; ; count -= 1) {
    const left = list.length - count;
    const text = [asText(list.slice(0, count)), left ? fill(rest, { count: left }) : ""].filter(Boolean).join("\n");
    const encoded = encodeURIComponent(text.replaceAll("\n", "\r\n"));
    if (encoded.length <= ROOM || !count) return encoded;
  }
}

/**
 * The list as text to pass on.
 * @param {Question[]} list
 */
export function asText(list) {
  return list.map(({ asked, day }) => `${day} ${asked}`).join("\n");
}
