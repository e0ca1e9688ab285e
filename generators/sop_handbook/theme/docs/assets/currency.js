// @ts-check
/** Is this sheet still good? Answers a code that was typed, or that a QR code brought along. */

import { strange, tidy, whole } from "./lib/code.js";
import { make } from "./lib/dom.js";
import { fill, today } from "./lib/text.js";

const DATA = new URL("../handbook/currency/", import.meta.url);
const PAGES = new URL("../handbook/", import.meta.url);

/** @param {string} name */
async function load(name) {
  const response = await fetch(new URL(name, DATA));
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return response.json();
}

/** @param {string} text @param {string} path */
function link(text, path) {
  return make("a", { href: new URL(path, PAGES).href }, text);
}

/**
 * Say what a code is worth.
 * @param {HTMLElement} box
 * @param {string} typed
 * @param {boolean} brief  on the page of the procedure itself: no link to it
 */
async function answer(box, typed, brief) {
  let words;
  let found;
  let code = typed;
  try {
    words = await load("words.json");
    code = tidy(typed, words.code);
    if (whole(code, words.code)) found = (await load(`${code[0]}.json`))[code];
  } catch {
    box.className = "sop-answer-box sop-answer-box--unknown";
    box.replaceChildren(make("p", {}, words?.["no-data"] ?? box.dataset.sopFailed ?? "×"));
    return;
  }
  const wrong = found ? [] : strange(typed, words.code);
  const standing = found?.standing ?? (wrong.length ? "strange" : whole(code, words.code) ? "unknown" : "incomplete");
  const early = standing === "current" && found?.starts > today() && fill(words["not-yet"], { date: found.starts });
  const unapproved = early || (found?.badge && words[`${standing}-unapproved`]);
  const gaps = { signs: wrong.join(" "), alphabet: [...words.code.alphabet].join(" ") };
  const verdict = fill(unapproved || words[standing], gaps);
  box.className = `sop-answer-box sop-answer-box--${unapproved ? "unapproved" : standing}`;
  /** @type {HTMLElement[]} */
  const parts = [make("p", { class: "sop-verdict" }, verdict)];
  if (words[`${standing}-means`]) parts.push(make("p", {}, fill(words[`${standing}-means`], gaps)));
  parts.push(make("p", { class: "sop-code" }, `${words["your-code"]} ${(!wrong.length && code) || typed}`));
  if (found) parts.push(...details(found, words, brief));
  parts.push(make("p", { class: "sop-compared" }, `${words["compared-with"]} ${words.date}`));
  box.replaceChildren(...parts);
}

/** @param {any} found @param {any} words @param {boolean} brief */
function details(found, words, brief) {
  const facts = [found.number, found.title, found.kind, found.revision].filter(Boolean);
  /** @type {HTMLElement[]} */
  const parts = [make("p", {}, facts.join(" · "))];
  if (found.badge) parts[0].append(" ", make("span", { class: "sop-badge" }, found.badge));
  if (found.urgency) parts.push(make("p", { class: "sop-urgency" }, words[found.urgency]));
  if (found.since || found.beside) {
    parts.push(make("h2", {}, words["changed-since"]));
    const list = make("ul");
    for (const one of found.since ?? []) {
      const item = make("li", {}, `${one.day} · ${one.class} · ${one.title} ${one.revision}：${one.summary}`);
      if (one.roles.length) {
        item.append(make("br"), make("small", {}, `${words.concerns} ${one.roles.join("、")}`));
      }
      list.append(item);
    }
    if (found.beside) list.append(make("li", {}, found.beside));
    parts.push(list);
  }
  const ways = make("p");
  if (found.now && found.standing !== "current") {
    ways.append(link(`${words["get-new"]}（${found.now.code}）`, found.now.file), " ");
  }
  if (found.successor) ways.append(link(`${words.successor} ${found.successor.title}`, found.successor.page), " ");
  if (found.page && !brief) ways.append(link(words["open-page"], found.page));
  parts.push(ways);
  return parts;
}

function start() {
  const asked = new URLSearchParams(location.search);
  const form = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-sop-currency]"));
  if (form) {
    const box = /** @type {HTMLElement} */ (document.querySelector("[data-sop-answer]"));
    const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("c"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      history.replaceState(null, "", `?c=${encodeURIComponent(field.value)}`);
      answer(box, field.value, false);
    });
    const code = asked.get("c") ?? asked.get("e");
    if (code) {
      field.value = code;
      answer(box, code, false);
    }
    return;
  }
  const code = asked.get("e");
  const title = document.querySelector("article h1");
  if (!code || !title) return;
  const box = make("div", { role: "status" });
  title.after(box);
  answer(box, code, true);
}

start();
