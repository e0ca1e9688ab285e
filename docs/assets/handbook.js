/* Copy buttons on phrases. Pages work without. */
(() => {
  const LABEL = "复制";
  const DONE = "已复制";

  /** Put text on the clipboard, also where the page is not served over https. */
  async function copy(text) {
    if (navigator.clipboard && window.isSecureContext) {
      await navigator.clipboard.writeText(text);
      return;
    }
    const field = document.createElement("textarea");
    field.value = text;
    field.setAttribute("readonly", "");
    field.className = "sop-offscreen";
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }

  /** @param {HTMLElement} quote */
  function addButton(quote) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sop-copy";
    button.textContent = LABEL;
    const words = quote.textContent.replace(/^“|”$/g, "");
    button.setAttribute("aria-label", `${LABEL}：${words}`);
    button.addEventListener("click", async () => {
      await copy(words);
      button.textContent = DONE;
      setTimeout(() => { button.textContent = LABEL; }, 1500);
    });
    quote.parentElement.append(button);
  }

  /**
   * Say above a diagram that it goes on sideways, as long as it does.
   * @param {HTMLElement} box
   */
  function watchDiagram(box) {
    const hint = box.parentElement.querySelector(".sop-diagram__hint");
    new ResizeObserver(() => { hint.hidden = box.scrollWidth <= box.clientWidth; }).observe(box);
  }

  document.querySelectorAll(".sop-diagram__desk").forEach(watchDiagram);
  document.querySelectorAll(".sop-quote").forEach(addButton);
})();
