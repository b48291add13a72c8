/* The price and stock table: marks what changed, counts it, takes pasted columns, and keeps what is
   typed on this device until it is saved. Without scripts the form works the same. */
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

  /* --- what was typed here and is not saved yet: cell -> [text, what was seen] */
  const place = `lapak:${location.pathname}`;
  const DAYS = 3;
  const kept = (() => {
    try {
      const found = JSON.parse(localStorage.getItem(place));
      return found && Date.now() - found.at < DAYS * 864e5 ? found : { cells: {}, sent: [] };
    } catch { return { cells: {}, sent: [] }; }
  })();
  let isKept = true;
  const keep = () => {
    try {
      if (Object.keys(kept.cells).length) localStorage.setItem(place, JSON.stringify({ ...kept, at: Date.now() }));
      else localStorage.removeItem(place);
    } catch { isKept = false; /* full or refused */ }
  };
  const note = (cell) => {
    if (isChanged(cell)) kept.cells[cell.name] = [cell.value, cell.dataset.seen];
    else delete kept.cells[cell.name];
  };
  const bringBack = () => {
    let count = 0;
    for (const cell of cells) {
      const found = kept.cells[cell.name];
      if (!found || isChanged(cell)) continue; /* what the server sent back counts more */
      if (number(found[0]) === Number(cell.dataset.seen)) { delete kept.cells[cell.name]; continue; }
      cell.value = found[0];
      tidy(cell);
      cell.dataset.seen = form.elements[`${cell.name}-seen`].value = found[1];
      count += 1;
    }
    return count;
  };

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

  form.addEventListener("input", (event) => {
    if (event.target.dataset.column) { note(event.target); keep(); }
    look();
  });
  /* a number is typed anew, not appended to the old one */
  let entered = null;
  form.addEventListener("focusin", (event) => {
    if (!event.target.dataset.column) return;
    entered = event.target;
    entered.select();
  });
  form.addEventListener("mouseup", (event) => {
    if (event.target === entered) event.preventDefault();
    entered = null;
  });
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
    const from = column(cell).indexOf(cell);
    const fits = lines.slice(0, column(cell).length - from);
    const beside = cell.dataset.column === "price" ? ["price", "stock"] : ["stock"];
    beside.forEach((name, across) => {
      const all = cells.filter((other) => other.dataset.column === name);
      fits.forEach((line, down) => {
        const words = (line.split("\t")[across] ?? "").trim().slice(0, cell.maxLength);
        if (words === "") return; /* an empty one leaves the cell as it is */
        all[from + down].value = words;
        tidy(all[from + down]);
        note(all[from + down]);
      });
    });
    keep();
    look();
    const over = lines.length - fits.length;
    tell(fill(form.dataset.pasted, fits.length) + (over ? " " + fill(form.dataset.over, over) : ""));
  });

  let sending = false;
  form.addEventListener("submit", () => {
    sending = true;
    kept.sent = cells.map((cell) => cell.name);
    kept.from = location.search;
    keep();
  });
  window.addEventListener("pageshow", () => { sending = false; look(); });
  window.addEventListener("beforeunload", (event) => {
    if (changed && !sending && !isKept) event.preventDefault();
  });
  /* the address of a form that was taken; after Back it may be that of the one before */
  if (location.search !== kept.from && new URLSearchParams(location.search).has("tersimpan")) {
    for (const name of kept.sent) delete kept.cells[name];
  }
  kept.sent = [];
  const back = bringBack();
  keep();
  look();
  if (back) {
    const told = document.createElement("p");
    told.className = "note";
    told.setAttribute("role", "status");
    told.textContent = fill(form.dataset.back, back);
    form.before(told);
  }
})();
