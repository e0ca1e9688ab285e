// @ts-check
/** Storages as browsers have them, for tests. */

export class Device {
  /** @type {Map<string, string>} */
  #kept = new Map();
  get length() { return this.#kept.size; }
  /** @param {number} index */
  key(index) { return [...this.#kept.keys()][index] ?? null; }
  /** @param {string} key */
  getItem(key) { return this.#kept.get(key) ?? null; }
  /** @param {string} key @param {string} text */
  setItem(key, text) { this.#kept.set(key, text); }
  /** @param {string} key */
  removeItem(key) { this.#kept.delete(key); }
}

/** This handbook's place on its host, as keys have it. */
export const ROOT = new URL("../../../generators/sop_handbook/theme/", import.meta.url).pathname;

/**
 * A device of its own from here on.
 * @param {Record<string, string>} [held] by key
 */
export function fresh(held = {}) {
  const made = new Device();
  for (const [key, text] of Object.entries(held)) made.setItem(key, text);
  globalThis.localStorage = /** @type {any} */ (made);
  return made;
}

/** A device that refuses everything from here on. */
export function refusing() {
  const refuse = () => { throw new Error("forbidden"); };
  globalThis.localStorage = /** @type {any} */ ({ getItem: refuse, setItem: refuse, removeItem: refuse, key: refuse, length: 1 });
}
