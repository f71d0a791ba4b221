// How many characters are left in a long text; said aloud only near the end.
for (const area of document.querySelectorAll("textarea[data-count]")) {
  const limit = Number(area.dataset.count);
  const shown = document.createElement("bdi");
  shown.className = "field-count";
  shown.dir = "ltr";
  area.after(shown);
  const count = () => {
    const length = [...area.value.trim()].length;
    shown.textContent = `${length.toLocaleString()} / ${limit.toLocaleString()}`;
    shown.classList.toggle("is-over", length > limit);
    shown.setAttribute("aria-live", length > limit * 0.9 ? "polite" : "off");
  };
  area.addEventListener("input", count);
  count();
}
