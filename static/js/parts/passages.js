// A passage that is selected in the copy fills the form for comments.
for (const button of document.querySelectorAll("[data-comment-on]")) {
  const copy = document.querySelector("[data-copy-text]");
  const field = document.getElementById(button.dataset.commentOn);
  if (!copy || !field) continue;
  let chosen = "";
  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    const range = selection.rangeCount ? selection.getRangeAt(0) : null;
    if (!range || range.collapsed || !copy.contains(range.commonAncestorContainer)) return;
    const part = document.createElement("div");
    part.append(range.cloneContents());
    // As the copy is pasted: the address of a link stands behind what it is called.
    for (const link of part.querySelectorAll("a[href]")) {
      const address = link.getAttribute("href");
      if (link.textContent !== address) link.append(` (${address})`);
    }
    for (const block of part.querySelectorAll("p, li, h2, h3, h4, h5, h6, br")) block.append("\n");
    chosen = part.textContent.trim();
    button.hidden = !chosen;
  });
  // The selection stays while the button is pressed.
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    field.value = chosen;
    field.closest("details").open = true;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    document.getElementById(button.dataset.focus).focus();
  });
}
