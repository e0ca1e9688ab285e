// @ts-check
/** Many prints as one archive: fetched, checked and put together, or not at all. */

import { entriesOf } from "./names.js";
import { zip } from "./zip.js";

export { archiveOf, inOrder } from "./names.js";

/** @typedef {import("./find.js").Item} Item */

const AT_ONCE = 4; // fetched at a time
/** How they begin: a page that says “not found” is no print. @type {Record<string, string>} */
const BEGINNINGS = { pdf: "%PDF", docx: "PK" };

/** What could not be fetched, by its name in the archive. */
export class MissingError extends Error {
  /** @override */
  name = "MissingError";
}

/**
 * @param {import("./find.js").List} list
 * @param {Item[]} items in the order of use
 * @param {{root: URL, signal: AbortSignal, told: (done: number) => void}} how
 * @returns {Promise<Blob>}
 */
export async function bring(list, items, { root, signal, told }) {
  const entries = entriesOf(list, items).map((name) => ({ name, content: new Uint8Array(0) }));
  let [next, done] = [0, 0];
  const work = async () => {
    while (next < items.length) {
      const at = next++;
      entries[at].content = await fetched(new URL(items[at].path, root), signal).catch((error) => {
        throw signal.aborted ? error : new MissingError(entries[at].name);
      });
      if (!signal.aborted) told(++done);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return new Blob(zip(entries, list.date), { type: "application/zip" });
}

/** @param {URL} address @param {AbortSignal} signal */
async function fetched(address, signal) {
  const response = await fetch(address, { cache: "no-store", signal }); // else the device would keep all of them
  const content = new Uint8Array(await response.arrayBuffer());
  const beginning = BEGINNINGS[address.pathname.split(".").at(-1) ?? ""] ?? "";
  const begins = String.fromCharCode(...content.subarray(0, beginning.length));
  if (!response.ok || begins !== beginning) throw new Error(`${response.status}`);
  return content;
}
