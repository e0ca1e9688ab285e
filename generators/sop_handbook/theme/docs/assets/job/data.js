// @ts-check
/** What the handbook says about one role, and where its pages are. */

/** @typedef {{title: string, number: string, page: string}} Own */
/**
 * @typedef {{key: string, day: string, kind: string, title: string, revision: string,
 *   summary: string, page: string, anchor: string}} Entry
 */
/** @typedef {{title: string, page: string, procedures: Own[], news: Entry[], prints: string}} Job */

const ROOT = new URL("../../", import.meta.url);

/**
 * @param {string} role
 * @returns {Promise<Job>}
 */
export async function load(role) {
  const response = await fetch(new URL(`handbook/my-job/${role}.json`, ROOT), { cache: "no-cache" });
  if (!response.ok) throw new Error(`${response.status} ${role}`);
  return response.json();
}

/**
 * @param {string} page below the root, without an ending
 * @param {string} [anchor]
 */
export function addressOf(page, anchor = "") {
  const files = document.getElementById("sop-search")?.dataset.urls === "files";
  return new URL(`${page}${files ? ".html" : "/"}${anchor && `#${anchor}`}`.replace("/index/", "/"), ROOT).href;
}

/**
 * The industries a role works in: they are folders of its procedures' pages.
 * @param {Job} job
 */
export function industries(job) {
  return new Set(job.procedures.map((one) => one.page.split("/")[1]));
}

const OWN = 1.5; // a step that the role carries out, and the role itself
const NEAR = 1.25; // another step of a procedure that it takes part in
const AROUND = 1.1; // anything else of its industry

/**
 * How much nearer to somebody in this role a result of the search is, from 1.
 * @param {Job} job
 * @returns {(entry: {page: string, role: string}) => number}
 */
export function preference(job) {
  const pages = new Set(job.procedures.map((one) => one.page));
  const around = industries(job);
  return (entry) => {
    if (entry.page === job.page) return OWN;
    if (!pages.has(entry.page)) return around.has(entry.page.split("/")[1]) ? AROUND : 1;
    return entry.role === job.title ? OWN : NEAR;
  };
}
