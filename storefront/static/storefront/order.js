// The ordering button says that it works; it stays a button until the request has left.
"use strict";
const form = document.getElementById("pesan");
if (form) {
  const button = form.querySelector("button");
  const words = button.textContent;
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    button.setAttribute("aria-busy", "true");
    button.textContent = form.dataset.busy;
  });
  // back from the next page, or after a lost signal: it can be pressed again
  addEventListener("pageshow", () => {
    delete form.dataset.sent;
    button.removeAttribute("aria-busy");
    button.textContent = words;
  });
}
