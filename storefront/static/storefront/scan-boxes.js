/* Boxes on the picture of a paper are drawn with a finger or a mouse; the numbers stay what is sent. */
(() => {
  "use strict";
  const SIDES = ["left", "top", "width", "height"], LEAST = 0.5;

  const begin = (whole) => {
    const picture = whole.querySelector("[data-boxes-picture]"), drawing = picture.querySelector("svg");
    const list = whole.querySelector(".boxes-rows"), most = Number(whole.dataset.most);
    const rows = () => [...list.querySelectorAll("[data-box-row]")];
    const fields = (row) => SIDES.map((side) => row.querySelector(`[name$="-${side}"]`));
    const numbers = (row) => {
      const texts = fields(row).map((field) => field.value.trim().replace(",", "."));
      return texts.every((text) => text !== "" && !Number.isNaN(Number(text))) ? texts.map(Number) : null;
    };
    const isEmpty = (row) => fields(row).every((field) => field.value.trim() === "");

    const rect = (box) => {
      const one = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      ["x", "y", "width", "height"].forEach((name, at) => one.setAttribute(name, Math.max(0, box[at])));
      return one;
    };
    let open = null;
    const show = () => {
      const boxes = rows().map(numbers).filter(Boolean);
      drawing.replaceChildren(...(open ? [...boxes, open] : boxes).map(rect));
      const next = rows().find(isEmpty); /* one empty row is enough to type into */
      rows().forEach((row) => {
        row.querySelector("[data-box-clear]").hidden = isEmpty(row);
        row.hidden = isEmpty(row) && row !== next && !row.contains(document.activeElement);
      });
    };

    const added = () => {
      const before = rows(), number = before.length;
      if (number >= most) return null;
      const row = before[number - 1].cloneNode(true);
      row.classList.remove("is-wrong");
      row.querySelector(".wrong")?.remove();
      const legend = row.querySelector("legend");
      legend.textContent = legend.textContent.replace(/\d+/, String(number + 1));
      fields(row).forEach((field, at) => {
        field.id = field.name = `box-${number}-${SIDES[at]}`;
        field.value = "";
        field.removeAttribute("aria-invalid");
        field.removeAttribute("aria-describedby");
        field.closest("label").htmlFor = field.id;
      });
      list.insertBefore(row, list.querySelector("[data-box-end]"));
      return row;
    };

    const place = (event) => {
      const edge = picture.querySelector("img").getBoundingClientRect();
      const within = (part) => Math.min(100, Math.max(0, part * 100));
      return [within((event.clientX - edge.left) / edge.width), within((event.clientY - edge.top) / edge.height)];
    };
    let from = null;
    picture.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      picture.setPointerCapture(event.pointerId);
      from = place(event);
    });
    picture.addEventListener("pointermove", (event) => {
      if (!from) return;
      const to = place(event);
      open = [Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.abs(from[0] - to[0]), Math.abs(from[1] - to[1])];
      show();
    });
    const end = (event) => {
      const box = open;
      from = open = null;
      if (event.type === "pointerup" && box && box[2] >= LEAST && box[3] >= LEAST) {
        const row = rows().find(isEmpty) || added();
        /* rounded outwards, and never over the edge */
        const low = box.map((part) => Math.floor(part * 10) / 10);
        const size = [0, 1].map((at) => Math.min(100 - low[at], Math.ceil((box[at] + box[at + 2] - low[at]) * 10) / 10));
        if (row) fields(row).forEach((field, at) => { field.value = String(Math.round((at < 2 ? low[at] : size[at - 2]) * 10) / 10); });
        list.dispatchEvent(new Event("input", { bubbles: true }));
      }
      show();
    };
    picture.addEventListener("pointerup", end);
    picture.addEventListener("pointercancel", end);
    list.addEventListener("input", show);
    list.addEventListener("click", (event) => {
      const button = event.target.closest("[data-box-clear]");
      if (!button) return;
      const row = button.closest("[data-box-row]");
      fields(row).forEach((field) => { field.value = ""; });
      fields(row)[0].focus();
      show();
    });
    picture.classList.add("is-drawn");
    whole.querySelector("[data-boxes-draw]").hidden = false;
    show();
  };
  document.querySelectorAll("[data-boxes]").forEach(begin);
})();
