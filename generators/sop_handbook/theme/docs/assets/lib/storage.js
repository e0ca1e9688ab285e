// @ts-check
/**
 * What this device remembers for the handbook, and nothing beyond it. Where nothing can be stored
 * (private windows, full or forbidden storage) it is remembered until the page is closed. What is
 * kept may be damaged or somebody else's: whoever recalls it looks at its shape.
 */

const ROOT = new URL("../../", import.meta.url).pathname; // several handbooks may share a host
const KEYS = `sop:${ROOT}:`;
// Of all that is kept, as a number under this name; none is 1. It counts up with whatever an older
// page would misread. Such a page leaves alone what a newer one keeps (see `#shelf`).
const FORMAT = 1;
const MARK = "format";
// Devices hold these under keys from before; they are still to be found.
const FORMER = ["job", "jobs", "unsaid", "search"];

/** @param {string} name */
function key(name) {
  return FORMER.includes(name) ? `sop-${name} ${ROOT}` : KEYS + name;
}

/** The name of what lies under a key, if it is ours. @param {string} found */
function nameOf(found) {
  if (found.startsWith(KEYS)) return found.slice(KEYS.length);
  return FORMER.find((name) => key(name) === found);
}

class Kept {
  /** @type {Map<string, string>} */
  #memory = new Map();

  /** @param {() => Storage} storage  asking for it may already be refused */
  constructor(storage) {
    this.storage = storage;
  }

  /**
   * @param {string} name
   * @returns {any} what was kept, or null
   */
  recall(name) {
    try {
      return JSON.parse(this.text(name) ?? "null");
    } catch {
      return null;
    }
  }

  /** Whether anything is kept, readable or not. @param {string} name */
  held(name) {
    return this.text(name) !== null;
  }

  /** Whether what is kept is JSON. @param {string} name */
  readable(name) {
    try {
      JSON.parse(this.text(name) ?? "");
      return true;
    } catch {
      return false;
    }
  }

  /**
   * @param {string} name
   * @param {unknown} value
   * @returns {boolean} whether it will still be there after a reload
   */
  keep(name, value) {
    const text = JSON.stringify(value);
    try {
      this.#shelf().setItem(key(name), text);
      this.#memory.delete(name);
      return true;
    } catch {
      this.#memory.set(name, text);
      return false;
    }
  }

  /** @param {string} name */
  forget(name) {
    this.#memory.delete(name);
    try {
      this.#shelf().removeItem(key(name));
    } catch {
      // Nothing was kept, or nothing may be touched.
    }
  }

  /**
   * The names of everything kept that begin so.
   * @param {string} [start]
   * @returns {string[]}
   */
  names(start = "") {
    const names = new Set(this.#memory.keys());
    try {
      const storage = this.#shelf();
      for (let index = 0; index < storage.length; index += 1) names.add(nameOf(storage.key(index) ?? "") ?? "");
    } catch {
      // Storage is out of reach: memory is all there is.
    }
    return [...names].filter((name) => name && name.startsWith(start)).sort();
  }

  /** What is kept, as it is, readable or not; null for nothing. @param {string} name */
  text(name) {
    try {
      return this.#memory.get(name) ?? this.#shelf().getItem(key(name));
    } catch {
      return null;
    }
  }

  /**
   * The storage; refused like a forbidden one where a newer page keeps things in a form of its own.
   * A tab that stayed open, a worker of before and a site that was taken back are such older pages.
   */
  #shelf() {
    const storage = this.storage();
    if (Number(storage.getItem(key(MARK))) > FORMAT) throw new DOMException(MARK, "VersionError");
    return storage;
  }
}

/** Until it is forgotten. */
export const device = new Kept(() => localStorage);

/** Until this window is closed. */
export const visit = new Kept(() => sessionStorage);

/**
 * Tell when another window of the handbook changed what the device keeps.
 * @param {(name: string) => void} heard
 */
export function follow(heard) {
  window.addEventListener("storage", (event) => {
    const name = nameOf(event.key ?? "");
    if (name) heard(name);
  });
}
