// An entry of a month or a week is dragged to another day: that opens the page that shows what follows, and moves nothing.
const NEAR = 6;
const DAY = 24 * 60 * 60 * 1000;
const dayOf = (cell) => cell?.querySelector("time.month-day")?.dateTime;
for (const month of document.querySelectorAll("table.month")) {
  let held = null;
  const release = () => {
    held?.entry.classList.remove("is-dragged");
    held?.target?.classList.remove("is-target");
    held = null;
  };
  month.addEventListener("dragstart", (event) => {
    if (event.target.closest("[data-move]")) event.preventDefault();
  });
  month.addEventListener("pointerdown", (event) => {
    const entry = event.button === 0 && event.pointerType !== "touch" && event.target.closest("[data-move]");
    if (entry) held = { entry, x: event.clientX, y: event.clientY, from: cellAt(event) ?? entry.closest("td") };
  });
  document.addEventListener("pointermove", (event) => {
    if (!held || (!held.isDragged && Math.hypot(event.clientX - held.x, event.clientY - held.y) < NEAR)) return;
    held.isDragged = true;
    held.entry.classList.add("is-dragged");
    held.target?.classList.remove("is-target");
    held.target = cellAt(event);
    held.target?.classList.add("is-target");
  });
  document.addEventListener("pointerup", () => {
    const { entry, isDragged, target, from } = held ?? {};
    release();
    if (!isDragged) return;
    // The click that ends a drag opens nothing.
    addEventListener("click", stop, { capture: true, once: true });
    setTimeout(() => removeEventListener("click", stop, { capture: true }));
    const days = dayOf(target) && Date.parse(dayOf(target)) - Date.parse(dayOf(from));
    if (!days) return;
    const day = new Date(Date.parse(entry.dataset.first) + Math.round(days / DAY) * DAY).toISOString().slice(0, 10);
    location.assign(`${entry.dataset.move}?day=${day}`);
  });
  document.addEventListener("pointercancel", release);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") release();
  });
  // A bar lies over the cells of its days, so what is at a point is not always in the cell that is seen there.
  function cellAt(event) {
    const isThere = ({ left, right, top, bottom }) =>
      left <= event.clientX && event.clientX < right && top <= event.clientY && event.clientY < bottom;
    return [...month.querySelectorAll("td")].find((cell) => isThere(cell.getBoundingClientRect()));
  }
  function stop(event) {
    event.preventDefault();
    event.stopPropagation();
  }
}
