/* Of a handing-in: an answer that is chosen is put below what stands in its field. */
(() => {
  "use strict";
  for (const list of document.querySelectorAll("select[data-fills]")) {
    list.addEventListener("change", () => {
      const field = document.getElementById(list.dataset.fills);
      const text = list.selectedOptions[0]?.dataset.text;
      if (!field || !text || field.value.includes(text)) return;
      field.value = field.value.trim() ? `${field.value.trimEnd()}\n${text}` : text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    });
  }
})();
