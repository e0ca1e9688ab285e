// @ts-check
/**
 * A ZIP archive of files that are compressed already, so they are stored as they are. Pure: the same
 * files and the same day give the same bytes. APPNOTE.TXT of PKWARE names the fields.
 */

const VERSION = 20; // 2.0: what every program unpacks
const UNIX = 3 << 8; // where it was made: from elsewhere, some programs take names for those of old systems
const MODE = 0o100644; // a file that all may read
const UTF8 = 1 << 11; // how names are written
const FIRST_YEAR = 1980, NOON = 12;

/** @typedef {{name: string, content: Uint8Array<ArrayBuffer>}} Entry */

const TABLE = Uint32Array.from({ length: 256 }, (_, place) => {
  let value = place;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** @param {Uint8Array} bytes */
export function crc32(bytes) {
  let value = 0xffffffff;
  for (let at = 0; at < bytes.length; at += 1) value = TABLE[(value ^ bytes[at]) & 0xff] ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

/**
 * The parts of an archive, one after the other.
 * @param {Entry[]} entries fewer than 65,536, together below 4 GB
 * @param {string} day such as 2026-12-01, which every entry bears
 * @returns {Uint8Array<ArrayBuffer>[]}
 */
export function zip(entries, day) {
  const parts = [], index = [];
  let place = 0;
  for (const { name, content } of entries) {
    const title = new TextEncoder().encode(name);
    const facts = [VERSION, UTF8, 0, dated(day), [crc32(content)], [content.length], [content.length], title.length, 0];
    const head = [numbers([[0x04034b50], ...facts]), title, content];
    index.push(numbers([[0x02014b50], UNIX | VERSION, ...facts, 0, 0, 0, [MODE * 0x10000], [place]]), title);
    parts.push(...head);
    place += length(head);
  }
  const end = [[0x06054b50], 0, 0, entries.length, entries.length, [length(index)], [place], 0];
  return [...parts, ...index, numbers(end)];
}

/** @param {Uint8Array[]} parts */
function length(parts) {
  return parts.reduce((sum, part) => sum + part.length, 0);
}

/**
 * Numbers as they are written: two bytes each, four for those in a list.
 * @param {(number | number[])[]} fields
 */
function numbers(fields) {
  const size = fields.reduce((/** @type {number} */ sum, field) => sum + (typeof field === "number" ? 2 : 4), 0);
  const view = new DataView(new ArrayBuffer(size));
  let at = 0;
  for (const field of fields) {
    if (typeof field === "number") view.setUint16(at, field, true);
    else view.setUint32(at, field[0], true);
    at += typeof field === "number" ? 2 : 4;
  }
  return new Uint8Array(view.buffer);
}

/** A day as the first systems wrote it, at noon in no time zone. @param {string} day */
function dated(day) {
  const [year, month, date] = day.split("-").map(Number);
  const written = ((Math.max(year, FIRST_YEAR) - FIRST_YEAR) << 9) | (month << 5) | date;
  return [((written << 16) | (NOON << 11)) >>> 0];
}
