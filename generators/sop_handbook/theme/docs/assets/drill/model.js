// @ts-check
/** What a drill is: one scenario as it is rehearsed by somebody in one part, as plain data. */

/**
 * Written from drill.schema.json by tests/test_drill_data.py; with --refresh-goldens anew.
 * @typedef {{level: "danger" | "warning" | "caution", word: string, text: string, avoid?: string,
 *   step?: string}} Hazard
 * @typedef {{name: string, text: string}} Told
 * @typedef {{when: string, at?: string[], within?: string, requirement?: string, method?: string,
 *   role?: string, then: string}} Trouble
 * @typedef {{kind: "critical" | "do" | "result" | "point" | "avoid" | "say" | "step" | "readings" | "repeat" | "time",
 *   texts: string[], safety?: boolean, when?: string, run?: string, aside?: string}} Criterion
 * @typedef {{kind: "critical" | "avoid", texts: string[], safety?: boolean, aside?: string}} Fact
 * @typedef {{label: string, limit?: string, do?: string, then?: string}} Reading
 * @typedef {{id: string, number: string, title: string, role: string, criteria: Criterion[], known?: Fact[],
 *   readings?: Reading[], question?: string, ways?: {answer: string, to: string, off?: string[],
 *   again?: boolean}[], others?: {role: string, text: string}[], gaps?: string[], cases?: {when: string,
 *   do: string}[], handed?: {item: string, role: string}[], branch?: boolean, repeat?: string,
 *   allowed?: string[], comes?: string, helps?: boolean, asked?: boolean, around?: Told[], facts?: Told[]}} Step
 * @typedef {{title: string, trainees: string[], situation?: string[], tasks?: string[], goal?: string,
 *   trainer?: string[], actor?: string[], minutes?: number, pass_mark?: number, troubles?: number[],
 *   told?: number[], steps: Step[], bodies?: boolean, left_out?: string[]}} Drill
 * @typedef {{version: number, id: string, number: string, title: string, revision: number, badges: string[],
 *   edition: string, page: string, drills: Drill[], order?: string, before?: Told[], principles?: string[],
 *   hazards?: Hazard[], troubles?: Trouble[], code?: string}} Deck
 */

/**
 * Who looks at the device; what was judged, by the step and the place of the criterion in it; what
 * was played, by what it is; `walked` are steps that were done whatever was answered.
 * @typedef {"actor" | "trainee" | "observer"} Part
 * @typedef {"met" | "missed" | "na"} Verdict
 * @typedef {Omit<Deck, "version" | "id" | "drills"> & {hazards: Hazard[], troubles: Trouble[]}} Head
 * The clock has run for `spent` milliseconds, and since a moment if it runs. All that is rehearsed
 * is kept with it: judged is what it began with, whatever the handbook says later.
 * @typedef {{version: number, id: string, procedure: string, part: Part, started: number,
 *   seen: number, head: Head, drill: Drill, spent: number, since?: number,
 *   judged: Record<string, Verdict>, played: string[], walked?: string[], note: string, ended?: number}} Session
 *
 * @typedef {{type: "start"} | {type: "pause"} | {type: "judge", key: string, verdict: Verdict | null}
 *   | {type: "play", key: string, on: boolean} | {type: "walk", step: string, on: boolean} | {type: "note", text: string} | {type: "end"}
 *   | {type: "reopen"}} What
 * @typedef {What & {at: number}} Event
 */

export const VERSION = 1; // of a session as it is kept
/** @type {Verdict[]} */
export const VERDICTS = ["met", "missed", "na"];
/** @type {Part[]} */
export const PARTS = ["observer", "actor", "trainee"];

/** @param {Step} step @param {number} place */
export function keyOf(step, place) {
  return `${step.id}.${place}`;
}

/** Every criterion with its step and its key, in order.
 * @param {Drill} drill @returns {{key: string, step: Step, criterion: Criterion}[]} */
export function criteria(drill) {
  return drill.steps.flatMap((step) => step.criteria.map((criterion, place) => ({ key: keyOf(step, place), step, criterion })));
}

/** Whether others than who learns do a step. @param {Step} step */
export function byOthers(step) {
  return step.criteria.length === 0;
}

/** @typedef {NonNullable<Step["ways"]>[number]} Way */

/**
 * What may be played: how it begins, answers that somebody gives, what goes wrong, cases that come
 * up, what others hand over, readings out of bounds. What is for `others` to meet nobody judges.
 * @typedef {{key: string, kind: "situations" | "exceptions" | "branches" | "cases" | "handed" | "readings", step?: Step,
 *   others?: boolean, text?: string, way?: Way, trouble?: Trouble, met?: {when: string, do: string},
 *   hand?: {item: string, role: string}, reading?: Reading}} Play
 * @param {{head: Head, drill: Drill}} session @returns {Play[]}
 */
export function plays({ head, drill }) {
  const { situation = [], troubles = [], told = [], steps } = drill;
  /** @type {<T>(name: string, of: (step: Step) => T[] | undefined, play: (step: Step, one: T) => Omit<Play, "key"> | false) => Play[]} */
  const each = (name, of, play) => steps.flatMap((step) => (of(step) ?? []).flatMap((one, place) => {
    const found = play(step, one);
    return found ? [{ key: `${name} ${step.id}.${place}`, ...found, step }] : [];
  }));
  return [
    ...(situation.length > 1 ? situation.map((text, place) => (/** @type {Play} */ ({ key: `situation ${place}`, kind: "situations", text }))) : []),
    ...each("way", (step) => step.ways, ({ asked }, way) => ({ kind: "branches", way, ...(asked && { others: true }) })),
    ...troubles.filter((place) => head.troubles[place]).map((place) => (
      /** @type {Play} */ ({ key: `trouble ${place}`, kind: "exceptions", trouble: head.troubles[place], ...(told.includes(place) && { others: true }) }))),
    ...each("case", (step) => step.cases, (_, met) => ({ kind: "cases", met })),
    ...each("hand", (step) => step.handed, (_, hand) => ({ kind: "handed", hand })),
    ...each("reading", (step) => step.readings, (_, reading) => (reading.do && reading.limit ? { kind: "readings", reading } : false)),
  ];
}

/** Whether it is judged how what is played was met: a case is where its action is, and what is handed over is only to be had.
 * @param {Play} one */
export function isTrouble({ kind, others }) {
  return !others && (kind === "branches" || kind === "exceptions" || kind === "readings");
}

/** The other answers to the question that one answers: it has one, but for those after which it is asked again.
 * @param {Play[]} all @param {Play} one */
export function insteadOf(all, one) {
  if (one.kind === "situations") return all.filter((other) => other.kind === one.kind);
  if (one.kind !== "branches" || one.way?.again) return [];
  return all.filter((other) => other.kind === one.kind && other.step === one.step && !other.way?.again);
}

/**
 * The answer that was given and after which no run comes to a step, unless somebody saw it done all the same.
 * @param {Pick<Session, "head" | "drill" | "played" | "walked">} session @param {string} step  its id
 */
export function answeredAway(session, step) {
  return (session.walked ?? []).includes(step) ? undefined : away(session, step);
}

/** Likewise, whatever anybody saw. Where the question came several times, the way led anywhere in between.
 * @param {Pick<Session, "head" | "drill" | "played">} session @param {string} step */
export function away(session, step) {
  const given = plays(session).filter((one) => one.way && session.played.includes(one.key));
  return given.find((one) => one.way?.off?.includes(step) && !given.some((other) => other.step === one.step && other.way?.again));
}
