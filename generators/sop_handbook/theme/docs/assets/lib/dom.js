// @ts-check
/** Building what people see; text is always text, never markup. */

/** @typedef {Node | string | null | undefined | false} Part */

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string | boolean | ((event: any) => void)>} [attributes]  `on…` listens
 * @param {...(Part | Part[])} parts
 * @returns {HTMLElementTagNameMap[T]}
 */
export function make(tag, attributes = {}, ...parts) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else if (typeof value === "boolean") made.toggleAttribute(name, value);
    else made.setAttribute(name, value);
  }
  made.append(...parts.flat().filter((part) => part instanceof Node || Boolean(part)).map((part) => /** @type {Node | string} */ (part)));
  return made;
}

/**
 * A list of what is there; nothing when there is nothing.
 * @template T
 * @param {"ul" | "ol"} tag
 * @param {T[] | undefined} items
 * @param {(item: T) => Part | Part[]} part
 * @param {string} [name]
 */
export function list(tag, items, part, name = "") {
  if (!items?.length) return null;
  return make(tag, name ? { class: name } : {}, items.map((item) => make("li", {}, part(item))));
}

/**
 * Show a part of the page or hide it; what is not there stays away.
 * @param {Element | null | undefined} element
 * @param {boolean} [shown]
 */
export function show(element, shown = true) {
  if (element instanceof HTMLElement) element.hidden = !shown;
}
