// @ts-check
/** A question in a window of its own; it goes away with the answer. */

import { make } from "../lib/dom.js";
/** @typedef {import("../lib/dom.js").Part} Part */

/** @typedef {{title: string, parts: Part[], done?: string, tell?: (data: FormData) => void}} Question */

/**
 * @param {string} cancel
 * @param {(close: () => void) => Question} question
 */
export function show(cancel, question) {
  const { title, parts, done, tell } = question(() => dialog.close());
  const form = make("form", { method: "dialog" }, make("h2", { id: "sop-ask" }, title), parts, make("div", { class: "sop-run__others" },
    done && make("button", { value: "done", class: "sop-run__next" }, done),
    make("button", { value: "cancel", class: "sop-run__small", formnovalidate: true }, cancel)));
  const dialog = make("dialog", { class: "sop-ask", "aria-labelledby": "sop-ask", onclose: () => {
    // Only now is the page in reach again: what follows may move the focus.
    dialog.remove();
    if (dialog.returnValue === "done") tell?.(new FormData(form));
  } }, form);
  document.body.append(dialog);
  dialog.showModal();
}

/**
 * For whom the next round is: a table or a bed, or nothing; never a name.
 * @param {Record<string, any>} words  next-one, label, label-hint, begin, cancel
 * @param {(label: string) => void} begin
 */
export function askLabel(words, begin) {
  show(words.cancel, () => ({
    title: words["next-one"],
    parts: [make("label", { for: "sop-ask-label" }, words.label),
      make("input", { id: "sop-ask-label", name: "label", maxlength: "12", autocomplete: "off", autofocus: true, "aria-describedby": "sop-ask-hint" }),
      make("p", { id: "sop-ask-hint" }, words["label-hint"])],
    done: words.begin,
    tell: (data) => begin(String(data.get("label")).trim()),
  }));
}
