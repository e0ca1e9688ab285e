// @ts-check
/**
 * What this device remembers for the handbook, and nothing beyond it. Where nothing can be stored
 * (private windows, full or forbidden storage) it is remembered until the page is closed.
 */

const ROOT = new URL("../../", import.meta.url).pathname; // several handbooks may share a host
/** @type {Map<string, string>} */
const memory = new Map();

/** @param {string} name */
function key(name) {
  return `sop:${ROOT}:${name}`;
}

/**
 * @param {string} name
 * @returns {any} what was kept, or null
 */
export function recall(name) {
  try {
    return JSON.parse(memory.get(name) ?? localStorage.getItem(key(name)) ?? "null");
  } catch {
    return null;
  }
}

/** Whether anything is kept, readable or not. @param {string} name */
export function held(name) {
  try {
    return memory.has(name) || localStorage.getItem(key(name)) !== null;
  } catch {
    return false;
  }
}

/**
 * @param {string} name
 * @param {unknown} value
 * @returns {boolean} whether it will still be there after a reload
 */
export function keep(name, value) {
  const text = JSON.stringify(value);
  try {
    localStorage.setItem(key(name), text);
    memory.delete(name);
    return true;
  } catch {
    memory.set(name, text);
    return false;
  }
}

/** @param {string} name */
export function forget(name) {
  memory.delete(name);
  try {
    localStorage.removeItem(key(name));
  } catch {
    // Nothing was kept.
  }
}

/**
 * The names of everything kept that begin so.
 * @param {string} start
 * @returns {string[]}
 */
export function kept(start) {
  const names = new Set([...memory.keys()].filter((name) => name.startsWith(start)));
  try {
    for (let index = 0; index < localStorage.length; index += 1) {
      const name = localStorage.key(index) ?? "";
      if (name.startsWith(key(start))) names.add(name.slice(key("").length));
    }
  } catch {
    // Storage is forbidden: memory is all there is.
  }
  return [...names].sort();
}

/**
 * Tell when another window of the handbook changed what is kept.
 * @param {(name: string) => void} heard
 */
export function follow(heard) {
  window.addEventListener("storage", (event) => {
    if (event.key?.startsWith(key(""))) heard(event.key.slice(key("").length));
  });
}
