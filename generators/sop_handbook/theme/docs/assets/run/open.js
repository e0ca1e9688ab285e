// @ts-check
/** At home: the runs that wait for the reader, and a word about what is damaged. */

import { addressOf } from "../job/data.js";
import { recall as mine } from "../job/memory.js";
import { make } from "../lib/dom.js";
import { fill, moment } from "../lib/text.js";
import { damaged } from "./damage.js";
import { atVisit } from "./model.js";
import { waiting } from "./run_store.js";

const FEW = 4; // the others are on the page of all runs

/** @param {HTMLElement} box as pages/my-job.md.j2 has it, with all words */
export function open(box) {
  const [title, list, all] = /** @type {HTMLElement[]} */ ([...box.children]);
  const link = /** @type {HTMLAnchorElement} */ (all.firstElementChild);
  const page = addressOf("handbook/run");
  link.href = page;
  const draw = () => {
    const runs = waiting(mine()?.role);
    const broken = damaged().length;
    title.hidden = !runs.length;
    list.replaceChildren(...runs.slice(0, FEW).map((run) => {
      const visit = atVisit(run);
      const where = visit ? fill(box.dataset.at ?? "", visit) : "";
      const name = [run.heads[run.procedure].title, run.label].filter(Boolean).join(" · ");
      return make("li", {}, make("a", { href: `${page}?r=${run.id}` }, name), make("br"),
        make("small", {}, [where, moment(run.seen).slice(5, 16)].filter(Boolean).join(" · ")));
    }));
    link.textContent = broken ? fill(box.dataset.damaged ?? "", { count: broken }) : runs.length > FEW ? `${title.textContent}（${runs.length}）` : "";
    all.hidden = !link.textContent;
    box.hidden = !runs.length && !broken;
  };
  document.addEventListener("sop-job", draw);
  draw();
}
