// @ts-check
/**
 * Questions that the handbook did not answer. They stay on this device until its reader passes
 * them on. A storage that is full, forbidden or holds something else is as good as an empty one.
 */

/** @typedef {{asked: string, day: string}} Question */
/** @typedef {Pick<Storage, "getItem" | "setItem" | "removeItem">} Store */

// Several handbooks may be served by one host.
const KEY = `sop-unsaid ${new URL("../../", import.meta.url).pathname}`;
const MOST = 50;

/** @returns {Store | undefined} */
function device() {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}

/**
 * The latest question first.
 * @param {Store | undefined} [store]
 * @returns {Question[]}
 */
export function questions(store = device()) {
  try {
    const found = JSON.parse(store?.getItem(KEY) ?? "[]");
    const text = (/** @type {unknown} */ value) => typeof value === "string" && value;
    return found.filter((/** @type {any} */ one) => text(one?.asked) && text(one.day))
      .map((/** @type {any} */ { asked, day }) => ({ asked, day }));
  } catch {
    return [];
  }
}

/**
 * @param {string} asked
 * @param {string} day
 * @param {Store | undefined} [store]
 */
export function remember(asked, day, store = device()) {
  const others = questions(store).filter((one) => one.asked !== asked);
  try {
    store?.setItem(KEY, JSON.stringify([{ asked, day }, ...others].slice(0, MOST)));
  } catch {
    // It is not kept.
  }
}

/** @param {Store | undefined} [store] */
export function forget(store = device()) {
  try {
    store?.removeItem(KEY);
  } catch {
    // Nothing was kept.
  }
}

/**
 * The list as text to pass on.
 * @param {Question[]} list
 */
export function asText(list) {
  return list.map(({ asked, day }) => `${day} ${asked}`).join("\n");
}
