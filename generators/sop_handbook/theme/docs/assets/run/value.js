// @ts-check
/** What somebody typed for a value, as a number, a time or a text; whether it keeps to its limits. Pure. */

/** @typedef {import("./model.js").Reading} Reading */
/** @typedef {{value: string} | {fault: "number" | "unclear" | "places" | "whole" | "time"}} Read */

const MINUS = /^[-\u2010-\u2015\u2212\uFE63\uFF0D\u8D1F]/; // dashes of all kinds, and the word
const FIGURES = /^-?[0-9]{1,12}(\.[0-9]{1,6})?$/;
const CLOCK = /^([01]?[0-9]|2[0-3])[:.\u65F6\u70B9]?([0-5][0-9])\u5206?$/;
const THOUSANDS = /^-?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?$/;
// Units of what may be negative: signs and words for degrees, volts and amperes, decibels.
const BELOW_ZERO = /[\u2103\u2109\xB0]|^(\u6444\u6C0F|\u534E\u6C0F)?\u5EA6$|^[CF]$|^[mk\u03BC]?[VA]$|^dB/;
const PLAIN = /[0-9\uFF10-\uFF19]/; // figures on keyboards; \xB2, \xBD and circled ones are none

/**
 * What was typed, as it is kept: figures with a point, `-` for minus; "" for nothing. Full-width
 * figures, a comma or 。 for the point and the unit behind are understood. 1,500 is refused as
 * unclear where it may be one and a half. A time of day comes as 09:30, from 9:30, 930 and 9点30分.
 * @param {string} typed @param {Reading} reading @returns {Read}
 */
export function read(typed, reading) {
  if (reading.kind === "time") return clock(typed);
  if (reading.kind !== "number") return { value: typed.trim() };
  const plain = bare(typed, reading.unit ?? "");
  if (!plain) return { value: "" };
  const thousands = THOUSANDS.test(plain);
  if (thousands && !sure(plain, reading)) return { fault: "unclear" };
  const pointed = thousands ? plain.replaceAll(",", "") : plain.replace(/^(-?[0-9]*),([0-9]+)$/, "$1.$2");
  const value = pointed.replace(/^(-?)\./, "$10.").replace(/\.$/, "").replace(/^(-?)0+(?=[0-9])/, "$1").replace(/^-(0(\.0*)?)$/, "$1");
  if (!FIGURES.test(value)) return { fault: "number" };
  const places = value.split(".")[1]?.length ?? 0;
  if (reading.decimals !== undefined && places > reading.decimals) return { fault: reading.decimals ? "places" : "whole" };
  return { value };
}

/** @param {string} typed @returns {Read} */
function clock(typed) {
  const plain = tidy(typed);
  if (!plain) return { value: "" };
  const [, hours, minutes] = CLOCK.exec(plain) ?? [];
  return hours ? { value: `${hours.padStart(2, "0")}:${minutes}` } : { fault: "time" };
}

/** Without blanks, the plus sign and the unit. @param {string} typed @param {string} unit */
function bare(typed, unit) {
  const figures = unit && typed.trim().endsWith(unit) ? typed.trim().slice(0, -unit.length) : typed;
  const plain = tidy(figures).replaceAll("\u3002", ".").replace(MINUS, "-").replace(/^\+(?=[0-9.,])/, ""); // of Chinese keyboards
  const own = unit.normalize("NFKC").replace(/\s/g, "");
  return own && plain.endsWith(own) ? plain.slice(0, -own.length) : plain;
}

/** Without blanks and in half width; a figure that is none on any keyboard becomes a ?, which nothing takes.
 * @param {string} text */
function tidy(text) {
  const plain = (/** @type {string} */ one) => one.normalize("NFKC");
  return [...text].map((one) => (/[0-9]/.test(plain(one)) && !PLAIN.test(one) ? "?" : plain(one))).join("").replace(/\s/g, "");
}

/** Whether a comma can only stand between thousands. @param {string} plain @param {Reading} reading */
function sure(plain, { decimals }) {
  return (decimals !== undefined && decimals < 3) || plain.includes(".") || plain.split(",").length > 2;
}

/** Whether a value that was read is out of bounds. @param {string} value @param {Reading} reading */
export function outside(value, { kind, low, low_out: lowOut, high, high_out: highOut }) {
  if (!value || (kind !== "number" && kind !== "time")) return false;
  const [hours, minutes] = value.split(":").map(Number);
  const number = kind === "time" ? hours * 60 + minutes : Number(value);
  const under = typeof low === "number" && (number < low || (Boolean(lowOut) && number === low));
  const over = typeof high === "number" && (number > high || (Boolean(highOut) && number === high));
  const overnight = kind === "time" && typeof low === "number" && typeof high === "number" && low > high;
  return overnight ? under && over : under || over;
}

/** Whether a value below zero makes sense: telephones have no minus on their pads.
 * @param {Reading} reading */
export function signed({ kind, low, high, unit }) {
  if (kind !== "number") return false;
  const below = [low, high].some((bound) => typeof bound === "number" && bound < 0);
  return below || (typeof low !== "number" && (!unit || BELOW_ZERO.test(unit)));
}

/** As it is shown: with its unit and a proper minus. @param {string} value @param {Reading} reading */
export function shown(value, { kind, unit }) {
  return kind === "number" ? `${value.replace("-", "−")} ${unit ?? ""}`.trim() : value;
}
