/* The price and stock table: marks what changed, counts it, takes a pasted column. Without scripts
   the form works the same. */
(() => {
  "use strict";
  const form = document.getElementById("stok");
  if (!form) return;
  const say = document.getElementById("stok-kabar");
  const button = document.getElementById("stok-simpan");
  const cells = [...form.querySelectorAll("input[data-column]")];
  const english = document.documentElement.lang === "en";
  const dotted = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, english ? "," : ".");

  /* The plain reading of what is clear; all else is left for the server to judge. */
  const number = (text) => {
    const found = /^(?:rp\.?)?\s*(\d{1,3}(?:[., ]\d{3})+|\d+)\s*(?:,-)?\s*(rb|ribu|jt|juta)?$/i.exec(text.trim());
    if (!found) return null;
    const scale = { rb: 1e3, ribu: 1e3, jt: 1e6, juta: 1e6 }[(found[2] || "").toLowerCase()] || 1;
    return Number(found[1].replace(/\D/g, "")) * scale;
  };
  const isChanged = (cell) => number(cell.value) !== Number(cell.dataset.seen);
  let changed = 0;
  const fill = (words, count) => words.replace("{n}", count);

  const look = () => {
    changed = 0;
    let pieces = 0;
    for (const cell of cells) {
      const differs = isChanged(cell);
      cell.closest("td").classList.toggle("is-changed", differs);
      if (differs) changed += 1;
      if (cell.dataset.column === "stock") pieces += number(cell.value) ?? 0;
    }
    const words = form.dataset;
    button.textContent = changed === 0 ? words.none : changed === 1 ? words.one : fill(words.many, changed);
    return words.sums.replace("{p}", dotted(pieces)).replace("{d}", dotted(words.promised));
  };
  const tell = (words) => { if (say.textContent !== words) say.textContent = words; };

  const tidy = (cell) => {
    const value = number(cell.value);
    if (value !== null && Number.isSafeInteger(value)) cell.value = dotted(value);
  };
  const column = (cell) => cells.filter((other) => other.dataset.column === cell.dataset.column);
  const step = (cell, by) => {
    const all = column(cell);
    const next = all[all.indexOf(cell) + by];
    if (next) { next.focus(); next.select(); }
    return Boolean(next);
  };

  form.addEventListener("input", look);
  form.addEventListener("focusout", (event) => {
    if (!event.target.dataset.column) return;
    tidy(event.target);
    tell(look());
  });
  form.addEventListener("keydown", (event) => {
    if (!event.target.dataset.column || event.isComposing) return;
    const by = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault(); /* Enter in a table goes down, as in a spreadsheet; it sends nothing */
    if (!step(event.target, by) && event.key === "Enter") button.focus();
  });
  form.addEventListener("paste", (event) => {
    const cell = event.target;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const lines = text.replace(/\r/g, "").replace(/\n+$/, "").split("\n");
    if (!cell.dataset.column || lines.length < 2) return;
    event.preventDefault();
    const all = column(cell);
    const from = all.indexOf(cell);
    const fits = lines.slice(0, all.length - from);
    fits.forEach((line, place) => {
      const words = line.split("\t")[0].trim();
      if (words === "") return; /* an empty line leaves the cell as it is */
      all[from + place].value = words;
      tidy(all[from + place]);
    });
    look();
    const over = lines.length - fits.length;
    tell(fill(form.dataset.pasted, fits.length) + (over ? " " + fill(form.dataset.over, over) : ""));
  });

  let sending = false;
  form.addEventListener("submit", () => { sending = true; });
  window.addEventListener("pageshow", () => { sending = false; look(); });
  window.addEventListener("beforeunload", (event) => {
    if (changed && !sending) event.preventDefault();
  });
  look();
})();
