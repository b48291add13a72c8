/* Light box for albums: opens a photo's link in a dialog. Without this script the links lead to
   pages. Keys: arrows, Esc; swipe; Back closes; focus returns to the thumbnail. */
(function () {
  "use strict";
  var list = document.querySelector("[data-photos]");
  var box = document.querySelector("[data-box]");
  if (!list || !box || !box.showModal) return;
  var links = Array.prototype.slice.call(list.querySelectorAll("[data-photo]"));
  function part(name) { return box.querySelector("[data-" + name + "]"); }
  var stage = part("stage"), words = part("words"), count = part("count");
  var page = part("page"), zoom = part("zoom"), back = part("back"), on = part("on");
  var at = 0, startX = null;

  function zoomed(yes) {
    box.classList.toggle("is-zoomed", yes);
    zoom.setAttribute("aria-pressed", String(yes));
  }
  function large(source) {
    var copy = source.cloneNode(true);
    copy.querySelectorAll("[sizes]").forEach(function (part) { part.sizes = "100vw"; });
    var image = copy.matches("img") ? copy : copy.querySelector("img");
    image.loading = "eager";
    image.removeAttribute("fetchpriority");
    return copy;
  }
  function show(index) {
    at = Math.max(0, Math.min(index, links.length - 1));
    var link = links[at];
    var caption = link.parentNode.querySelector("figcaption");
    zoomed(false);
    stage.replaceChildren(large(link.firstElementChild));
    words.replaceChildren.apply(words, Array.prototype.map.call(caption.childNodes, function (node) {
      return node.cloneNode(true);
    }));
    count.textContent = (at + 1) + " / " + links.length;
    page.href = link.href;
    back.disabled = at === 0;
    on.disabled = at === links.length - 1;
  }
  function step(by) {
    var before = at;
    show(at + by);
    if (at === before) return;
    if (document.activeElement === document.body || document.activeElement.disabled) stage.focus();
  }
  function open(index) {
    show(index);
    box.showModal();
    stage.focus();
    history.pushState({ box: true }, "");
  }
  links.forEach(function (link, index) {
    link.addEventListener("click", function (event) {
      if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      open(index);
    });
  });
  part("close").addEventListener("click", function () { box.close(); });
  back.addEventListener("click", function () { step(-1); });
  on.addEventListener("click", function () { step(1); });
  zoom.addEventListener("click", function () {
    zoomed(!box.classList.contains("is-zoomed"));
    stage.scrollTo((stage.scrollWidth - stage.clientWidth) / 2, (stage.scrollHeight - stage.clientHeight) / 2);
  });
  box.addEventListener("keydown", function (event) {
    if (box.classList.contains("is-zoomed") || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowLeft") step(-1);
    if (event.key === "ArrowRight") step(1);
  });
  stage.addEventListener("pointerdown", function (event) {
    startX = event.isPrimary && !box.classList.contains("is-zoomed") ? event.clientX : null;
  });
  stage.addEventListener("pointerup", function (event) {
    if (startX === null) return;
    var moved = event.clientX - startX;
    startX = null;
    if (Math.abs(moved) > 48) step(moved < 0 ? 1 : -1);
  });
  stage.addEventListener("dragstart", function (event) { event.preventDefault(); });
  box.addEventListener("close", function () {
    stage.replaceChildren();
    links[at].focus();
    if (history.state && history.state.box) history.back();
  });
  window.addEventListener("popstate", function () { if (box.open) box.close(); });
})();
