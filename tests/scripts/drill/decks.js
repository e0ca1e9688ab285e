// @ts-check
/** A procedure to rehearse, and interface words as short as can be, for tests. */

/** @type {import("../../../generators/sop_handbook/theme/docs/assets/drill/model.js").Deck} */
export const deck = {
  version: 1, id: "rescue", number: "R-1", title: "救人", revision: 2, badges: [], edition: "222-222-222", page: "../pool/rescue/",
  drills: [{
    title: "夜里", trainees: ["救生员"], situation: ["没有灯"], tasks: ["救起来"], minutes: 2, pass_mark: 60, troubles: [0],
    steps: [
      { id: "look", number: "1", title: "看", role: "救生员", criteria: [
        { kind: "critical", texts: ["先看水"], safety: true }, { kind: "say", texts: ["别动", "我来了"] }, { kind: "avoid", texts: ["下水"] },
      ], question: "有人吗？", ways: [{ answer: "有", to: "第2步" }, { answer: "没有", to: "结束", off: ["constructor"] }, { answer: "看不清", to: "第1步", again: true }],
        cases: [{ when: "水急", do: "叫人" }], handed: [{ item: "救生圈", role: "同伴" }] },
      { id: "constructor", number: "2", title: "拉", role: "救生员", criteria: [{ kind: "step", texts: ["拉"] }, { kind: "critical", texts: ["拉住杆"] }],
        readings: [{ label: "水深", limit: "不超过 2m", do: "叫人" }, { label: "水温" }] },
    ],
  }],
  hazards: [{ level: "danger", word: "危险", text: "溺水" }],
  troubles: [{ when: "没有杆", then: "回到原步骤继续" }],
};

export const words = {
  points: "做到{met}/{most}", percent: "（{percent}%）", passed: "通过", failed: "再练", "critical-missed": "关键漏{count}", "critical-open": "关键没判{count}",
  "critical-met": "关键都做到", "critical-none": "关键没练到", "still-open": "{count}条没判", "none-judged": "没判", unjudged: "没判", verdicts: { met: "做到", missed: "没做到", na: "不适用" }, situation: "情境", given: "给{item}", mark: "至少{mark}%", "no-mark": "没有合格线",
  counts: "没做到{missed} 不适用{na} 没判{open}", "not-timed": "没有计时", minutes: "最多{minutes}分钟", "over-by": "超时{time}", time: "用时",
  units: { d: "天", h: "小时", m: "分", s: "秒" }, revision: "第{revision}版", trainees: "岗位", step: "第{number}步 {title}", or: "或",
  facts: { procedure: "流程", drill: "演练", learner: "学员", when: "时间", code: "编码", status: "状态" }, result: "结果",
  kinds: { critical: "关键", say: "要说", avoid: "不要", step: "做了", result: "做成", point: "要点" }, safety: "安全", unseen: "（没有算做到）",
  "missed-other": "没做到的", "missed-none": "都做到了", "troubles-missed": "难题没做到{count}", "counts-troubles": "另：难题{met}/{missed}/{open}",
  "gone-steps": "没有走的", "gone-step": "{step}（{answer}）", "open-left": "没判的", played: "难题", note: "备注",
  "step-of": "第{number}步", "any-step": "任何一步", answered: "{question}{answer}", "out-of": "{label}超出（{limit}）",
  clock: { left: "还剩", over: "超时", running: "走", paused: "停", idle: "没开始" },
};
