// The form of a paper: what its number says, as soon as it is typed; names of chosen files. Without
// this script a button asks, and the browser names the files.
(() => {
  "use strict";
  const form = document.getElementById("paper-form");
  const said = document.getElementById("number-said");
  if (form && said) {
    const asked = ["number", "kind", "issued_on", "expires_on"];
    let last = "", chosen = form.elements.kind.value !== "";
    const ask = async () => {
      const query = new URLSearchParams();
      for (const name of asked) query.set(name === "kind" ? "jenis" : name, form.elements[name].value);
      const goods = [...form.querySelectorAll("[name=goods]:checked")].map((one) => one.value);
      query.set("barang", goods.slice(0, 200).join(","));
      const now = query.toString();
      if (now === last) return;
      last = now;
      try {
        const answer = await fetch(`${form.dataset.check}?${now}`, { headers: { Accept: "text/html" } });
        if (!answer.ok || answer.redirected || now !== last) return;
        said.innerHTML = await answer.text();
        const found = said.firstElementChild?.dataset.kind;
        if (found && !chosen) form.elements.kind.value = found;
      } catch { last = ""; /* no signal: the button asks */ }
    };
    form.elements.kind.addEventListener("change", () => { chosen = form.elements.kind.value !== ""; });
    form.addEventListener("change", (event) => {
      if (event.target.name === "number" && !chosen) form.elements.kind.value = "";
      if ([...asked, "goods"].includes(event.target.name) && form.elements.number.value.trim()) ask();
    });
    document.getElementById("check-number").addEventListener("click", (event) => {
      event.preventDefault();
      last = "";
      ask();
    });
    form.elements.number.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      ask();
    });
  }
  for (const list of document.querySelectorAll(".scan-chosen")) {
    const inputs = list.closest("form").querySelectorAll("input[type=file]");
    list.closest("form").addEventListener("change", (event) => {
      if (event.target.type !== "file") return;
      const files = [...inputs].flatMap((input) => [...input.files]);
      list.replaceChildren(...files.map((file) => {
        const line = document.createElement("li");
        line.textContent = file.name;
        return line;
      }));
      list.hidden = !files.length;
    });
  }
})();
