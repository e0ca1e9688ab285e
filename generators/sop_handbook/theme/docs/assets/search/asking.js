// @ts-check
/** What of a question only asks, what happened, and to whom: people name that before the other. */

const QUESTIONS = new RegExp([
  "是什么意思", "什么意思", "做些什么", "做什么", "什么时候", "的时候", "多长时间", "怎么办", "怎么做", "怎么样", "为什么", "是什么", "要不要", "能不能",
  "是不是", "可不可以", "有没有", "有哪些", "请问", "怎么", "怎样", "如何", "什么", "哪里", "哪儿", "哪个", "哪些", "多少",
  "多久", "可以", "应该", "需要", "由谁", "谁来", "[谁吗呢吧啊的了呀是要会能该在把给就也还]", "^我要", "^我想",
  "\\b(?:how|what|when|where|who|why|do|does|did|can|should|is|are|i|we|you|the|a|an|to|of|for|in|on)\\b",
].join("|"), "g");
// Whom something happens to, as one says it first.
const WHOSE = /^(?:有?(?:一?[个位名])?(?:病人|患者|病员|老人|老人家|老太太|老大爷|老头|孩子|小孩|小朋友|儿童|宝宝|婴儿|孕妇|产妇|客人|顾客|客户|旅客|乘客|住客|学生|员工|同事|工人|家属|访客)|有(?:一?[个位名])?人|我(?!们))(?![旁身的和])(?:在|被|给)?/;
// A mishap that one says in many ways: 从床上摔下来了, 不小心摔了一跤.
const HARMED = /^(?:[从在自][^，。]{1,4}?[上里边内中]|不小心|突然)*([摔跌滑坠撞烫烧漏堵])(?:下来|下去|出来|了?一[下跤地])了?(?:怎么办|咋办)?$/;

/**
 * How much of a text only says to whom, the rest of it if that can be asked alone, and whether that
 * is a mishap of one character; `what` is empty where the text is all there is to ask.
 * @param {string} text
 */
export function mishap(text) {
  const [said = ""] = WHOSE.exec(text) ?? [];
  const whose = said.length + 2 > text.length ? 0 : said.length; // 客人 alone is what is asked
  const rest = text.slice(whose);
  const [, harm = ""] = HARMED.exec(rest) ?? [];
  return { whose, what: harm || (whose ? rest : ""), harm: Boolean(harm) };
}

/**
 * Which places of a text only ask.
 * @param {string} text
 */
export function questioned(text) {
  const asking = new Set();
  for (const found of text.matchAll(QUESTIONS)) {
    for (let i = 0; i < found[0].length; i++) asking.add(found.index + i);
  }
  return asking.size < text.length ? asking : new Set();
}
