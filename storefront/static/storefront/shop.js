/* What pages gain where scripts run; without them every link and form works the same. */
(() => {
  "use strict";
  const status = () => document.getElementById("kabar");
  const say = (words) => { const at = status(); if (at) at.textContent = words; };

  /* Copying: buttons are hidden in the page and shown only where copying can work. */
  const wake = (root) => {
    if (navigator.clipboard) {
      for (const button of root.querySelectorAll("[data-copy],[data-copy-address]")) button.hidden = false;
    }
    if (navigator.share) for (const button of root.querySelectorAll("[data-share]")) button.hidden = false;
  };
  const copy = async (button) => {
    const source = button.dataset.copyAddress || document.getElementById(button.dataset.copy).textContent;
    const label = button.querySelector("span");
    const before = label.textContent;
    try {
      await navigator.clipboard.writeText(source);
      label.textContent = button.dataset.done;
      label.setAttribute("role", "status");
      setTimeout(() => { label.textContent = before; }, 2500);
    } catch { /* the text stays there to be selected by hand */ }
  };

  /* Long groups: hide the ticks whose words do not hold what is typed. */
  const narrow = (field) => {
    const group = field.closest("fieldset");
    const wanted = field.value.trim().toLowerCase();
    const rest = group.querySelector("details");
    if (rest && wanted) rest.open = true;
    for (const item of group.querySelectorAll("li")) {
      item.hidden = wanted !== "" && !item.textContent.toLowerCase().includes(wanted);
    }
  };

  /* The gallery: thumbnails move the row without leaving a step in the history. */
  const slide = (event, link) => {
    const target = document.getElementById(link.hash.slice(1));
    if (!target) return;
    event.preventDefault();
    const row = target.parentElement;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    row.scrollTo({ left: target.offsetLeft - row.offsetLeft, behavior: calm ? "auto" : "smooth" });
  };

  /* Filters on small screens: the same page in a dialog, with a step in the history. */
  const sheet = () => document.querySelector("dialog.sheet[open]");
  let left = false; /* the step back that closes the sheet is not one to another list */
  const closeSheet = () => {
    const dialog = sheet();
    if (!dialog) return;
    dialog.close();
    dialog.replaceChildren();
    document.querySelector("[data-dialog]")?.focus({ preventScroll: true });
    left = true;
    setTimeout(() => { left = false; }, 400); /* htmx asks a little after the step */
  };
  const openSheet = async (event, link) => {
    const dialog = document.getElementById(link.dataset.dialog);
    if (!dialog?.showModal || !window.htmx) return;
    event.preventDefault();
    try {
      const answer = await fetch(link.href, { headers: { "HX-Request": "true" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      dialog.replaceChildren(page.getElementById("saring-isi"));
      window.htmx.process(dialog);
      history.pushState({ sheet: true }, "", link.href);
      dialog.showModal();
    } catch { location.assign(link.href); }
  };
  const opened = new Set();
  let next = null; /* how many cards stood before more were asked for */

  document.addEventListener("click", (event) => {
    const at = event.target.closest("[data-copy],[data-copy-address],[data-share],.thumbs a,[data-dialog],[data-close]");
    if (event.target.closest("[data-more]")) next = listed().length;
    const card = event.target.closest("#barang>li");
    if (card && history.state?.cards) remember({ touched: [...listed()].indexOf(card) });
    if (!at || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (at.matches("[data-copy],[data-copy-address]")) copy(at);
    else if (at.matches("[data-share]")) navigator.share({ title: document.title, url: at.dataset.share }).catch(() => {});
    else if (at.matches(".thumbs a")) slide(event, at);
    else if (at.matches("[data-dialog]")) openSheet(event, at);
    else if (sheet()) { event.preventDefault(); history.back(); }
  });
  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-narrow]")) narrow(event.target);
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-narrow]")) event.stopPropagation();
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("[data-narrow]")) event.preventDefault();
  });
  document.addEventListener("toggle", (event) => {
    const { id, open } = event.target;
    if (id) open ? opened.add(id) : opened.delete(id);
  }, true);
  document.addEventListener("cancel", (event) => {
    if (event.target.matches("dialog.sheet")) { event.preventDefault(); history.back(); }
  }, true);

  /* Going back closes the sheet and leaves the list as it stands. */
  document.addEventListener("htmx:before:history:restore", (event) => {
    closeSheet();
    if (left) event.preventDefault();
    left = false;
  });
  addEventListener("popstate", closeSheet);

  /* More cards leave the address as it is; the step in the history remembers how many there were
     and which was touched, so that Back and reload show the same list. */
  const listed = () => document.querySelectorAll("#barang>li");
  const remember = (what) => history.replaceState({ ...history.state, ...what }, "");
  const bringBack = async () => {
    const { cards = 0, touched } = history.state || {};
    let more = document.querySelector("[data-more]");
    if (listed().length >= cards || !more) return;
    try {
      while (more && listed().length < cards) {
        const answer = await fetch(more.href);
        if (!answer.ok) throw new Error(String(answer.status));
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        document.getElementById("barang").append(...page.querySelectorAll("#barang>li"));
        document.getElementById("lagi").replaceWith(page.getElementById("lagi"));
        more = document.querySelector("[data-more]");
      }
      window.htmx?.process(document.getElementById("katalog"));
      listed()[touched]?.scrollIntoView({ block: "center" });
    } catch { trouble(); }
  };

  /* What htmx brings: keep opened groups open, and never fail in silence. */
  document.addEventListener("htmx:after:swap", () => {
    for (const id of opened) { const part = document.getElementById(id); if (part) part.open = true; }
    const card = next === null ? null : listed()[next];
    if (card) {
      next = null;
      remember({ cards: listed().length });
      card.querySelector("a").focus({ preventScroll: true });
    }
    for (const field of document.querySelectorAll("[data-narrow]")) if (field.value) narrow(field);
    wake(document);
  });
  const trouble = () => say(status()?.dataset.trouble);
  document.addEventListener("htmx:response:error", trouble);
  document.addEventListener("htmx:error", trouble);

  /* The basket's number: pages are the same for everybody, so it is asked for, and only by browsers
     that hold a basket. Other scripts say how many there are now. */
  const number = (count) => {
    const link = document.querySelector(".head-basket");
    if (!link) return;
    link.querySelector("b").textContent = count > 99 ? "99+" : count || "";
    const words = link.querySelector("[data-unit]");
    const name = words.textContent.split(",")[0];
    words.textContent = count ? `${name}, ${count} ${words.dataset.unit}` : name;
  };
  const ask = async () => {
    const link = document.querySelector(".head-basket");
    if (!link || !/(?:^|; )keranjang_ada=/.test(document.cookie)) return;
    try {
      const answer = await fetch(link.dataset.piecesAt, { cache: "no-store" });
      if (answer.ok) number((await answer.json()).count);
    } catch { /* without it the link leads there all the same */ }
  };
  addEventListener("basket", (event) => number(event.detail));
  addEventListener("pageshow", (event) => { if (event.persisted) ask(); });

  wake(document);
  bringBack();
  ask();
})();
