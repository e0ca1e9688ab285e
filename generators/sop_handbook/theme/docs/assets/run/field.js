// @ts-check
/** One value to write down: a field with its unit and limit, buttons for a choice, what it comes to. */

import { make } from "../lib/dom.js";
import { fill, moment, today } from "../lib/text.js";
import { outside, read, signed } from "./value.js";
/** @typedef {import("./model.js").Reading} Reading */
/** @typedef {import("./model.js").Entry} Entry */
/** @typedef {import("./record.js").Words} Words */

/**
 * What a field needs: the words, what is written down so far, how to write it down, where a value
 * out of bounds leads, until when a personal value stays (milliseconds since 1970), and whether it
 * is another role's; `dial` shows a text.
 * @typedef {{words: Words, entry: Entry | undefined, tell: (value: string) => void, leave?: () => void,
 *   due: number, others: boolean, dial: import("./step.js").Dial}} Env
 */

const PAUSE = 600; // milliseconds after which somebody has typed to the end
const ENTRY = ".sop-run__readings .sop-entry";
let count = 0;

/** Take what stands in the fields of the step now, typed to the end or not. What is wrong with it,
 * by the ids of the values. @returns {Map<string, string>} */
export function standing() {
  /** @type {NodeListOf<HTMLInputElement>} */
  const all = document.querySelectorAll(`${ENTRY} input`);
  for (const input of all) input.dispatchEvent(new Event("change"));
  return new Map([...all].filter((input) => input.hasAttribute("aria-invalid"))
    .map((input) => [input.name, input.closest(".sop-entry")?.querySelector(".sop-entry__told")?.textContent ?? ""]));
}

/** @param {Reading} reading @param {Env} env */
export function field(reading, env) {
  const id = `sop-entry-${++count}`;
  const told = make("div", { class: "sop-entry__told", role: "alert" });
  const judge = judging(reading, env, told);
  const gone = reading.personal && env.due <= Date.now();
  const choice = reading.kind === "choice";
  const hints = [reading.limit, personalHint(reading, env)].filter(Boolean).map((text) => make("small", {}, text ?? ""));
  const hint = make("div", { id: `${id}-hint`, class: "sop-entry__hint" }, hints);
  const parts = gone ? [] : choice ? [options(reading, env, id)] : entering(reading, env, id, judge);
  const label = make(choice ? "span" : "label", { id: `${id}-label`, class: "sop-entry__label", ...(!choice && { for: id }) }, reading.label);
  judge(written(reading, env));
  return make("div", { class: "sop-entry" }, label, ...parts, hint, told);
}

/** What was written down, as far as the reader may see it. @param {Reading} reading @param {Env} env */
function written({ personal }, { entry, others }) {
  return (!(personal && others) && entry?.value) || "";
}

/** Says at once what a value comes to; never the value itself, which may be personal.
 * @param {Reading} reading @param {Env} env @param {HTMLElement} told */
function judging(reading, { words, leave, dial }, told) {
  let said = "";
  return (/** @type {string} */ value, /** @type {string} */ fault = "") => {
    const out = !fault && outside(value, reading);
    const text = fault || (out ? fill(words.reading.out, { limit: reading.limit ?? "" }) : "");
    if (text === said) return;
    said = text;
    told.parentElement?.classList.toggle("sop-entry--out", out);
    told.replaceChildren(...(text ? [make("p", {}, make("strong", {}, text), out && reading.do && make("span", { class: "sop-entry__do" }, dial(reading.do)))] : []),
      ...(out && reading.go && leave ? [make("button", { type: "button", class: "sop-run__way", onclick: leave }, dial(reading.then ?? "", true))] : []));
  };
}

/** @param {Reading} reading @param {Env} env @param {string} id @param {(value: string, fault?: string) => void} judge */
function entering(reading, env, id, judge) {
  const { words } = env;
  const time = reading.kind === "time", number = reading.kind === "number";
  const input = make("input", {
    id, name: reading.id, type: "text", autocomplete: "off", "aria-describedby": `${id}-hint`, maxlength: reading.kind === "text" ? "120" : "24", class: "sop-entry__input",
    ...(reading.kind !== "text" && { inputmode: time || (reading.decimals === 0 && !signed(reading)) ? "numeric" : "decimal" }),
  });
  let kept = written(reading, env);
  input.value = kept.replace("-", number ? "−" : "-");
  let waiting = 0;
  const take = (/** @type {boolean} */ ended) => {
    clearTimeout(waiting);
    const found = read(input.value, reading);
    input.toggleAttribute("aria-invalid", "fault" in found && ended);
    const value = "fault" in found ? "" : found.value; // what is wrong takes back what was right
    judge(value, "fault" in found && ended ? fill(words.reading[found.fault], { typed: reading.personal ? "" : input.value, count: reading.decimals }) : "");
    if (time && ended && value) input.value = value;
    if (value !== kept) env.tell(kept = value);
  };
  input.addEventListener("input", () => { clearTimeout(waiting); waiting = window.setTimeout(() => take(false), PAUSE); });
  input.addEventListener("change", () => take(true));
  const now = () => { input.value = moment(Date.now()).slice(11, 16); take(true); };
  const sign = () => { input.value = /^[-−]/.test(input.value) ? input.value.slice(1) : `−${input.value}`; input.focus(); take(false); };
  const small = (/** @type {string} */ name, /** @type {() => void} */ onclick) => (
    make("button", { type: "button", class: "sop-run__small", onclick, "aria-describedby": `${id}-label` }, name));
  return [make("div", { class: "sop-entry__row" }, input, reading.unit && make("span", { class: "sop-entry__unit" }, reading.unit),
    time && small(words.reading.now, now), signed(reading) && small(words.reading.sign, sign))];
}

/** A tap chooses, another one takes it back. @param {Reading} reading @param {Env} env @param {string} id */
function options(reading, env, id) {
  let kept = written(reading, env);
  const box = make("div", { class: "sop-entry__options", role: "group", "aria-labelledby": `${id}-label` },
    [...new Set(reading.options)].map((option) => make("button", { type: "button", class: "sop-run__option", "aria-pressed": String(option === kept), onclick: () => {
      kept = kept === option ? "" : option;
      for (const one of box.children) one.setAttribute("aria-pressed", String(one.textContent === kept));
      env.tell(kept);
    } }, option)));
  return box;
}

/** How long something personal stays, and whether it is there. @param {Reading} reading @param {Env} env */
function personalHint({ personal }, { words, due, entry, others }) {
  if (!personal) return "";
  const say = words.reading;
  if (due <= Date.now()) return entry?.wiped ? say.wiped : say.expired;
  const at = moment(due);
  const day = at.startsWith(today()) ? say.today : say.tomorrow;
  const state = entry?.wiped ? `${say.wiped}。` : others && entry?.value ? `${say.held}。` : "";
  return state + fill(say.until, { day, time: at.slice(11, 16) });
}

