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
  const BARE = 500000, SIDE = 2000; // bytes that go as they are, pixels that the shop keeps
  let typed = 0, sent = 0, busy = false, leaving = false, going = false;
  let out = false, sending = 0, wanted = null; // logged out; pictures under way; the button that waits

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
  const begun = place.replace(/[^/]+$/, "baru");
  for (const at of [place, begun]) {
    if (said.done && read(at)?.key === said.done) drop(at); // the server has it
  }
  if (said.arrived && read(begun)?.key === said.arrived) compare(read(begun));
  const left = [read(place)].find((found) => found && isMine(found));
  const rows = left ? left.fields.filter(([name, value]) => value && /^v-\d+-(name|price)$/.test(name)) : [];
  if (rows.some(([name]) => !form.elements[name]) && !location.search.includes("baris=1")) {
    location.replace(`${location.pathname}?baris=1`); // with a place for the choice that was typed
    return;
  }
  if (left && JSON.stringify(left.fields.filter(([name]) => name !== "key")) !== shown) {
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

  // Posts, and answers with what JSON says, or with a sentence of our own.
  async function post(address, body, options = {}) {
    for (const isLast of [false, true]) {
      body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      const answer = await fetch(address, { method: "POST", body, credentials: "same-origin", ...options });
      if ((answer.headers.get("Content-Type") || "").includes("json")) return answer.json();
      if (answer.status !== 403 || isLast) break;
      await renew();
    }
    out = true;
    return { sentence: said.saidLogin };
  }

  // What this device keeps of a form that had arrived: perhaps somebody typed on after that.
  async function compare(found) {
    const body = new FormData();
    for (const [name, value] of found.fields) body.append(name, value);
    try {
      const told = await post(said.autosave, body);
      if (!told.address) return;
      drop(begun);
      if (told.address.includes("sudah=lagi")) location.replace(told.address);
    } catch { /* no signal: the next page of these goods asks again */ }
  }

  // Whoever logged in again in another tab was given another mark against forged forms.
  async function renew() {
    out = false;
    const answer = await fetch(location.href, { credentials: "same-origin" });
    if (answer.redirected || !answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const mark = page.querySelector("#goods-form [name=csrfmiddlewaretoken]");
    if (mark) form.elements.csrfmiddlewaretoken.value = mark.value;
  }

  async function save() {
    if (busy || typed === sent || leaving) return;
    busy = true;
    const now = typed;
    const body = new FormData(form);
    body.delete("files");
    try {
      const told = await post(said.autosave, body, { signal: AbortSignal.timeout(15000) });
      if (told.sentence) { say(told.sentence, out ? "offline" : "unsaved"); return; }
      if (told.address) { // it had arrived, and its goods are there
        if (typed === now && !going) location.replace(told.address);
        return;
      }
      sent = now;
      if (!told.saved) return; // no word yet: nothing to find again
      // whoever loads the page again finds what was kept
      if ("fresh" in said) history.replaceState(null, "", `${said.autosave}${key.value}/`);
      // a page that is being asked for again was perhaps made before this was kept
      if (typed !== now || going) return;
      drop(place);
      // whoever pressed the button reads what it waits for
      if (!wanted) say(`${said.saidSaved} ${told.saved}`, "saved");
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

  // --- "Enter" of a phone's keys leads to the next field; the form is sent by its buttons
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input[type=text]")) return;
    event.preventDefault();
    const all = [...form.querySelectorAll("input[type=text],select,textarea")].filter((field) => field.offsetParent);
    (all[all.indexOf(event.target) + 1] || event.target).focus();
  });

  // --- sending: the button says so, and comes back when the signal does not
  form.addEventListener("submit", (event) => {
    if (sending || out) {
      event.preventDefault();
      wanted = event.submitter;
      say(sending ? said.saidWaiting : said.saidUploading, "unsaved");
      if (out) renew().catch(() => {}).finally(goOn);
      return;
    }
    leaving = true;
    keep(place, unsent());
    say(said.saidUploading, "unsaved");
    setTimeout(() => { leaving = false; }, 20000);
  });
  function goOn() {
    if (sending || !wanted) return;
    const button = wanted;
    wanted = null;
    form.requestSubmit(button);
  }
  window.addEventListener("beforeunload", () => { going = true; });
  window.addEventListener("pageshow", () => { leaving = going = false; });

  // --- pictures, one by one
  const box = form.querySelector(".shots");
  const list = form.querySelector(".shot-list");
  for (const picker of form.querySelectorAll("input[type=file]")) {
    picker.addEventListener("change", async () => {
      const over = refusals();
      const chosen = [...picker.files].map((file) => [file, waiting(file.name)]);
      picker.value = "";
      sending += chosen.length;
      for (const [file, item] of chosen) if (await send(file, item)) for (const one of over) one.remove();
      if (!document.querySelector("#wrong li")) document.getElementById("wrong")?.remove();
    });
  }
  // What was said of pictures that were refused: it is over once another one was taken.
  const refusals = () => [...box.querySelectorAll("[data-refused],.wrong"), ...document.querySelectorAll('#wrong li:has([href="#files"])')];

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
    let told = { sentence: said.saidOffline }, preview = null;
    try {
      const small = await made(file);
      preview = small.preview;
      body.set("files", small.content, file.name);
      told = await post(box.dataset.upload, body);
    } catch { /* no signal */ }
    sending -= 1;
    if (told.id) {
      item.parentElement.remove();
      addShot(told, preview);
      note();
      if (wanted) goOn(); else save();
      return true;
    }
    if (wanted) say(said.saidUnsaved, "unsaved"); // nothing is waited for any more
    wanted = null;
    item.textContent = `${file.name}: ${told.sentence} `;
    if (told.sentence !== said.saidOffline && told.sentence !== said.saidLogin) item.parentElement.dataset.refused = "";
    const again = document.createElement("button");
    again.type = "button";
    again.className = "btn btn-plain";
    again.textContent = said.saidAgain;
    again.addEventListener("click", () => {
      item.textContent = `${file.name}: ${said.saidUploading}`;
      sending += 1;
      delete item.parentElement.dataset.refused;
      send(file, item);
    });
    item.append(again);
    return false;
  }

  // A picture no larger than the shop keeps it: ten times less to send. What the browser cannot read
  // goes as it is, and the server says why.
  async function made(file) {
    let image;
    try { image = await createImageBitmap(file); } catch { return { content: file, preview: null }; }
    const preview = drawn(image, 192), canvas = drawn(image, SIDE);
    const isSmall = file.size <= BARE && canvas.width === image.width;
    image.close();
    if (isSmall) return { content: file, preview };
    const content = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.86); });
    return { content: content && content.size < file.size ? content : file, preview };
  }

  function drawn(image, side) {
    const scale = Math.min(1, side / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(image.width * scale));
    canvas.height = Math.max(1, Math.round(image.height * scale));
    const brush = canvas.getContext("2d");
    brush.fillStyle = "#fff";
    brush.fillRect(0, 0, canvas.width, canvas.height);
    brush.drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas;
  }

  // preview: drawn here, so that a slow phone need not fetch what it has just sent
  function addShot(shot, preview) {
    if (form.querySelector(`input[name=photo][value="${Number(shot.id)}"]`)) return;
    const item = document.createElement("li");
    item.className = "shot";
    item.dataset.shot = JSON.stringify({ id: shot.id, address: shot.address, width: shot.width, height: shot.height });
    const key = document.createElement("input");
    Object.assign(key, { type: "hidden", name: "photo", value: String(shot.id) });
    const frame = document.createElement("div");
    frame.className = "shot-photo";
    if (preview) frame.append(preview);
    else {
      const image = new Image(shot.width, shot.height);
      image.alt = "";
      image.src = shot.address;
      frame.append(image);
    }
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
