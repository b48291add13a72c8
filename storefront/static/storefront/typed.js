/* What is typed into a form of the portals stays on this device, by person, until the server says that
   it arrived, and is offered again where it was typed. Goods and the numbers of the stock table keep
   their own (staff.js, stock.js); passwords, codes and keys are never kept. */
(() => {
  "use strict";
  const frame = document.getElementById("typed");
  if (!frame) return;
  const OWN = "lapak:", WHO = "lapak:siapa", MARK = "_isian", DAYS = 14, MOST = 200000;
  const person = frame.dataset.person;
  const TYPED = "textarea,input:not([type]),input[type=text],input[type=email],input[type=tel],input[type=url],input[type=number],input[type=date]";
  const NEVER = "[type=password],[type=file],[type=submit],[autocomplete=one-time-code],[autocomplete$=-password],[name=csrfmiddlewaretoken],[data-column]";

  const read = (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
  const keep = (key, value) => { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* full or refused */ } };
  const drop = (key) => { try { localStorage.removeItem(key); } catch { /* refused */ } };
  const keys = () => { try { return Object.keys(localStorage).filter((key) => key.startsWith(OWN)); } catch { return []; } };
  const path = (form) => new URL(form.getAttribute("action") || "", location.href).pathname;

  /* --- whoever logs out, or takes over the device, finds and leaves nothing */
  document.addEventListener("submit", (event) => {
    if (path(event.target) === frame.dataset.leave) keys().forEach(drop);
  });
  if (!person) return;
  const before = read(WHO);
  if (before !== null && before !== person) keys().forEach(drop);
  keep(WHO, person);

  /* --- what arrived, says a cookie that came with the answer; what is old is gone */
  const place = `${OWN}isi:${person}:`;
  const settle = () => {
    const arrived = /(?:^|; )lapak_sampai=([0-9a-f]+)/.exec(document.cookie)?.[1];
    for (const key of keys().filter((one) => one.startsWith(place))) {
      const found = read(key);
      if (!found || (arrived && found.sent === arrived) || Date.now() - found.at > DAYS * 864e5) drop(key);
    }
  };
  settle();

  const forms = [...document.querySelectorAll("main form[method=post]")].filter((form) => (
    form.id !== "goods-form" && !("unkept" in form.dataset) && fields(form).some((field) => field.matches(TYPED))
  ));
  const keyOf = (form) => {
    const same = forms.filter((other) => path(other) === path(form));
    return `${place}${path(form)}${same.indexOf(form) || ""}`;
  };
  const offers = new Map();

  function fields(form) {
    return [...form.elements].filter((field) => (
      field.name && field.name !== MARK && field.matches("input,select,textarea") && !field.matches(NEVER)
      && !(form.id === "stok" && field.type === "hidden") && !field.matches(":disabled")
    ));
  }
  const isTick = (field) => field.type === "checkbox" || field.type === "radio";
  /* name, which of that name (a tick: of that name and value), value or whether it is ticked */
  function said(form) {
    const count = new Map();
    return fields(form).map((field) => {
      const name = isTick(field) ? `${field.name}=${field.value}` : field.name;
      const which = count.get(name) || 0;
      count.set(name, which + 1);
      return [field, `${name}#${which}`, isTick(field) ? field.checked : field.value];
    });
  }
  const seen = (form) => JSON.stringify(said(form).filter(([field]) => field.type !== "hidden").map(([, name, value]) => [name, value]));
  const visible = (found) => JSON.stringify(found.said.filter((one) => !one[2]).map(([name, value]) => [name, value]));

  function note(form) {
    const said_now = said(form).map(([field, name, value]) => [name, value, field.type === "hidden" ? 1 : 0]);
    if (JSON.stringify(said_now).length <= MOST) keep(keyOf(form), { at: Date.now(), said: said_now });
  }
  const eligible = (target) => (target.form && forms.includes(target.form) && !target.matches(NEVER) ? target.form : null);
  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, (event) => {
      const form = eligible(event.target);
      if (form) note(form);
    });
  }
  document.addEventListener("submit", (event) => {
    const form = event.target, found = forms.includes(form) && read(keyOf(form));
    if (!found || event.defaultPrevented) return;
    const sent = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    let mark = form.elements[MARK];
    if (!mark) {
      mark = document.createElement("input");
      Object.assign(mark, { type: "hidden", name: MARK });
      form.append(mark);
    }
    mark.value = sent;
    keep(keyOf(form), { ...found, at: Date.now(), sent });
  });

  /* --- offered again */
  function offer(form) {
    offers.get(form)?.remove();
    offers.delete(form);
    const found = read(keyOf(form));
    if (!found || visible(found) === seen(form)) return;
    const box = frame.content.firstElementChild.cloneNode(true);
    const [use, away] = box.querySelectorAll("button");
    use.addEventListener("click", () => bringBack(form, found, box));
    away.addEventListener("click", () => { drop(keyOf(form)); box.remove(); firstOf(form).focus(); });
    (form.id === "stok" ? form : form.closest("details") || form).before(box);
    offers.set(form, box);
  }
  const firstOf = (form) => fields(form).find((field) => field.matches(TYPED));

  function bringBack(form, found, box) {
    const left = new Map(found.said.map(([name, value]) => [name, value]));
    for (const [field, name] of said(form)) {
      if (!left.has(name)) continue;
      if (isTick(field)) field.checked = left.get(name);
      else field.value = left.get(name);
      left.delete(name);
    }
    /* words whose field is not on this page, as of a row that was added */
    const words = found.said.filter(([name, value, hidden]) => left.has(name) && !hidden && typeof value === "string" && value);
    const told = document.createElement("p");
    told.textContent = [frame.dataset.back, ...words.map(([, value]) => value)].join(" · ");
    box.replaceChildren(told);
    keep(keyOf(form), found);
    firstOf(form).focus();
  }

  const offerAll = () => { for (const form of forms) offer(form); };
  offerAll();
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) { settle(); offerAll(); }
  });
})();
