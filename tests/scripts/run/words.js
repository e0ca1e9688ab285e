// @ts-check
/** Interface words as short as can be, for tests. */

export const words = {
  revision: "第{revision}版", status: { draft: "草案 · 未批准" }, returned: "回来（{end}）", "was-late": "超过时限", limit: "时限", unbegun: "没有起算",
  "met-exception": "遇到异常：{when}", "stopped-because": "中止：{reason}", "not-ended": "还没有结束", changed: "改过",
  how: {
    open: "进行中", done: "完成", answered: "选择“{answer}”", called: "转去", left: "离开", skipped: "没有做", jumped: "跳到",
    back: "返回", stopped: "中止",
  },
  deviations: { skipped: "没有做这一步" }, columns: { run: "记录号", note: "备注" }, later: "{code}，改为 {newer}",
  before: { title: "开始之前", has: "备好", lacks: "没有备好", unticked: "没有勾" }, beyond: "超出：{label}",
  reading: { round: "（第{count}次）", out: "超出：{limit}", wiped: "已删除", held: "已记", columns: { a: "记什么", b: "记下的", c: "单位", d: "时刻", e: "限值", f: "说明" } },
  missing: { unreadable: "测不到", na: "不适用", later: "稍后补", none: "没有记" }, checks: { unanswered: "没有核对" },
  repeat: { label: "次数", over: "最多{count}次", did: "做了{count}次，要{times}次", full: "做满{times}次", "did-each": "{each}：{count}样", names: "（{names}）" },
  units: { d: "天", h: "小时", m: "分", s: "秒" },
};
