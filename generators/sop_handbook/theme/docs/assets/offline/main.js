// @ts-check
/** Tells which edition a page is of, keeps it for days without a network, offers new editions. */

import { list, show } from "../lib/dom.js";
import { visit } from "../lib/storage.js";
import { fill } from "../lib/text.js";
import { ROOT, ask } from "./ask.js";
/** @typedef {{version?: string, date: string}} Edition */

const OFTEN = 60_000; // milliseconds between two looks for a new edition
const MOST = 3; // changes that the bar has room for
const LATER = "later"; // the edition a reader put off, for this visit

const bars = document.querySelector("[data-sop-bars]");
const line = document.querySelector("[data-sop-edition]");
let looked = 0;

if (bars && line) {
  if (document.readyState === "complete") start();
  else addEventListener("load", start);
}

async function start() {
  const told = await fetch(new URL("offline/edition.json", ROOT), { cache: "no-cache" }).catch(() => undefined);
  if (!told?.ok) return;
  const edition = await told.json();
  tell(edition);
  const served = Boolean(navigator.serviceWorker?.controller);
  // A private window, an old browser or a plain http address: pages work as they do without us.
  const registration = await (edition.version ? register() : retire()).catch(() => undefined);
  // It asks the worker, which has to be known by then.
  if (document.querySelector("[data-sop-save], [data-sop-place]")) import("./saving.js");
  if (registration) await serve(registration, served).catch(() => {});
}

async function register() {
  return navigator.serviceWorker.register(new URL("sw.js", ROOT), { updateViaCache: "none" });
}

/** @param {Edition} edition */
function tell({ date }) {
  for (const place of document.querySelectorAll("[data-sop-date]")) place.textContent = date;
  show(line);
}

/**
 * A preview has no worker; one from an earlier site at the same address would hide what is new.
 * @returns {Promise<undefined>}
 */
async function retire() {
  const all = await navigator.serviceWorker?.getRegistrations().catch(() => []); // files have none
  for (const old of all ?? []) if (old.scope === ROOT.href) await old.unregister();
  if (all?.length) await caches.delete(`sop ${ROOT.pathname}`);
}

/**
 * @param {ServiceWorkerRegistration} registration
 * @param {boolean} served whether the page came through the worker
 */
async function serve(registration, served) {
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    if (data === "switched") announce("switched");
  });
  watch(registration);
  const { active } = await navigator.serviceWorker.ready;
  if (active) {
    const page = location.href.split(/[?#]/)[0];
    if (served) await about(active, page);
    ask(active, { do: "keep", page }).then(() => about(active, page), () => {});
  }
  const look = () => check(registration);
  addEventListener("offline", look);
  addEventListener("online", look);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && Date.now() - looked > OFTEN) look();
  });
  await look();
}

/**
 * Say which edition the worker has, and since when it has the page.
 * @param {ServiceWorker} worker
 * @param {string} page
 */
async function about(worker, page) {
  const { saved, date } = await ask(worker, { do: "about", page });
  tell({ date });
  if (saved) since(new Date(saved));
}

/** @param {Date} saved */
function since(saved) {
  const format = { month: "long", day: "numeric", hour: "2-digit", minute: "2-digit" };
  const text = new Intl.DateTimeFormat(document.documentElement.lang, /** @type {any} */ (format)).format(saved);
  for (const place of document.querySelectorAll("[data-sop-since]")) place.textContent = text;
  for (const place of document.querySelectorAll("[data-sop-kept]")) show(place);
}

/** Look whether the server answers and has a new edition. @param {ServiceWorkerRegistration} registration */
async function check(registration) {
  looked = Date.now();
  const answers = await registration.update().then(() => true, () => false);
  show(document.querySelector("[data-sop-away]"), !answers);
  document.documentElement.toggleAttribute("data-sop-offline", !answers);
}

/** @param {ServiceWorkerRegistration} registration */
function watch(registration) {
  const look = () => offer(registration).catch(() => {});
  look();
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", look);
  });
}

/** Offer the edition that waits, if one does. @param {ServiceWorkerRegistration} registration */
async function offer(registration) {
  const { waiting, active } = registration;
  if (!waiting || !active) return;
  const { date, version, quiet } = await ask(waiting, { do: "about", page: location.href });
  if (quiet || registration.waiting !== waiting || visit.recall(LATER) === version) return;
  const bar = announce("new");
  const day = bar?.querySelector("[data-sop-new-date]");
  if (day) day.textContent = date;
  concerns(waiting).catch(() => {});
  bar?.querySelector("[data-sop-now]")?.addEventListener("click", () => {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    ask(waiting, { do: "switch" });
  }, { once: true });
  bar?.querySelector("[data-sop-later]")?.addEventListener("click", () => {
    visit.keep(LATER, version);
    show(bar, false);
    // The button is gone: on with what stands before it.
    line?.querySelector("a")?.focus({ preventScroll: true });
  }, { once: true });
}

/** Say what the edition that waits changes for the reader's own role. @param {ServiceWorker} waiting */
async function concerns(waiting) {
  const { recall } = await import("../job/memory.js");
  const job = recall();
  const place = document.querySelector("[data-sop-new-own]");
  // Before a first visit home there is nothing to compare with.
  if (!job?.seen.length || !(place instanceof HTMLElement)) return;
  /** @type {import("../job/data.js").Job | undefined} */
  const told = await ask(waiting, { do: "read", path: `handbook/my-job/${job.role}.json` });
  if (!told) return;
  const fresh = told.news.filter(({ key }) => !job.seen.includes(key));
  const { some = "", none = "" } = place.dataset;
  const named = list("ul", fresh.slice(0, MOST), ({ title, summary }) => `${title}：${summary}`) ?? "";
  place.replaceChildren(fill(fresh.length ? some : none, { role: told.title }), named);
  place.hidden = false;
}

/** @param {"new" | "switched"} what */
function announce(what) {
  const bar = document.querySelector(`[data-sop-${what}]`);
  show(bar);
  bar?.querySelector("[data-sop-reload]")?.addEventListener("click", () => location.reload());
  return bar;
}
