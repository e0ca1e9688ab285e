// @ts-check
/** Procedures this device has shown, the latest first, and those its reader has pinned. */

import { device } from "../lib/storage.js";

/** @typedef {{page: string, title: string, pinned: boolean}} Seen */

const MOST = 5; // beside those that are pinned
const PAGE = /^handbook\/[^/.]+\/[^/.]+$/;

/** Pinned ones first. @returns {Seen[]} */
export function recent() {
  const found = device.recall("recent");
  const sound = (Array.isArray(found) ? found : []).filter((one) => PAGE.test(one?.page) && typeof one.title === "string")
    .map(({ page, title, pinned }) => ({ page, title, pinned: pinned === true }));
  return [...sound.filter((one) => one.pinned), ...sound.filter((one) => !one.pinned).slice(0, MOST)];
}

/** @param {string} page below the root, without an ending @param {string} title */
export function seen(page, title) {
  const all = recent();
  const pinned = all.some((one) => one.page === page && one.pinned);
  if (PAGE.test(page)) device.keep("recent", [{ page, title, pinned }, ...all.filter((one) => one.page !== page)]);
}

/** @param {string} page @param {boolean} pinned */
export function pin(page, pinned) {
  device.keep("recent", recent().map((one) => (one.page === page ? { ...one, pinned } : one)));
}
