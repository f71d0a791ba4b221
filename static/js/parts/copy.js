// Buttons that copy a text to the clipboard; hidden where that cannot work.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    const source = document.getElementById(button.dataset.copy);
    if (!source) continue;
    const words = button.querySelector("span");
    const before = words.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText("value" in source ? source.value : source.textContent.trim());
      words.textContent = button.dataset.copied;
      setTimeout(() => { words.textContent = before; }, 2500);
    });
  }
}
