// Buttons that copy a text to the clipboard; hidden where that cannot work.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    const source = document.getElementById(button.dataset.copy);
    if (!source) continue;
    const label = button.querySelector("span");
    const before = label.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      // What is published is copied with the spaces at its start; elsewhere those are the page's own.
      const shown = source.matches(".paste-text") ? source.textContent : source.textContent.trim();
      await navigator.clipboard.writeText("value" in source ? source.value : shown);
      label.textContent = button.dataset.copied;
      setTimeout(() => { label.textContent = before; }, 2500);
    });
  }
}
