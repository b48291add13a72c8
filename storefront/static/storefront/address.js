/* The address: the search without a reload, what is wrong said on leaving a field, letters left of the
   note. Without it every step is a plain post. */
(() => {
  "use strict";
  const form = document.querySelector(".address-form");
  if (!form) return;
  const WAIT = 350;
  let timer = 0, asked = 0;

  const place = () => document.getElementById("dest");

  /* --- the search: by itself after a pause, or by its buttons */
  const search = async (button) => {
    const turn = ++asked;
    const data = new FormData(form);
    data.append("cari", button?.value || "tujuan");
    let answer;
    try {
      answer = await fetch(place().dataset.search, {
        method: "POST", body: data, headers: { "X-Requested-With": "fetch" },
      });
    } catch {
      if (button) form.requestSubmit(button);
      return;
    }
    if (turn !== asked) return;
    if (!answer.ok || answer.redirected) {
      if (button) form.requestSubmit(button);
      return;
    }
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const rest = fresh.getElementById("dest-rest");
    if (!rest || turn !== asked) return;
    document.getElementById("dest-rest").replaceWith(rest);
    const field = document.getElementById("tujuan");
    right(field);
    /* who is still typing keeps the field as it is */
    if (button) {
      field.value = fresh.getElementById("tujuan").value;
      const next = rest.querySelector("input[type=radio]") || [...rest.querySelectorAll("select")].pop();
      (next || field).focus();
    }
    say(rest);
  };

  const status = document.createElement("p");
  status.className = "sr";
  status.setAttribute("role", "status");
  form.append(status);
  const say = (fresh) => {
    const rows = [...fresh.querySelectorAll(".dest-one span")].slice(0, 3).map((row) => row.firstChild.textContent);
    status.textContent = rows.join("; ");
  };

  form.addEventListener("input", (event) => {
    if (event.target.id !== "tujuan") return;
    clearTimeout(timer);
    const text = event.target.value.trim();
    if (text.length < 3) return;
    timer = setTimeout(() => search(null), WAIT);
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=cari]");
    if (!button) return;
    event.preventDefault();
    clearTimeout(timer);
    search(button);
  });
  form.addEventListener("change", (event) => {
    if (event.target.matches(".dest-manual select")) {
      search(form.querySelector(".dest-manual button"));
    }
  });
  /* whoever has chosen is asked no more: a late answer would bring a list in which nothing is chosen */
  form.addEventListener("change", (event) => {
    if (event.target.name !== "pilih") return;
    clearTimeout(timer);
    asked += 1;
    form.elements.dicari.value = document.getElementById("tujuan").value;
  });
  form.addEventListener("submit", () => clearTimeout(timer));

  /* --- said on leaving, gone the moment it is right; never while typing the first time */
  const rules = {
    nama: (text) => /\p{L}/u.test(text),
    telepon: (text) => { const digits = text.replace(/\D/g, "").replace(/^(62|0)/, ""); return digits.length >= 8 && digits.length <= 12; },
    surel: (text) => !text || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text),
    alamat: (text) => text.trim().length >= 5,
    patokan: (text) => text.trim().length <= 140,
  };
  const isRight = (field) => !rules[field.id] || rules[field.id](field.value.trim());
  const box = (field) => field.closest(".field");

  const wrong = (field) => {
    const said = field.dataset.wrong;
    if (!said || box(field).classList.contains("field-bad")) return;
    const line = document.createElement("p");
    line.className = "field-error";
    line.id = `${field.id}-error`;
    line.textContent = said;
    box(field).append(line);
    box(field).classList.add("field-bad");
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") || ""} ${line.id}`.trim());
  };
  const right = (field) => {
    if (!box(field)?.classList.contains("field-bad")) return;
    box(field).classList.remove("field-bad");
    box(field).querySelector(".field-error")?.remove();
    field.removeAttribute("aria-invalid");
    const told = (field.getAttribute("aria-describedby") || "").split(" ").filter((id) => id && id !== `${field.id}-error`);
    if (told.length) field.setAttribute("aria-describedby", told.join(" "));
    else field.removeAttribute("aria-describedby");
  };
  form.addEventListener("focusout", (event) => {
    const field = event.target;
    if (rules[field.id] && field.value.trim() && !isRight(field)) wrong(field);
  });
  form.addEventListener("input", (event) => {
    if (rules[event.target.id] && isRight(event.target)) right(event.target);
  });

  /* --- letters left */
  for (const field of form.querySelectorAll("[data-most]")) {
    const left = document.createElement("p");
    left.className = "field-hint field-left";
    field.after(left);
    const count = () => { left.textContent = `${field.value.length}/${field.dataset.most}`; };
    field.addEventListener("input", count);
    count();
  }
})();
