// @ts-check
/** Is this sheet still good? Answers a code that was typed, or that a QR code brought along. */

const DATA = new URL("../handbook/currency/", import.meta.url);
const PAGES = new URL("../handbook/", import.meta.url);

/** @param {string} name */
async function load(name) {
  const response = await fetch(new URL(name, DATA));
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return response.json();
}

/**
 * Leave what can be part of a code, in groups of three as printed.
 * @param {string} typed
 * @param {string} alphabet
 */
function tidy(typed, alphabet) {
  const signs = typed.normalize("NFKC").toUpperCase();
  const kept = [...signs].filter((sign) => alphabet.includes(sign)).join("");
  return kept.match(/.{1,3}/g)?.join("-") ?? "";
}

/**
 * @param {string} tag
 * @param {string} text
 * @param {string} [name]
 */
function element(tag, text, name) {
  const made = document.createElement(tag);
  made.textContent = text;
  if (name) made.className = name;
  return made;
}

/** The day it is here, as dates are written in the data. */
function today() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/** @param {string} text @param {string} path */
function link(text, path) {
  const made = /** @type {HTMLAnchorElement} */ (element("a", text));
  made.href = new URL(path, PAGES).href;
  return made;
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
    code = tidy(typed, words.alphabet);
    if (code.length === 11) found = (await load(`${code[0]}.json`))[code];
  } catch {
    box.className = "sop-answer-box sop-answer-box--unknown";
    box.replaceChildren(element("p", words?.["no-data"] ?? box.dataset.sopFailed ?? "×"));
    return;
  }
  const standing = found?.standing ?? (code.length === 11 ? "unknown" : "incomplete");
  const early = standing === "current" && found?.starts > today() && words["not-yet"].replace("{date}", found.starts);
  const unapproved = early || (found?.badge && words[`${standing}-unapproved`]);
  const verdict = unapproved || words[standing];
  box.className = `sop-answer-box sop-answer-box--${unapproved ? "unapproved" : standing}`;
  const parts = [element("p", verdict, "sop-verdict")];
  if (words[`${standing}-means`]) parts.push(element("p", words[`${standing}-means`]));
  parts.push(element("p", `${words["your-code"]} ${code || typed}`, "sop-code"));
  if (found) parts.push(...details(found, words, brief));
  parts.push(element("p", `${words["compared-with"]} ${words.date}`, "sop-compared"));
  box.replaceChildren(...parts);
}

/** @param {any} found @param {any} words @param {boolean} brief */
function details(found, words, brief) {
  const facts = [found.number, found.title, found.kind, found.revision].filter(Boolean);
  const parts = [element("p", facts.join(" · "))];
  if (found.badge) parts[0].append(" ", element("span", found.badge, "sop-badge"));
  if (found.urgency) parts.push(element("p", words[found.urgency], "sop-urgency"));
  if (found.since || found.beside) {
    parts.push(element("h2", words["changed-since"]));
    const list = document.createElement("ul");
    for (const one of found.since ?? []) {
      const item = element("li", `${one.day} · ${one.class} · ${one.title} ${one.revision}：${one.summary}`);
      if (one.roles.length) {
        item.append(element("br", ""), element("small", `${words.concerns} ${one.roles.join("、")}`));
      }
      list.append(item);
    }
    if (found.beside) list.append(element("li", found.beside));
    parts.push(list);
  }
  const ways = document.createElement("p");
  if (found.now && found.standing !== "current") {
    ways.append(link(`${words["get-new"]}（${found.now.code}）`, found.now.file), " ");
  }
  if (found.successor) ways.append(link(`${words.successor} ${found.successor.title}`, found.successor.page), " ");
  if (found.page && !brief) ways.append(link(words["open-page"], found.page));
  if (ways.childNodes.length) parts.push(ways);
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
  const box = document.createElement("div");
  box.setAttribute("role", "status");
  title.after(box);
  answer(box, code, true);
}

start();
