/* Suggestions while a search is typed; without scripts the field works the same. */
(() => {
  "use strict";
  const LETTERS = 2, PAUSE = 200;

  const watch = (form) => {
    const field = form.querySelector("input[type=search]");
    const box = document.createElement("div");
    const said = document.createElement("p");
    box.className = "suggest-box";
    box.hidden = true;
    said.className = "sr";
    said.setAttribute("role", "status");
    form.append(box, said);
    let timer = 0, asking = null, shown = "";

    const close = () => {
      clearTimeout(timer);
      asking?.abort();
      asking = null;
      shown = "";
      box.hidden = true;
      box.replaceChildren();
      said.textContent = "";
    };
    const show = (html) => {
      box.innerHTML = html;
      const list = box.querySelector(".suggest");
      box.hidden = !list;
      const links = [...box.querySelectorAll("a")].filter((link) => link.offsetParent);
      said.textContent = list ? `${list.dataset.said} ${links.length}` : "";
    };
    const ask = async (typed) => {
      asking?.abort(); /* a late answer never overwrites a newer one */
      const mine = asking = new AbortController();
      try {
        const query = new URLSearchParams({ q: typed });
        const answer = await fetch(`${form.dataset.suggest}?${query}`, { signal: mine.signal });
        const html = answer.ok ? await answer.text() : "";
        if (asking !== mine || field.value.trim() !== typed) return;
        shown = typed;
        show(html);
      } catch { /* given up, or no signal: the field itself still works */ }
    };

    field.addEventListener("input", () => {
      clearTimeout(timer);
      const typed = field.value.trim();
      if (typed.length < LETTERS) close();
      else if (typed !== shown) timer = setTimeout(ask, PAUSE, typed);
    });
    form.addEventListener("keydown", (event) => {
      const links = [...box.querySelectorAll("a")].filter((link) => link.offsetParent);
      const at = links.indexOf(document.activeElement);
      if (event.key === "Escape" && !box.hidden) {
        event.preventDefault();
        field.focus();
        close();
      } else if (event.key === "ArrowDown" && links.length) {
        event.preventDefault();
        links[Math.min(at + 1, links.length - 1)].focus();
      } else if (event.key === "ArrowUp" && at >= 0) {
        event.preventDefault();
        (at ? links[at - 1] : field).focus();
      }
    });
    form.addEventListener("submit", close);
    form.addEventListener("focusout", (event) => {
      if (!form.contains(event.relatedTarget)) setTimeout(() => {
        if (!form.contains(document.activeElement)) close();
      }, 150); /* a touch on a link counts before the list goes */
    });
  };

  for (const form of document.querySelectorAll("form[data-suggest]")) watch(form);
})();
