// @ts-check
/**
 * The reader's own role, and what of its news this device has shown. It never leaves the device.
 * A storage that is full, forbidden or holds something else is as good as an empty one.
 */

/**
 * `day` is the day of this visit, `before` that of the last one (empty on the first);
 * `known` are the keys of the news that were shown before this visit, `seen` those shown so far.
 * @typedef {{role: string, title: string, day: string, before: string, known: string[], seen: string[]}} Job
 */
/** @typedef {Pick<Storage, "getItem" | "setItem" | "removeItem">} Store */

// Several handbooks may be served by one host.
const ROOT = new URL("../../", import.meta.url).pathname;
const KEY = `sop-job ${ROOT}`;
const ALL = `sop-jobs ${ROOT}`; // of everybody who shares this device, the latest first
const MOST = 6;

/** @returns {Store | undefined} */
function device() {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}

/**
 * @param {Store | undefined} [store]
 * @returns {Job | undefined}
 */
export function recall(store = device()) {
  try {
    return sound(JSON.parse(store?.getItem(KEY) ?? "null"));
  } catch {
    return undefined;
  }
}

/**
 * The roles this device was used in lately, the present one among them.
 * @param {Store | undefined} [store]
 * @returns {Job[]}
 */
export function recent(store = device()) {
  /** @type {(Job | undefined)[]} */
  let jobs = [];
  try {
    jobs = JSON.parse(store?.getItem(ALL) ?? "[]").map(sound);
  } catch {
    // As good as empty.
  }
  const now = recall(store);
  return /** @type {Job[]} */ ([now, ...jobs.filter((one) => one?.role !== now?.role)].filter(Boolean));
}

/**
 * @param {Job} job
 * @param {Store | undefined} [store]
 * @returns {boolean} whether it outlives this page
 */
export function keep(job, store = device()) {
  const others = recent(store).filter(({ role }) => role !== job.role);
  try {
    store?.setItem(KEY, JSON.stringify(job));
    store?.setItem(ALL, JSON.stringify([job, ...others].slice(0, MOST)));
    return Boolean(store);
  } catch {
    return false;
  }
}

/** The present role is given up with all that was kept of it; those of others stay.
 * @param {Store | undefined} [store] */
export function forget(store = device()) {
  const others = recent(store).filter(({ role }) => role !== recall(store)?.role);
  try {
    store?.removeItem(KEY);
    if (others.length) store?.setItem(ALL, JSON.stringify(others));
    else store?.removeItem(ALL);
  } catch {
    // Nothing was kept.
  }
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
 * @param {Store | undefined} [store]
 * @returns {Job}
 */
export function taken(role, title, store = device()) {
  return recent(store).find((one) => one.role === role) ?? chosen(role, title, today());
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
 * Today, where the reader is.
 * @param {Date} [now]
 */
export function today(now = new Date()) {
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
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
