// @ts-check
/** The code of a print as somebody typed it. */

/** @typedef {{alphabet: string, groups: number, size: number}} Form  what codes look like */

/**
 * Leave what can be part of a code, in groups as printed.
 * @param {string} typed
 * @param {Form} form
 */
export function tidy(typed, { alphabet, size }) {
  const kept = signs(typed).filter((sign) => alphabet.includes(sign)).join("");
  return kept.match(new RegExp(`.{1,${size}}`, "g"))?.join("-") ?? "";
}

/** Whether a code has all its groups. @param {string} code @param {Form} form */
export function whole(code, { groups, size }) {
  return code.length === groups * size + groups - 1;
}

/**
 * Return the letters and figures that no code has, each once: people read 0 for Q, or S for 5.
 * @param {string} typed
 * @param {Form} form
 */
export function strange(typed, { alphabet }) {
  return [...new Set(signs(typed))].filter((sign) => /[0-9A-Z]/.test(sign) && !alphabet.includes(sign));
}

/** @param {string} typed */
function signs(typed) {
  return [...typed.normalize("NFKC").toUpperCase()];
}
