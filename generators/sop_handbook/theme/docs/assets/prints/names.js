// @ts-check
/** What files are called in an archive: for people, and so that every system can unpack them. */

const MOST = 180; // bytes of UTF-8 before the ending; with it and a number, 255 are never reached
const FORBIDDEN = /[<>:"/\\|?*]/g; // by Windows
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu; // also what turns the direction of a name
const RESERVED = /^(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³])$/i; // by Windows, whatever follows a dot

/**
 * A name that none of the others has. The kind is kept whole, what it is about may be cut.
 * @param {string} about such as a number and a title
 * @param {string} kind
 * @param {string} ending with its dot
 * @param {Set<string>} taken  names so far as they are compared; the new one is added
 */
export function nameOf(about, kind, ending, taken) {
  const tail = cut(clean(kind), MOST / 2);
  const head = cut(clean(about), MOST - bytes(tail) - 1);
  const whole = trimmed(`${head} ${tail}`);
  const stem = whole === "" || RESERVED.test(whole.split(".")[0].trim()) ? `_${whole}` : whole;
  for (let turn = 1; ; turn += 1) {
    const name = `${stem}${turn > 1 ? ` (${turn})` : ""}${ending}`;
    const compared = name.normalize("NFKC").toLowerCase();
    if (taken.has(compared)) continue;
    taken.add(compared);
    return name;
  }
}

/** @param {string} text */
function clean(text) {
  return trimmed(text.normalize("NFC").replace(/\s+/g, " ").replace(UNSEEN, "").replace(FORBIDDEN, "-"));
}

/** Neither dots nor spaces at the ends: Windows drops them, others hide the file. @param {string} text */
function trimmed(text) {
  return text.replace(/^[ .]+|[ .]+$/g, "");
}

/** @param {string} text */
function bytes(text) {
  return new TextEncoder().encode(text).length;
}

/** As many whole characters as there is room for. @param {string} text @param {number} room */
function cut(text, room) {
  let [kept, size] = ["", 0];
  for (const sign of text) {
    size += bytes(sign);
    if (size > room) return `${kept}…`;
    kept += sign;
  }
  return kept;
}
