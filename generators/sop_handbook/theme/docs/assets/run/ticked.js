// @ts-check
/** What a checklist on this device holds: which boxes, when each was ticked, for whom. Pure. */

import { moment } from "../lib/text.js";

const VERSION = 2; // of a list as it is kept; counts up when boxes have other names or digests
const PAUSE = 4 * 3_600_000; // after which somebody else may be at work

/**
 * `boxes` are, by the name of a box, the digest of what was ticked and when (0: not known);
 * `label` says for whom (a table, a bed), `resumed` when somebody last said to go on.
 * @typedef {{version: number, label: string, resumed: number, boxes: Record<string, [string, number]>}} Ticked
 */

/** @returns {Ticked} */
export function fresh(label = "") {
  return { version: VERSION, label, resumed: 0, boxes: {} };
}

/**
 * What was kept, or null where it is damaged, none of ours, or of an earlier version.
 * @param {any} found
 * @returns {Ticked | null}
 */
export function read(found) {
  if (found?.version !== VERSION) return null;
  const { version, label, resumed, boxes } = found;
  if (typeof label !== "string" || typeof boxes !== "object" || boxes === null || Array.isArray(boxes)) return null;
  const sound = Object.values(boxes).every((one) => Array.isArray(one) && typeof one[0] === "string" && Number.isFinite(one[1]));
  return sound ? { version, label, resumed: Number(resumed) || 0, boxes } : null;
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
