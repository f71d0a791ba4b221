// Questions before posting, no second post, focus on what went wrong, no lost typing.
// A page that answers a form holds what was typed and is not saved: a preview, or what was refused.
const page = document.querySelector("main[data-unsaved=yes]:has(form[method=post] textarea)");

for (const form of document.querySelectorAll("form[method=post]")) {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent || (form.dataset.confirm && !window.confirm(form.dataset.confirm))) {
      event.preventDefault();
      return;
    }
    sent = true;
    form.dataset.changed = "";
    if (form.querySelector("textarea") && page) page.dataset.unsaved = "";
  });
  // Coming back with the browser's button brings the old page, which may be sent again.
  window.addEventListener("pageshow", () => { sent = false; });
  if (form.querySelector("textarea")) {
    form.addEventListener("input", () => { form.dataset.changed = "yes"; });
  }
}

window.addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-changed=yes]") || page?.dataset.unsaved === "yes") event.preventDefault();
});

document.querySelector("[data-autofocus]")?.focus();
