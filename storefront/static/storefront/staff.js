// The form of goods: what is typed is kept on this device at once and on the server soon after;
// pictures go one by one. Without this script the form works by its buttons alone.
(() => {
  "use strict";
  const form = document.getElementById("goods-form");
  if (!form || form.querySelector("fieldset").disabled) return;
  const said = form.dataset;
  const place = `lapak:${said.place}`;
  const state = document.getElementById("saved");
  const EVERY = 10000;
  const SKIPPED = new Set(["csrfmiddlewaretoken", "seen", "files", "do", "withdraw", "listing"]);
  let typed = 0, sent = 0, busy = false, leaving = false, going = false;

  const read = (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
  const keep = (key, value) => { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* full or refused */ } };
  const drop = (key) => { try { localStorage.removeItem(key); } catch { /* refused */ } };
  const say = (words, kind) => { state.textContent = words; state.dataset.kind = kind; };
  const fields = () => [...new FormData(form)].filter(([name, value]) => !SKIPPED.has(name) && typeof value === "string");

  // --- what was typed on this device and never reached the server
  const shown = JSON.stringify(fields().filter(([name]) => name !== "key"));
  const key = form.elements.key;
  // of a form somebody began on another page this page knows nothing
  const isMine = (found) => !said.place.endsWith("/baru") || "fresh" in said || found.key === key.value;
  const left = [read(place)].find((found) => found && isMine(found));
  if ("done" in said) {
    drop(place);
    if (said.place.endsWith("/baru") === false) drop(place.replace(/[^/]+$/, "baru"));
  } else if (left && JSON.stringify(left.fields.filter(([name]) => name !== "key")) !== shown) {
    bringBack(left);
  } else if (left) {
    drop(place);
  }

  function bringBack(found) {
    const values = new Map(found.fields);
    for (const [name, value] of found.fields) {
      if (name === "photo" && !form.querySelector(`input[name=photo][value="${CSS.escape(value)}"]`)) {
        const kept = (found.shots || []).find((shot) => String(shot.id) === value);
        if (kept) addShot(kept);
      }
    }
    for (const field of form.elements) {
      if (!field.name || SKIPPED.has(field.name) || field.name === "photo") continue;
      if (field.name === "key") field.value = values.get("key") || field.value;
      else if (field.type === "checkbox") field.checked = values.has(field.name);
      else if (values.has(field.name)) field.value = values.get(field.name);
    }
    const seen = form.elements.seen;
    if (seen && found.seen) seen.value = found.seen;
    typed = 1;
    const note = document.createElement("p");
    note.className = "note";
    note.setAttribute("role", "status");
    note.textContent = said.saidFound;
    form.before(note);
    for (const details of form.querySelectorAll("details")) {
      if ([...details.querySelectorAll("input[type=text],textarea")].some((field) => field.value !== field.defaultValue)) details.open = true;
    }
    say(said.saidUnsaved, "unsaved");
  }

  // --- keeping
  const shots = () => [...form.querySelectorAll("li.shot[data-shot]")].map((item) => JSON.parse(item.dataset.shot));
  function note() {
    typed += 1;
    keep(place, unsent());
    say(said.saidUnsaved, "unsaved");
  }
  const unsent = () => ({ key: key.value, fields: fields(), shots: shots(), seen: form.elements.seen?.value });

  async function save() {
    if (busy || typed === sent || leaving) return;
    busy = true;
    const now = typed;
    const body = new FormData(form);
    body.delete("files");
    try {
      const answer = await fetch(said.autosave, { method: "POST", body, credentials: "same-origin", signal: AbortSignal.timeout(15000) });
      const kind = answer.headers.get("Content-Type") || "";
      if (answer.redirected || !kind.includes("json")) { say(said.saidLogin, "offline"); return; }
      const told = await answer.json();
      if (!answer.ok) { say(told.sentence, "unsaved"); return; }
      sent = now;
      // whoever loads the page again finds what was kept
      if ("fresh" in said) history.replaceState(null, "", `${said.autosave}${key.value}/`);
      // a page that is being asked for again was perhaps made before this was kept
      if (typed === now && !going) { drop(place); say(`${said.saidSaved} ${told.saved}`, "saved"); }
    } catch {
      say(said.saidOffline, "offline");
    } finally {
      busy = false;
    }
  }

  form.addEventListener("input", (event) => { if (event.target.type !== "file") note(); });
  form.addEventListener("focusout", save);
  window.addEventListener("online", save);
  setInterval(save, EVERY);
  if (typed) save();

  // --- prices get their dots while the field is left, cards show two lines of a name
  form.addEventListener("focusout", (event) => {
    const field = event.target;
    if (!/^v-\d+-(price|stock)$/.test(field.name || "")) return;
    const text = field.value.trim().toLowerCase().replace(/^rp\.?\s*/, "");
    const short = /^(\d+(?:,\d+)?)\s*(rb|rbu|ribu|k|jt|juta)\.?$/.exec(text);
    const digits = /^\d{1,3}(?:[. ]\d{3})+$|^\d+$/.test(text) ? text.replace(/\D/g, "") : "";
    const scale = short && short[2].startsWith("j") ? 1000000 : 1000;
    const amount = short ? Math.round(parseFloat(short[1].replace(",", ".")) * scale) : digits && Number(digits);
    if (amount && amount < 1e13) field.value = String(amount).replace(/\B(?=(\d{3})+$)/g, ".");
  });
  const name = form.elements.name, cut = document.getElementById("cut");
  const LINES = 42; // two lines of a card on a phone
  function showCut() {
    const text = name.value.trim();
    cut.hidden = text.length <= LINES;
    cut.textContent = cut.hidden ? "" : `${said.saidCut} ${text.slice(0, LINES).trimEnd()}…`;
  }
  if (name && cut) { name.addEventListener("input", showCut); showCut(); }

  // --- sending: the button says so, and comes back when the signal does not
  form.addEventListener("submit", () => {
    leaving = true;
    keep(place, unsent());
    say(said.saidUploading, "unsaved");
    setTimeout(() => { leaving = false; }, 20000);
  });
  window.addEventListener("beforeunload", () => { going = true; });
  window.addEventListener("pageshow", () => { leaving = going = false; });

  // --- pictures, one by one
  const picker = document.getElementById("files");
  const box = form.querySelector(".shots");
  const list = form.querySelector(".shot-list");
  picker?.addEventListener("change", async () => {
    const chosen = [...picker.files];
    picker.value = "";
    for (const file of chosen) await send(file, waiting(file.name));
  });

  function waiting(words) {
    const item = document.createElement("li"), line = document.createElement("p");
    line.className = "shot-waits";
    line.setAttribute("role", "status");
    line.textContent = `${words}: ${said.saidUploading}`;
    item.append(line);
    list.append(item);
    return line;
  }

  async function send(file, item) {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.set("files", file);
    let told = { sentence: said.saidOffline };
    try {
      const answer = await fetch(box.dataset.upload, { method: "POST", body, credentials: "same-origin" });
      const kind = answer.headers.get("Content-Type") || "";
      if (kind.includes("json")) told = await answer.json();
      else if (answer.redirected) told = { sentence: said.saidLogin };
    } catch { /* no signal */ }
    if (told.id) { item.parentElement.remove(); addShot(told); note(); save(); return; }
    item.textContent = `${file.name}: ${told.sentence} `;
    const again = document.createElement("button");
    again.type = "button";
    again.className = "btn btn-plain";
    again.textContent = said.saidAgain;
    again.addEventListener("click", () => { item.textContent = `${file.name}: ${said.saidUploading}`; send(file, item); });
    item.append(again);
  }

  function addShot(shot) {
    if (form.querySelector(`input[name=photo][value="${Number(shot.id)}"]`)) return;
    const item = document.createElement("li");
    item.className = "shot";
    item.dataset.shot = JSON.stringify({ id: shot.id, address: shot.address, width: shot.width, height: shot.height });
    const key = document.createElement("input");
    Object.assign(key, { type: "hidden", name: "photo", value: String(shot.id) });
    const frame = document.createElement("div");
    frame.className = "shot-photo";
    const image = new Image(shot.width, shot.height);
    image.alt = "";
    image.src = shot.address;
    frame.append(image);
    const words = document.createElement("div");
    words.className = "shot-words";
    const out = document.createElement("span");
    out.className = "check";
    const box = document.createElement("input");
    Object.assign(box, { type: "checkbox", name: `drop-${shot.id}`, id: `drop-${shot.id}`, value: "1" });
    const label = document.createElement("label");
    label.htmlFor = box.id;
    label.textContent = said.saidRemove;
    out.append(box, label);
    words.append(out);
    item.append(key, frame, words);
    list.append(item);
  }

  document.querySelector("[data-focus]")?.focus();
})();
