// @ts-check
/** What a checklist on this device holds: which boxes, when each was ticked, for whom. Pure. */

import { moment } from "../lib/text.js";

const PAUSE = 4 * 3_600_000; // after which somebody else may be at work

/**
 * `boxes` are, by the name of a box, the digest of what was ticked and when (0: not known);
 * `label` says for whom (a table, a bed), `resumed` when somebody last said to go on.
 * @typedef {{label: string, resumed: number, boxes: Record<string, [string, number]>}} Ticked
 */

/** @returns {Ticked} */
export function fresh(label = "") {
  return { label, resumed: 0, boxes: {} };
}

/**
 * What was kept, or null where it is none of ours. Before there were times only digests were kept.
 * @param {any} found
 * @returns {Ticked | null}
 */
export function read(found) {
  if (found === null || typeof found !== "object" || Array.isArray(found)) return null;
  const dated = found.boxes && typeof found.boxes === "object";
  const { boxes, label, resumed } = dated ? found : { ...fresh(), boxes: found };
  if (Array.isArray(boxes) || typeof label !== "string") return null;
  const entries = Object.entries(boxes).map(([name, one]) => [name, typeof one === "string" ? [one, 0] : one]);
  const sound = entries.every(([, one]) => Array.isArray(one) && typeof one[0] === "string" && Number.isFinite(one[1]));
  return sound ? { label, resumed: Number(resumed) || 0, boxes: Object.fromEntries(entries) } : null;
}

/** When somebody last worked with a list; undefined where nothing is ticked.
 * @param {Ticked} ticked */
export function last({ boxes, resumed }) {
  const times = Object.values(boxes).map(([, at]) => at);
  return times.length ? Math.max(resumed, ...times) : undefined;
}

/**
 * Whether work of then may be somebody else's now: of another day, or more than four hours ago.
 * @param {number} then
 * @param {number} now
 */
export function stale(then, now) {
  return now - then > PAUSE || day(then) !== day(now);
}

/**
 * As short as is clear: 22:00 today, 11-28 22:00 this year; nothing for a time that is not known.
 * @param {number} at
 * @param {number} now
 */
export function shortly(at, now) {
  if (!at) return "";
  const from = day(at) === day(now) ? 11 : day(at).slice(0, 4) === day(now).slice(0, 4) ? 5 : 0;
  return moment(at).slice(from, 16);
}

/** @param {number} at */
function day(at) {
  return moment(at).slice(0, 10);
}
