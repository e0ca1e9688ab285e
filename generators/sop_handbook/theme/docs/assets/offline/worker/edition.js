// @ts-check
/**
 * First part of the service worker: an edition, and what of it is kept on this device.
 *
 * The build writes sw.js: a line that sets EDITION, and the files of this folder. An edition is a
 * list of files with the hashes of their contents (offline/files.json). Files are kept under path
 * and hash: editions share what is the same in both, and an update fetches only what is not there.
 */

/**
 * @typedef {{path: string, hash: string, size: number, title: string, group: string}} Entry
 * @typedef {{files: Map<string, Entry>, groups: string[]}} Listed
 * @typedef {{version: string, groups: string[]}} State the edition in force, industries saved
 * @typedef {{response: Response, ours: boolean}} Got whether it is what our edition lists
 */

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const EDITION = /** @type {{version: string, date: string}} */ (Reflect.get(self, "EDITION"));
const ROOT = new URL("./", location.href);
const STORE = `sop ${ROOT.pathname}`;
const LIST = "offline/files.json";
const TOLD = "offline/edition.json"; // answered here, so that it is always that of the pages
const STATE = "offline/state";
const PLACE = "offline/"; // the page that tells what is kept
const TABLE = "handbook/search/table.json";
const OPENED = "opened"; // stands for the hash of prints, which no edition lists
const PRINT = /\.(pdf|docx)$/;
const WIDE = /^(handbook\/media\/.+)-\d+\.webp$/; // a picture in one of its widths
const SEEN = /\.(html|css|js)$/; // what a reader would notice if it changed
const [CORE, COMMON, MORE] = ["core", "common", "more"];
const AT_ONCE = 6;


/** @type {Promise<Listed> | undefined} */
let listing;

/** @returns {Promise<Listed>} */
function listed() {
  listing ??= readList(EDITION.version);
  listing.catch(() => { listing = undefined; });
  return listing;
}

/**
 * @param {string} version which is the hash of the list
 * @returns {Promise<Listed>}
 */
async function readList(version) {
  const store = await caches.open(STORE);
  let kept = await store.match(keyOf(LIST, version));
  if (!kept) {
    await obtain(store, { path: LIST, hash: version, size: 0, title: "", group: CORE });
    kept = await store.match(keyOf(LIST, version));
  }
  const groups = await /** @type {Response} */ (kept).json();
  const files = new Map();
  for (const [group, members] of Object.entries(groups)) {
    for (const [path, [hash, size, title = ""]] of Object.entries(members)) {
      files.set(path, { path, hash, size, title, group });
    }
  }
  return { files, groups: Object.keys(groups).filter((name) => ![CORE, COMMON, MORE].includes(name)) };
}

/** @param {string} path @param {string} hash */
function keyOf(path, hash) {
  return new URL(`${path}?h=${hash}`, ROOT).href;
}

/** @param {Request} key @returns {[string, string]} */
function ofKey(key) {
  const url = new URL(key.url);
  return [decoded(url.pathname.slice(ROOT.pathname.length)), url.searchParams.get("h") ?? ""];
}

/** A path as it reads; one with a stray % names no file and stays as it is. @param {string} path */
function decoded(path) {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

/** The file that an address means. @param {string} url */
function pathOf(url) {
  const path = decoded(new URL(url).pathname.slice(ROOT.pathname.length));
  return path === "" || path.endsWith("/") ? `${path}index.html` : path;
}

/** What is in force, as far as it can be read: a worker that cannot start would stay for ever. @returns {Promise<State>} */
async function state() {
  const { version, groups } = await noted();
  const text = (/** @type {unknown} */ value) => typeof value === "string";
  return { version: text(version) ? version : "", groups: Array.isArray(groups) ? groups.filter(text) : [] };
}

/** The same as it is kept; what another version noted beside it stays. @returns {Promise<any>} */
async function noted() {
  const kept = await caches.match(keyOf(STATE, ""), { cacheName: STORE });
  return (await kept?.json().catch(() => null)) ?? {};
}

/** @param {Partial<State>} change */
async function change(change) {
  const store = await caches.open(STORE);
  await store.put(keyOf(STATE, ""), Response.json({ ...await noted(), ...change }));
}

// Fetching ------------------------------------------------------------------------------------

/**
 * Fetch a file and look whether it is the one our edition lists. The hash makes the browser's own
 * copy as good as the server's; if that one is old, the server is asked.
 * @param {string} path
 * @param {string} hash
 * @returns {Promise<Got>}
 */
async function fetched(path, hash) {
  const got = await fetchedBy("default", path, hash);
  return got.ours ? got : fetchedBy("reload", path, hash);
}

/**
 * @param {RequestCache} cache
 * @param {string} path
 * @param {string} hash
 * @returns {Promise<Got>}
 */
async function fetchedBy(cache, path, hash) {
  const address = new URL(path.replace(/(^|\/)index\.html$/, "$1"), ROOT); // which people use
  const response = await fetch(address, { cache, redirect: "manual" });
  if (response.type === "opaqueredirect") return { response, ours: false }; // perhaps to a log-in
  const bytes = await response.arrayBuffer();
  // The list holds the beginning of each hash: as much of it as it takes to tell contents apart.
  const ours = response.ok && hash !== "" && (await digest(bytes)).startsWith(hash);
  return { response: stamped(bytes, response), ours };
}

/**
 * @param {BodyInit} content
 * @param {Response} from
 */
function stamped(content, from) {
  const headers = {
    "Content-Type": from.headers.get("Content-Type") ?? "",
    "Sop-Saved": String(Date.now()),
    "Sop-Edition": EDITION.version,
  };
  return new Response(content, { status: from.status, headers });
}

/** SHA-256 in hexadecimal digits. @param {ArrayBuffer} bytes */
async function digest(bytes) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Keep a file of our edition unless it is kept already.
 * @param {Cache} store
 * @param {Entry} file
 */
async function obtain(store, { path, hash }) {
  const key = keyOf(path, hash);
  if (await store.match(key)) return;
  const { response, ours } = await fetched(path, hash);
  if (!ours) throw new DOMException(`${path} is of another edition`, "VersionError");
  await store.put(key, response);
}

/**
 * @param {Iterable<Entry>} wanted
 * @param {(done: number) => void} [tell] called with the bytes that are there
 */
async function obtainAll(wanted, tell = () => {}) {
  const store = await caches.open(STORE);
  const queue = [...wanted];
  let done = 0;
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let file = queue.pop(); file; file = queue.pop()) {
      await obtain(store, file);
      tell(done += file.size);
    }
  }));
}

/** Keep everything of our edition that a reader of this device counts on. */
async function complete() {
  const store = await caches.open(STORE);
  const [{ files }, { groups }, keys] = await Promise.all([listed(), state(), store.keys()]);
  const visited = new Set(keys.map((key) => ofKey(key)[0]));
  const whole = new Set([CORE, ...groups, ...(groups.length ? [COMMON] : [])]);
  await obtainAll([...files.values()].filter(({ path, group }) => whole.has(group) || visited.has(path)));
}

/** Get prints that were opened under an earlier edition anew, if there is a network. */
async function renewPrints() {
  const store = await caches.open(STORE);
  for (const key of await store.keys()) {
    const [path, hash] = ofKey(key);
    if (hash !== OPENED || (await store.match(key))?.headers.get("Sop-Edition") === EDITION.version) continue;
    const response = await fetch(new URL(path, ROOT), { cache: "no-cache" });
    if (response.ok) await store.put(key, stamped(await response.blob(), response));
    else if (response.status === 404) await store.delete(key);
  }
}
