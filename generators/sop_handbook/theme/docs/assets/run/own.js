// @ts-check
/** The checklist for somebody in one role: other roles' boxes step back, and come with one tap. */

import { recall as mine } from "../job/memory.js";
import { device } from "../lib/storage.js";
import { fill } from "../lib/text.js";

const ALL = "ticks-all"; // the reader wants every box, whatever the role

/** @param {HTMLElement} form */
export function open(form) {
  const place = /** @type {HTMLElement} */ (form.querySelector("[data-sop-own]"));
  const [says, button] = /** @type {[HTMLElement, HTMLElement]} */ ([...place.children]);
  /** @type {HTMLElement[]} */
  const rows = /** @type {HTMLElement[]} */ ([...form.querySelectorAll(".sop-tick")]);

  const draw = () => {
    const job = mine();
    const others = rows.filter(({ dataset }) => dataset.sopRole && dataset.sopRole !== job?.role);
    const part = rows.some(({ dataset }) => dataset.sopRole === job?.role) && others.length > 0;
    const only = part && device.recall(ALL) !== true;
    for (const row of rows) {
      row.classList.toggle("sop-tick--other", others.includes(row));
      for (const beside of [row.previousElementSibling, row.nextElementSibling]) {
        const mine = beside === row.nextElementSibling ? ".sop-tick__beside" : ".sop-tick__hazards[data-sop-role]";
        if (beside?.matches(mine)) beside.classList.toggle("sop-tick--other", others.includes(row));
      }
      mark(row, part && row.dataset.sopRole === job?.role);
    }
    form.classList.toggle("sop-ticks--own", only);
    const { dataset } = place;
    const own = rows.length - others.length;
    says.textContent = fill((only ? dataset.only : dataset.all) ?? "", { role: job?.title, own, others: others.length });
    button.textContent = (only ? dataset.showAll : dataset.showOwn) ?? "";
    place.hidden = !part;
  };

  button.addEventListener("click", () => {
    device.keep(ALL, device.recall(ALL) !== true);
    draw();
  });
  document.addEventListener("sop-job", draw);
  draw();
}

/** Put the sign of one's own role beside the name of the role. @param {HTMLElement} row @param {boolean} own */
function mark(row, own) {
  const role = row.querySelector("small");
  role?.querySelector(".sop-badge--mine")?.remove();
  const sign = document.getElementById("sop-mine");
  if (own && role && sign instanceof HTMLTemplateElement) role.prepend(...sign.content.cloneNode(true).childNodes, " ");
}
