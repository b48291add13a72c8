/* What basket and goods' pages gain where scripts run: putting in without leaving the page, numbers
   that save themselves, and the goods that were looked at last on this device. */
(() => {
  "use strict";
  const SEEN = "dilihat";
  const MOST_SEEN = 8;
  const post = (form, extra) => {
    const body = new FormData(form);
    for (const [name, value] of Object.entries(extra || {})) body.set(name, value);
    return fetch(form.action, { method: "POST", body: new URLSearchParams(body), headers: { "X-Requested-With": "fetch" } });
  };

  /* Putting in: said beside the button, and the number in the head changes. */
  const buy = document.getElementById("beli");
  const said = document.getElementById("beli-kabar");
  const tell = (words, isWrong, address) => {
    said.classList.toggle("is-wrong", isWrong);
    said.textContent = words;
    if (!address) return;
    const link = document.createElement("a");
    link.href = address;
    link.textContent = buy.dataset.look;
    said.append(" ", link);
  };
  if (buy && said) buy.addEventListener("submit", async (event) => {
    if (event.submitter?.name) return; /* buying now leaves the page */
    event.preventDefault();
    try {
      const answer = await post(buy);
      const data = await answer.json();
      if (data.count !== undefined) dispatchEvent(new CustomEvent("basket", { detail: data.count }));
      tell(data.said || data.wrong, !answer.ok, answer.ok && buy.dataset.basket);
    } catch { buy.submit(); }
  });

  /* Numbers of the basket: saved when they are left, so the button for it goes. */
  for (const form of document.querySelectorAll("[data-qty]")) {
    form.querySelector(".qty-save").hidden = true;
    form.querySelector("[type=number]").addEventListener("change", () => form.requestSubmit());
  }

  /* Looked at last: kept on this device alone, shown where the basket is empty. */
  const seen = () => {
    try { return JSON.parse(localStorage.getItem(SEEN) || "[]"); } catch { return []; }
  };
  if (buy) {
    const here = { address: location.pathname, name: document.querySelector("h1").textContent.trim() };
    const rest = seen().filter((one) => one.address !== here.address);
    try { localStorage.setItem(SEEN, JSON.stringify([here, ...rest].slice(0, MOST_SEEN))); } catch { /* full or off */ }
  }
  const list = document.querySelector("[data-seen-list]");
  if (list && seen().length) {
    for (const one of seen()) {
      if (!/^\/(?:en\/)?produk\/[a-z0-9-]+\/$/.test(one.address)) continue;
      const link = document.createElement("a");
      link.href = one.address;
      link.textContent = one.name;
      list.append(document.createElement("li"));
      list.lastChild.append(link);
    }
    list.closest("[data-seen]").hidden = !list.children.length;
  }
})();
