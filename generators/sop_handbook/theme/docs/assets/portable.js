// @ts-check
/**
 * The edition on a USB stick: pages opened as files may load scripts, and nothing else. The build adds
 * our modules to this file (`portable.run`) and wraps data in calls of `portable.data`.
 */

const portable = (() => {
  const own = /** @type {HTMLScriptElement} */ (document.currentScript).src;
  const root = new URL("../", own);

  /** @typedef {(value: unknown) => void} Taker */
  /** @type {Map<string, Taker[]>} */
  const awaited = new Map();

  /** Take the contents of a data file. @param {string} path @param {unknown} value */
  function data(path, value) {
    for (const take of awaited.get(path) ?? []) take(value);
    awaited.delete(path);
  }

  /**
   * What pages call to get their data: a file beside each of them is a script that brings it.
   * @param {RequestInfo | URL} wanted
   * @returns {Promise<Response>}
   */
  function bring(wanted) {
    const url = new URL(wanted instanceof Request ? wanted.url : wanted, location.href);
    const path = url.pathname.slice(root.pathname.length);
    return new Promise((resolve, reject) => {
      awaited.set(path, [...awaited.get(path) ?? [], (value) => resolve(Response.json(value))]);
      const script = document.createElement("script");
      script.src = new URL(`${path}.js`, root).href;
      script.onload = () => script.remove();
      script.onerror = () => reject(new TypeError(`no ${path}`));
      document.head.append(script);
    });
  }

  /** A folder has no page of its own here: name the file in it. @param {Event} event */
  function lead(event) {
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    if (!(link instanceof HTMLAnchorElement) || !link.href.startsWith(root.href)) return;
    const url = new URL(link.href);
    if (url.pathname.endsWith("/")) url.pathname += "index.html";
    link.href = url.href;
  }

  /**
   * Run modules: each is a function that gets the modules it names and returns what it exports.
   * @typedef {(need: (path: string) => any, later: (path: string) => Promise<any>, here: string) => object} Maker
   * @param {Record<string, Maker>} makers by path
   * @param {string[]} entries
   */
  function run(makers, entries) {
    /** @type {Map<string, object>} */
    const made = new Map();
    /** @param {string} path @returns {object} */
    const get = (path) => {
      const before = made.get(path);
      if (before) return before;
      const here = new URL(path, root);
      const from = (/** @type {string} */ name) => get(new URL(name, here).href.slice(root.href.length));
      const module = makers[path](from, async (name) => from(name), here.href);
      made.set(path, module);
      return module;
    };
    entries.forEach(get);
  }

  window.fetch = bring;
  for (const name of ["pointerdown", "click", "auxclick", "contextmenu"]) {
    document.addEventListener(name, lead, { capture: true });
  }
  return { data, run };
})();
