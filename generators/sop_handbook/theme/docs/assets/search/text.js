// @ts-check
/**
 * Text as the index sees it: stretches of units, numbers however they are written.
 * generators/sop_handbook/render/search/tokens.py does the same; tests/search/tokens.yaml holds both to it.
 */

/**
 * A character, a Latin word, or a number. `from` and `to` are its place in the text.
 * @typedef {{text: string, kind: "han" | "word" | "number", from: number, to: number}} Unit
 */
/**
 * A number and what it counts, such as 三天; `token` is how the index writes it: #3天.
 * @typedef {{token: string, from: number, to: number}} Count
 */

const HAN = "\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}";
const ONE_HAN = new RegExp(`[${HAN}]`, "u");
// A telephone number is one number, with or without what stands between its groups.
const BETWEEN = "(?<=[2-8][0-9]{3})(?<![0-9][2-8][0-9]{3}) (?=[0-9]{4}(?![0-9]))";
const RUN = new RegExp(`(?:[${HAN}a-z0-9.%+\\-]|${BETWEEN})+`, "gu");
const PHONE = "(?<![0-9])(?:[48]00-[0-9]{3}-?|1[3-9][0-9]-[0-9]{4}-?|(?:0[1-9][0-9]{1,2}-)?[2-8][0-9]{3} "
  + "|0[1-9][0-9]{1,2}-[0-9]{3,4}-?)[0-9]{4}(?![0-9])";
const UNIT = new RegExp(`([${HAN}])|([0-9]*[a-z][a-z0-9\\-]*)|(${PHONE}|[0-9]+(?:\\.[0-9]+)?%?)`, "gu");
const NUMERALS = "〇零一二两三四五六七八九十百千万";
const IDIOMS = [["半个小时", "30"], ["半小时", "30"], ["半个钟", "30"], ["一刻钟", "15"]];
/** @type {Record<string, string>} */
const UNITS = { 日: "天", 块: "元", 钟: "小", 星: "周", 礼: "周", 圆: "元" };
/** @type {Record<string, number>} */
const DIGITS = { "〇": 0, 零: 0, 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 };
/** @type {Record<string, number>} */
const POWERS = { 十: 10, 百: 100, 千: 1000 };
const NOT_COUNTED = "统唯万单第"; // 统一, 唯一, 万一, 单一; 第一 is no count either
const COUNT = new RegExp(
  `百分之([${NUMERALS}]+|[0-9.]+)|([${NUMERALS}]+)(?![${NUMERALS}])(?=([${HAN}])([${HAN}])?)`
  + `|([0-9]+(?:\\.[0-9]+)?)(?=([${HAN}])([${HAN}])?)`, "gu");

const APART = /(?<![a-z0-9])([a-z]{1,4}) ([0-9]{2,3})(?![a-z0-9])/g;

/**
 * Half-width, lower case, one character for one: places in the result are places in the text.
 * @param {string} text
 */
export function normal(text) {
  return [...text].map((c) => {
    const plain = c === "×" ? "x" : c.normalize("NFKC").toLowerCase();
    return plain.length === c.length ? plain : c;
  }).join("");
}

/**
 * A normal text in which what may be a procedure's number with a gap, cy 01, is one word.
 * @param {string} text
 * @param {(number: string) => boolean} [is]  whether it is one
 */
export function closed(text, is = () => true) {
  return text.replace(APART, (apart, letters, digits) => (is(letters + digits) ? letters + digits : apart));
}

/**
 * The stretches of a normal text between punctuation and spaces.
 * @param {string} text
 * @returns {Unit[][]}
 */
export function runs(text) {
  const found = [];
  for (const run of text.matchAll(RUN)) {
    const units = [...run[0].matchAll(UNIT)].map((unit) => unitOf(unit, run.index));
    if (units.length) found.push(units);
  }
  return found;
}

/**
 * @param {RegExpMatchArray} found
 * @param {number} start
 * @returns {Unit}
 */
function unitOf(found, start) {
  const from = start + (found.index ?? 0);
  const to = from + found[0].length;
  if (found[1]) return { text: found[0], kind: "han", from, to };
  if (found[2]) return { text: found[0].replaceAll("-", ""), kind: "word", from, to };
  return { text: `#${found[0].replaceAll(/[ -]/g, "")}`, kind: "number", from, to };
}

/**
 * The numbers of a normal text with what they count, in digits or Chinese: 3天, 三日, 百分之九十.
 * @param {string} text
 * @returns {Count[]}
 */
export function counts(text) {
  const found = IDIOMS.flatMap(([idiom, minutes]) => {
    const from = text.indexOf(idiom);
    return from < 0 ? [] : [{ token: `#${minutes}分`, from, to: from + idiom.length }];
  });
  for (const match of text.matchAll(COUNT)) {
    const [whole, share, spelled, unit, after, digits, unit2, after2] = match;
    const from = match.index;
    const to = from + whole.length;
    if (share) {
      found.push({ token: `#${inDigits(share)}%`, from, to });
      continue;
    }
    if (spelled && NOT_COUNTED.includes(text[from - 1])) continue;
    if (digits && /[a-z0-9.]/.test(text[from - 1] ?? "")) continue; // the end of a word such as 7x24
    const number = digits ?? inDigits(spelled);
    const first = unit ?? unit2;
    const second = after ?? after2;
    found.push({ token: `#${number}${UNITS[first] ?? first}`, from, to: to + 1 });
    if (first === "个" && second) {
      found.push({ token: `#${number}${UNITS[second] ?? second}`, from, to: to + 2 });
    }
  }
  return found;
}

/**
 * Amounts as the handbook writes them: ¥3,500 is 3500元, 1.2万 is 12000.
 * @param {string} text
 */
export function amounts(text) {
  return text
    .replace(/([0-9])[,，](?=[0-9]{3}(?![0-9]))/g, "$1")
    .replace(/([0-9]+(?:\.[0-9]+)?)万/g, (_, number) => String(Math.round(Number(number) * 10_000)))
    .replace(/(?:[¥￥]|rmb|cny) ?([0-9]+(?:\.[0-9]+)?)(?:元|块钱|块)?/g, "$1元")
    .replace(/([0-9]+)\.0+(?=元)/g, "$1");
}

/**
 * A Chinese numeral in digits: 五千 is 5000, 一二〇 is 120.
 * @param {string} numeral
 */
export function inDigits(numeral) {
  if (numeral[0] < "\u0080") return numeral;
  if (![...numeral].some((c) => c in POWERS || c === "万")) {
    return [...numeral].map((c) => DIGITS[c]).join("");
  }
  let total = 0, below = 0, digit = 0;
  for (const c of numeral) {
    if (c in DIGITS) digit = DIGITS[c];
    else if (c in POWERS) [below, digit] = [below + (digit || 1) * POWERS[c], 0];
    else [total, below, digit] = [(total + (below + digit || 1)) * 10000, 0, 0];
  }
  return String(total + below + digit);
}

/**
 * How a syllable sounds to many speakers: zh like z, ang like an, n like l.
 * @param {string} sound
 */
export function folded(sound) {
  const first = sound.replace(/^([zcs])h/, "$1").replace(/^n/, "l");
  return /(ang|eng|ing)$/.test(first) ? first.slice(0, -1) : first;
}

/**
 * Whether a character is a Chinese one.
 * @param {string} c
 */
export function isHan(c) {
  return ONE_HAN.test(c);
}
