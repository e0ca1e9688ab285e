// @ts-check
/**
 * What can happen to a drill, and what comes of it. Pure: knows no page, no clock and no storage;
 * every event brings its own time (milliseconds since 1970).
 */

import { VERDICTS, VERSION, answeredAway, criteria, insteadOf, isTrouble, plays } from "./model.js";
/** @typedef {import("./model.js").Session} Session */
/** @typedef {import("./model.js").Event} Event */

/**
 * @param {import("./model.js").Deck} deck
 * @param {number} place  which of its drills
 * @param {import("./model.js").Part} part
 * @param {string} id
 * @param {number} at
 * @returns {Session}
 */
export function begin(deck, place, part, id, at) {
  const { version: _, id: procedure, drills, hazards = [], troubles = [], ...rest } = deck;
  const head = { ...rest, hazards, troubles };
  return {
    version: VERSION, id, procedure, part, started: at, seen: at, head, drill: drills[place],
    spent: 0, judged: {}, played: [], note: "",
  };
}

/** What a drill becomes by an event; one that makes no sense changes nothing.
 * @param {Session} session @param {Event} event @returns {Session} */
export function act(session, event) {
  const next = change(session, event);
  return next ? { ...next, seen: Math.max(session.seen, event.at) } : session;
}

/** @param {Session} session @param {Event} event @returns {Session | null} */
function change(session, event) {
  if (event.type === "reopen") {
    const { ended: _, ...open } = session;
    return session.ended === undefined ? null : open;
  }
  if (session.ended !== undefined) return null;
  if (event.type === "start") return session.since === undefined ? { ...session, since: event.at } : null;
  if (event.type === "pause") return session.since === undefined ? null : stopped(session, event.at);
  if (event.type === "end") return { ...stopped(session, event.at), ended: event.at };
  if (event.type === "note") return { ...session, note: event.text };
  if (event.type === "play") return play(session, event.key, event.on);
  if (event.type === "walk") return walk(session, event.step, event.on);
  return judge(session, event.key, event.verdict);
}

/** @param {Session} session @param {number} at @returns {Session} */
function stopped(session, at) {
  const { since: _, ...rest } = session;
  return { ...rest, spent: elapsed(session, at) };
}

/** Of several ways to begin one is played, and a question has one answer. @param {Session} session @param {string} key @param {boolean} on */
function play(session, key, on) {
  const all = plays(session), one = all.find((other) => other.key === key);
  if (!one || session.played.includes(key) === on) return null;
  const instead = on ? insteadOf(all, one).map((other) => other.key) : [];
  const gone = [key, ...instead];
  const played = session.played.filter((other) => !gone.includes(other));
  const judged = Object.fromEntries(Object.entries(session.judged).filter(([other]) => !gone.includes(other)));
  return { ...session, judged, played: on ? [...played, key] : played };
}

/** Somebody saw a step done to which the answer does not lead. @param {Session} session @param {string} step @param {boolean} on */
function walk(session, step, on) {
  const { walked = [], drill } = session;
  if (!drill.steps.some((one) => one.id === step) || walked.includes(step) === on) return null;
  return { ...session, walked: on ? [...walked, step] : walked.filter((one) => one !== step) };
}

/** @param {Session} session @param {string} key @param {import("./model.js").Verdict | null} verdict */
function judge(session, key, verdict) {
  if (!criteria(session.drill).some((one) => one.key === key) && !session.played.includes(key)) return null;
  if (verdict !== null && !VERDICTS.includes(verdict)) return null;
  const { [key]: _, ...others } = session.judged;
  return { ...session, judged: verdict === null ? others : { ...others, [key]: verdict } };
}

/** The verdict that counts; a step to which an answer does not lead does not apply.
 * @param {Session} session @param {string} key */
export function verdictOf(session, key) {
  const { judged } = session;
  if (session.played.length && key.includes(".") && answeredAway(session, key.split(".")[0])) return "na";
  return Object.hasOwn(judged, key) ? judged[key] : undefined;
}

/** How the troubles that were played were met. @param {Session} session */
export function troubled(session) {
  const own = plays(session).filter((one) => isTrouble(one) && session.played.includes(one.key));
  const those = (/** @type {string | undefined} */ verdict) => own.filter((one) => verdictOf(session, one.key) === verdict);
  return { every: own, met: those("met"), missed: those("missed"), open: those(undefined) };
}

/** How long the clock has run; a clock of the device that was put back takes nothing away.
 * @param {Session} session @param {number} at */
export function elapsed({ spent, since }, at) {
  return spent + (since === undefined ? 0 : Math.max(0, at - since));
}

/**
 * How it stands: what counts is what was done or was not; where there is a mark, what nobody judged was
 * not done. Whatever the mark, nobody passes who missed anything critical, or rehearsed none of it, or
 * did not meet a trouble that was played.
 * `passed` is null where the author sets no mark, or nothing counts.
 * @param {Session} session
 */
export function score(session) {
  const { drill } = session;
  const every = criteria(drill).map(({ key, criterion }) => ({ verdict: verdictOf(session, key), critical: criterion.kind === "critical" }));
  const count = (/** @type {string | undefined} */ verdict) => every.filter((one) => one.verdict === verdict).length;
  const [met, missed, na, open] = [count("met"), count("missed"), count("na"), count(undefined)];
  const mark = drill.pass_mark;
  const counted = met + missed, most = counted + (mark === undefined ? 0 : open);
  const grave = every.filter((one) => one.critical);
  const trouble = troubled(session), safe = trouble.met.length === trouble.every.length;
  const sure = !grave.length || (grave.some((one) => one.verdict === "met") && grave.every((one) => one.verdict === "met" || one.verdict === "na"));
  return {
    met, missed, na, open, counted, most, every: every.length, judged: every.length - open,
    percent: most ? Math.floor((met * 100) / most) : 0,
    passed: mark === undefined || !most ? null : sure && safe && met * 100 >= mark * most,
  };
}

/** What has a verdict, or with `undefined` has none: the critical apart, each as it comes.
 * @param {Session} session @param {import("./model.js").Verdict | undefined} verdict */
export function found(session, verdict) {
  const own = criteria(session.drill).filter(({ key }) => verdictOf(session, key) === verdict);
  const grave = (/** @type {{criterion: import("./model.js").Criterion}} */ { criterion }) => criterion.kind === "critical";
  return { critical: own.filter(grave), other: own.filter((one) => !grave(one)) };
}
