// Questions before posting, no second post, focus on what went wrong, no lost typing.
for (const form of document.querySelectorAll("form[method=post]")) {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent || (form.dataset.confirm && !window.confirm(form.dataset.confirm))) {
      event.preventDefault();
      return;
    }
    sent = true;
    form.dataset.changed = "";
  });
  // Coming back with the browser's button brings the old page, which may be sent again.
  window.addEventListener("pageshow", () => { sent = false; });
  if (form.querySelector("textarea")) {
    form.addEventListener("input", () => { form.dataset.changed = "yes"; });
  }
}

window.addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-changed=yes]")) event.preventDefault();
});

document.querySelector("[data-autofocus]")?.focus();
