// @ts-check
/** Second part of the service worker: what it answers pages that ask for files. */

/** Windows whose page came from an edition newer than ours: they get the rest of it, too. */
const ahead = new Set();

/** @param {FetchEvent} event @returns {Promise<Response>} */
async function answer(event) {
  const { request } = event;
  const path = pathOf(request.url);
  if (ahead.has(event.clientId)) return fetch(request, { cache: "no-cache" });
  if (path === TOLD) return Response.json(EDITION);
  const { files } = await listed();
  const file = files.get(path);
  if (file) return listedFile(event, file);
  if (request.mode === "navigate" && files.has(`${path}/index.html`)) {
    const url = new URL(request.url); // without its slash, every link of the page would be wrong
    url.pathname += "/";
    return Response.redirect(url.href);
  }
  return otherFile(event, path);
}

/**
 * @param {FetchEvent} event
 * @param {Entry} file
 */
async function listedFile(event, file) {
  const store = await caches.open(STORE);
  const kept = await store.match(keyOf(file.path, file.hash));
  const fresh = anew(event.request, file.path);
  if (kept && !fresh) return kept;
  const asked = fresh ? fetchedBy("reload", file.path, file.hash) : fetched(file.path, file.hash);
  const got = await asked.catch(() => undefined);
  if (!got) {
    const instead = kept ?? (await narrower(store, file.path));
    if (instead) return instead;
    throw new TypeError("no network");
  }
  const visit = event.request.mode === "navigate";
  if (got.ours) event.waitUntil(keep(store, file, got.response.clone(), visit).catch(() => {}));
  else if (visit) ahead.add(event.resultingClientId);
  return got.response;
}

/**
 * The widest pictures are kept by those who looked at them; to others a narrower one is shown.
 * @param {Cache} store
 * @param {string} path
 */
async function narrower(store, path) {
  const name = WIDE.exec(path)?.[1];
  const { files } = await listed();
  const others = [...files.values()].filter((file) => name && file.path !== path && WIDE.exec(file.path)?.[1] === name);
  const found = await Promise.all(others.map((file) => store.match(keyOf(file.path, file.hash))));
  return found.findLast(Boolean);
}

/**
 * Parts of the index are named after their contents, so that what is kept is never wrong. But a
 * table that is older than the server names parts nobody has any more: then the search asks for
 * the server's, which leads to the server's parts.
 * @param {Request} request
 * @param {string} path
 */
function anew({ cache }, path) {
  return path === TABLE && cache === "reload";
}

/**
 * Keep a file that was fetched, and with a page the data that lies with it.
 * @param {Cache} store
 * @param {Entry} file
 * @param {Response} response
 * @param {boolean} visit
 */
async function keep(store, file, response, visit) {
  await store.put(keyOf(file.path, file.hash), response);
  if (visit) await obtainAll(await companions(file.path));
}

/** The data of a page bear its name: a/b/index.html and c/b.json. @param {string} page */
async function companions(page) {
  const name = page.split("/").at(-2);
  const { files } = await listed();
  return name ? [...files.values()].filter(({ path }) => path.endsWith(`/${name}.json`)) : [];
}

/**
 * What no edition lists: prints, which are kept when they are opened, not when many are packed, and
 * what does not exist.
 * @param {FetchEvent} event
 * @param {string} path
 */
async function otherFile(event, path) {
  const store = await caches.open(STORE);
  const key = keyOf(path, OPENED);
  try {
    const response = await fetch(event.request);
    if (PRINT.test(path) && response.status === 200 && event.request.cache !== "no-store") {
      const copy = response.clone();
      const kept = copy.blob().then((content) => store.put(key, stamped(content, copy)));
      event.waitUntil(kept.catch(() => {}));
    }
    return response;
  } catch (error) {
    const kept = await store.match(key);
    if (kept) return kept;
    throw error;
  }
}

/** What to answer when there is neither a copy nor a network. @param {Request} request */
function instead(request) {
  const path = pathOf(request.url);
  if (request.mode !== "navigate" || path === pathOf(new URL(PLACE, ROOT).href)) return Response.error();
  const wanted = request.url.slice(ROOT.href.length);
  return Response.redirect(new URL(`${PLACE}?page=${encodeURIComponent(wanted)}`, ROOT).href);
}
