// A grid of fields: arrow keys move between cells, and cells copied from a spreadsheet are pasted over several.
const FIELDS = "input:not([type=hidden]), select";
for (const form of document.querySelectorAll("form[data-grid]")) {
  const rows = [...form.querySelectorAll("tbody tr")].filter((row) => row.querySelector(FIELDS));
  const cells = rows.map((row) => [...row.querySelectorAll("td[data-label]")].map((cell) => cell.querySelector(FIELDS)));
  const status = form.querySelector("[data-grid-status]");
  form.querySelector("[data-grid-help]").hidden = false;

  const placeOf = (field) => {
    const row = cells.findIndex((found) => found.includes(field));
    return row < 0 ? null : { row, column: cells[row].indexOf(field) };
  };
  const moved = ({ row, column }, down, across) => {
    for (let y = row + down, x = column + across; cells[y] && x >= 0 && x < cells[y].length; y += down, x += across) {
      if (cells[y][x]) return cells[y][x];
    }
    return null;
  };
  const rtl = () => getComputedStyle(form).direction === "rtl";
  const atEdge = (field, across) => {
    if (field.type !== "text") return false;
    const edge = across < 0 ? 0 : field.value.length;
    return field.selectionStart === edge && field.selectionEnd === edge;
  };

  form.addEventListener("keydown", (event) => {
    const place = placeOf(event.target);
    if (!place || event.altKey || event.metaKey || event.shiftKey || event.isComposing) return;
    const down = { ArrowDown: 1, ArrowUp: -1, Enter: 1 }[event.key] || 0;
    const sideways = { ArrowRight: 1, ArrowLeft: -1 }[event.key] || 0;
    if (!down && !sideways) return;
    const isText = event.target.type === "text";
    if (!event.ctrlKey && event.key !== "Enter" && !isText) return;
    if (!event.ctrlKey && sideways && !atEdge(event.target, sideways)) return;
    const next = moved(place, down, rtl() ? -sideways : sideways);
    // Enter never sends the form from within a cell: the button does.
    if (next || event.key === "Enter") event.preventDefault();
    if (next) {
      next.focus();
      if (next.type === "text") next.select();
    }
  });

  const fill = (field, text) => {
    if (!field) return false;
    if (field instanceof HTMLSelectElement) {
      const wanted = text.toLocaleLowerCase();
      const option = [...field.options].find((one) => one.text.trim().toLocaleLowerCase() === wanted)
        || [...field.options].find((one) => wanted && one.text.toLocaleLowerCase().startsWith(`${wanted} (`));
      if (!option) return false;
      field.value = option.value;
    } else {
      field.value = text;
      if (text && !field.value) return false;
    }
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  };

  form.addEventListener("paste", (event) => {
    const place = placeOf(event.target);
    const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
    if (!place || !/[\t\n]/.test(text)) return;
    event.preventDefault();
    const done = { filled: 0, left: 0 };
    text.split("\n").forEach((line, y) => line.split("\t").forEach((value, x) => {
      const row = cells[place.row + y];
      done[fill(row && row[place.column + x], value.trim()) ? "filled" : "left"] += 1;
    }));
    status.textContent = status.dataset.pasted.replace("{filled}", done.filled).replace("{left}", done.left);
  });
}
