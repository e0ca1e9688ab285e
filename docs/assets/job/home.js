// @ts-check
/** The reader's own role on the home page: choosing it, its procedures, what changed since. */

import { addressOf, load } from "./data.js";
import { chosen, forget, keep, recall, today, visited } from "./memory.js";
/** @typedef {import("./data.js").Job} Data */
/** @typedef {import("./memory.js").Job} Job */

/** @param {HTMLElement} box as pages/my-job.md.j2 has it, with all words */
export function connect(box) {
  const part = (/** @type {string} */ name) => (
    /** @type {HTMLElement} */ (box.querySelector(`[data-part="${name}"]`))
  );
  const select = /** @type {HTMLSelectElement} */ (box.querySelector("select"));
  const role = () => [...select.options].find((option) => option.value && option.value === recall()?.role);

  part("choose").addEventListener("submit", (event) => {
    event.preventDefault();
    const option = select.selectedOptions[0];
    if (!option?.value) return select.focus();
    part("not-kept").hidden = keep(chosen(option.value, option.text, today()));
    show(chosen(option.value, option.text, today()));
    part("name").focus();
  });
  part("undo").addEventListener("click", () => {
    forget();
    ask();
    select.focus();
  });

  document.addEventListener("sop-job", () => { if (!recall()) ask(); });

  function ask() {
    part("choose").hidden = false;
    part("mine").hidden = true;
  }

  /** @param {Job} job */
  async function show(job) {
    part("choose").hidden = true;
    part("mine").hidden = false;
    part("title").textContent = job.title;
    part("page").setAttribute("href", addressOf(`handbook/roles/${job.role}`));
    for (const name of ["procedures", "since", "nothing", "failed"]) part(name).hidden = true;
    try {
      const data = await load(job.role);
      fill(data, visited(job, today(), data.news.map((one) => one.key)));
    } catch {
      part("failed").hidden = false;
    }
  }

  /** @param {Data} data @param {Job} job */
  function fill(data, job) {
    keep({ ...job, title: data.title });
    part("title").textContent = data.title;
    part("procedures").replaceChildren(...data.procedures.map((one) => item(link(one.title, one.page))));
    part("procedures").hidden = !data.procedures.length;
    if (!job.before) return; // chosen today: there was no visit before
    const fresh = data.news.filter((one) => !job.known.includes(one.key));
    for (const day of box.querySelectorAll("time")) [day.dateTime, day.textContent] = [job.before, job.before];
    part("news").replaceChildren(...fresh.map(entryOf));
    part("since").hidden = !fresh.length;
    part("nothing").hidden = fresh.length > 0;
  }

  const mine = recall();
  if (mine && role()) show(mine);
  else ask();
  if (mine && !role()) {
    forget();
    part("forgotten").hidden = false;
  }
  box.hidden = false;
}

/** @param {import("./data.js").Entry} one */
function entryOf(one) {
  const kind = document.createElement("span");
  kind.className = "sop-kind";
  kind.textContent = one.kind;
  const rest = document.createElement("small");
  rest.textContent = `${one.day} · ${one.revision}`;
  const summary = document.createElement("span");
  summary.textContent = one.summary;
  const [first, second] = [document.createElement("br"), document.createElement("br")];
  return item(kind, " ", link(one.title, one.page, one.anchor), first, summary, second, rest);
}

/** @param {(Node | string)[]} content */
function item(...content) {
  const made = document.createElement("li");
  made.append(...content);
  return made;
}

/** @param {string} text @param {string} page @param {string} [anchor] */
function link(text, page, anchor) {
  const made = document.createElement("a");
  made.href = addressOf(page, anchor);
  made.textContent = text;
  return made;
}
