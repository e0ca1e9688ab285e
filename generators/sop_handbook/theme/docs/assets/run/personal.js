// @ts-check
/**
 * Personal values go from the device: after they were taken out of it, or a day after their run
 * began, whether it is open or not. Every page looks after that, see main.js.
 */

import { device } from "../lib/storage.js";
import { VERSION } from "./model.js";
import { isRun } from "./shape.js";
/** @typedef {import("./model.js").Run} Run */
/** @typedef {import("./model.js").Entry} Entry */

export const DAY = 86_400_000;
export const WIPED = "sop-wiped"; // tells this window; other windows hear it of their storage
const PERSONAL = '"personal":'; // as it stands in what is kept
const FAR = 2_000_000_000; // milliseconds a timer can count

/** When nothing personal may be left of a run. @param {{started: number}} run */
export function due({ started }) {
  return (Number.isFinite(started) ? started : 0) + DAY;
}

/** @param {Entry} entry */
function held(entry) {
  return Boolean(entry?.of?.personal) && entry.value !== undefined;
}

/** What is kept may be damaged, and must go all the same. @param {any} run @returns {any[]} */
function visitsOf(run) {
  return Array.isArray(run?.visits) ? run.visits : [];
}

/** Whether a run holds anything personal. @param {any} run */
export function personal(run) {
  return visitsOf(run).some((visit) => Array.isArray(visit?.readings) && visit.readings.some(held));
}

/** A run without what is personal in it. @template {object} T @param {T} run @returns {T} */
export function wiped(run) {
  const visits = visitsOf(run).map((visit) => (!Array.isArray(visit?.readings) ? visit : { ...visit, readings: visit.readings.map(
    (/** @type {Entry} */ one) => {
      if (!held(one)) return one;
      const { value: _, ...rest } = one;
      return { ...rest, wiped: true };
    }) }));
  return { ...run, visits };
}

/**
 * What a window still holds of a run that another one, or time, has wiped meanwhile.
 * @param {Run} run @param {Run | null} kept @param {number} now
 */
export function clean(run, kept, now) {
  if (!personal(run)) return run;
  if (due(run) <= now) return wiped(run);
  const gone = (/** @type {number} */ visit, /** @type {Entry} */ one) => kept?.visits[visit]?.readings?.some(
    (other) => other.wiped && other.of.id === one.of.id && other.at >= one.at);
  return { ...run, visits: run.visits.map((visit, index) => (!visit.readings ? visit : { ...visit, readings: visit.readings.map(
    (one) => (held(one) && gone(index, one) ? { of: one.of, at: one.at, ...(one.out && { out: true }), wiped: true } : one)) })) };
}

/** Wipe one run at once. @param {string} id */
export function forgetOf(id) {
  const run = device.recall(`run/${id}`);
  if (!personal(run)) return;
  device.keep(`run/${id}`, wiped(run));
  tell(id);
}

/** @param {string} id */
function tell(id) {
  document.dispatchEvent(new CustomEvent(WIPED, { detail: `run/${id}` }));
}

/** Nobody can tell what is personal in a damaged run, so all of it goes. @param {string} id */
function drop(id) {
  if (isRun(device.recall(`run/${id}`), VERSION)) return forgetOf(id);
  device.forget(`run/${id}`);
  device.forget(`books/${id}`);
  tell(id);
}

/** When nothing personal may be left of what is kept, be it damaged; at once where nobody can tell
 * when it began; undefined where nothing is personal. @param {string} id */
function limit(id) {
  const run = device.recall(`run/${id}`), text = device.text(`run/${id}`) ?? "";
  if (isRun(run, VERSION)) return personal(run) ? due(run) : undefined;
  if (!text.includes(PERSONAL)) return undefined;
  return due({ started: Number(/"started":([0-9]+)[,}]/.exec(text)?.[1] ?? 0) });
}

let waiting = 0;

/** Wipe what is due, and come back when the next is. */
export function sweep() {
  const now = Date.now();
  clearTimeout(waiting);
  const found = device.names("run/").map((name) => name.slice("run/".length)).map((id) => ({ id, at: limit(id) ?? Infinity }));
  for (const { id, at } of found) if (at <= now) drop(id);
  const next = Math.min(...found.map(({ at }) => at).filter((at) => at > now));
  if (Number.isFinite(next)) waiting = window.setTimeout(sweep, Math.min(next - now, FAR));
}
