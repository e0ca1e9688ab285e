// @ts-check
/**
 * The reader's own role, and what of its news this device has shown. It never leaves the device.
 * What else may lie there is as good as nothing.
 */

import { device } from "../lib/storage.js";
import { today } from "../lib/text.js";

/**
 * `day` is the day of this visit, `before` that of the last one (empty on the first);
 * `known` are the keys of the news that were shown before this visit, `seen` those shown so far.
 * @typedef {{role: string, title: string, day: string, before: string, known: string[], seen: string[]}} Job
 */

const JOB = "job";
const ALL = "jobs"; // of everybody who shares this device, the latest first
const MOST = 6;

/** @returns {Job | undefined} */
export function recall() {
  return sound(device.recall(JOB));
}

/**
 * The roles this device was used in lately, the present one among them.
 * @returns {Job[]}
 */
export function recent() {
  const found = device.recall(ALL);
  const now = recall();
  const others = (Array.isArray(found) ? found : []).map(sound).filter((one) => one?.role !== now?.role);
  return /** @type {Job[]} */ ([now, ...others].filter(Boolean));
}

/**
 * @param {Job} job
 * @returns {boolean} whether it outlives this page
 */
export function keep(job) {
  const others = recent().filter(({ role }) => role !== job.role);
  const kept = device.keep(JOB, job);
  return device.keep(ALL, [job, ...others].slice(0, MOST)) && kept;
}

/** The present role is given up with all that was kept of it; those of others stay. */
export function forget() {
  const others = recent().filter(({ role }) => role !== recall()?.role);
  device.forget(JOB);
  if (others.length) device.keep(ALL, others);
  else device.forget(ALL);
}

/**
 * @param {string} role
 * @param {string} title
 * @param {string} day
 * @returns {Job}
 */
export function chosen(role, title, day) {
  return { role, title, day, before: "", known: [], seen: [] };
}

/**
 * A role as this device knows it, or as it begins.
 * @param {string} role
 * @param {string} title
 * @returns {Job}
 */
export function taken(role, title) {
  return recent().find((one) => one.role === role) ?? chosen(role, title, today());
}

/**
 * A visit on a day, on which news are shown. All of one day is one visit.
 * @param {Job} job
 * @param {string} day
 * @param {string[]} keys of the news there are
 * @returns {Job}
 */
export function visited(job, day, keys) {
  if (job.day === day) return { ...job, seen: [...new Set([...job.seen, ...keys])] };
  return { ...job, day, before: job.day, known: job.seen, seen: keys };
}

/**
 * @param {any} found
 * @returns {Job | undefined}
 */
function sound(found) {
  const role = found?.role;
  if (typeof role !== "string" || !/^[a-z][a-z0-9-]*$/.test(role)) return undefined;
  const text = (/** @type {unknown} */ value) => (typeof value === "string" ? value : "");
  const list = (/** @type {unknown} */ value) => (Array.isArray(value) ? value.map(text) : []);
  return {
    role, title: text(found.title), day: text(found.day), before: text(found.before),
    known: list(found.known), seen: list(found.seen),
  };
}
