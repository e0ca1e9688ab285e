// @ts-check
/** Third part of the service worker: how editions follow each other, and what pages ask of it. */

let healed = false;
let quiet = false; // nothing a reader could see changes: no need to ask
let asked = false; // the reader asked for this edition

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("fetch", (event) => {
  const { method, url, headers } = event.request;
  if (method !== "GET" || !url.startsWith(ROOT.href) || headers.has("range")) return;
  event.respondWith(answer(event).catch(() => instead(event.request)));
});
worker.addEventListener("message", (event) => {
  const [port] = event.ports;
  const duty = DUTIES[event.data.do](event.data, (news) => port.postMessage(news));
  const failed = (/** @type {any} */ error) => ({ failed: error.name });
  event.waitUntil(duty.catch(failed).then((last) => port.postMessage({ last })));
});

async function install() {
  await complete();
  await renewPrints(); // so that what a reader agrees to is there, whatever the network does then
  quiet = !await noticeable();
  if (quiet) await worker.skipWaiting();
}

/** Whether a page kept here, or its looks, would change: then the reader decides when. */
async function noticeable() {
  const { version } = await state();
  if (!version) return false;
  const store = await caches.open(STORE);
  const [before, after] = await Promise.all([readList(version).catch(() => null), listed()]);
  if (!before) return true; // the list of before is gone, or none we can read
  for (const key of await store.keys()) {
    const [path, hash] = ofKey(key);
    const inForce = before.files.get(path)?.hash === hash;
    if (SEEN.test(path) && inForce && after.files.get(path)?.hash !== hash) return true;
  }
  return false;
}

async function activate() {
  await change({ version: EDITION.version });
  const store = await caches.open(STORE);
  const { files } = await listed();
  for (const key of await store.keys()) {
    const [path, hash] = ofKey(key);
    const right = path === LIST ? EDITION.version : files.get(path)?.hash;
    if (path !== STATE && hash !== OPENED && hash !== right) await store.delete(key);
  }
  await worker.clients.claim();
  if (!asked) return;
  for (const client of await worker.clients.matchAll()) client.postMessage("switched");
}

// What pages ask for ----------------------------------------------------------------------------

/** @type {Record<string, (data: any, tell: (news: any) => void) => Promise<any>>} */
const DUTIES = {
  /** The edition, and whether it has a page and since when that is kept. */
  async about({ page }) {
    const file = (await listed()).files.get(pathOf(page));
    const kept = file && await caches.match(keyOf(file.path, file.hash), { cacheName: STORE });
    return { ...EDITION, quiet, known: Boolean(file), title: file?.title, saved: Number(kept?.headers.get("Sop-Saved")) || undefined };
  },

  /** What this edition holds, also before it is in force. */
  async read({ path }) {
    const file = (await listed()).files.get(path);
    if (!file) return undefined;
    const kept = await caches.match(keyOf(path, file.hash), { cacheName: STORE });
    const got = kept ? { response: kept, ours: true } : await fetched(path, file.hash);
    return got.ours ? got.response.json() : undefined;
  },

  /** Keep a page that came before the worker did, and mend what is missing. */
  async keep({ page }) {
    const { files } = await listed();
    const path = pathOf(page);
    const file = files.get(path);
    if (file) await obtainAll([file, ...await companions(path)]);
    if (healed) return;
    healed = true;
    await complete().then(renewPrints).catch((error) => {
      healed = false; // the next page tries again
      throw error;
    });
  },

  /** Industries with their sizes, pages and prints kept here. */
  async list() {
    const store = await caches.open(STORE);
    const [{ files, groups }, saved, keys] = await Promise.all([listed(), state(), store.keys()]);
    const kept = new Set(keys.map((key) => ofKey(key).join("?")));
    const here = (/** @type {Entry} */ file) => kept.has(`${file.path}?${file.hash}`);
    const all = [...files.values()];
    return {
      industries: groups.map((name) => {
        const parts = all.filter(({ group }) => group === name || group === COMMON);
        return {
          name,
          title: files.get(`handbook/${name}/index.html`)?.title ?? name,
          size: sum(parts), // the same before and after it is saved
          saved: saved.groups.includes(name) && parts.every(here),
        };
      }),
      pages: all.filter((file) => file.title && here(file)),
      prints: keys.map(ofKey).filter(([, hash]) => hash === OPENED).map(([path]) => path),
      size: sum(all.filter(here)),
    };
  },

  /** Keep a whole industry. */
  async save({ name }, tell) {
    const { files } = await listed();
    const wanted = [...files.values()].filter(({ group }) => group === name || group === COMMON);
    const size = sum(wanted);
    await obtainAll(wanted, (done) => tell({ done, size }));
    await change({ groups: [...new Set([...(await state()).groups, name])] });
    return {};
  },

  /** Give an industry up. */
  async drop({ name }) {
    const groups = (await state()).groups.filter((other) => other !== name);
    await change({ groups });
    const { files } = await listed();
    const store = await caches.open(STORE);
    const gone = [name, ...(groups.length ? [] : [COMMON])];
    for (const { path, hash, group } of files.values()) {
      if (gone.includes(group)) await store.delete(keyOf(path, hash));
    }
    return {};
  },

  /** Give up everything that was not there from the beginning. */
  async clear() {
    await change({ groups: [] });
    const { files } = await listed();
    const store = await caches.open(STORE);
    for (const key of await store.keys()) {
      const [path] = ofKey(key);
      if (path !== STATE && path !== LIST && files.get(path)?.group !== CORE) await store.delete(key);
    }
    return {};
  },

  /** The reader wants this edition now. */
  async switch() {
    asked = true;
    await worker.skipWaiting();
  },
};

/** @param {Iterable<Entry>} files */
function sum(files) {
  let size = 0;
  for (const file of files) size += file.size;
  return size;
}
