// "/" leads to the search box and "?" to the page about the keyboard, unless something is being typed. That page turns
// them off: whoever dictates sets off single characters without meaning to (WCAG 2.2, 2.1.4).
{
  const KEPT = "shortcuts";
  const isOff = () => { try { return localStorage.getItem(KEPT) === "off"; } catch { return false; } };
  const takesText = (target) => target.isContentEditable || Boolean(target.closest("input, textarea, select, [role=textbox]"));
  const isSeen = (box) => box.checkVisibility();

  const toSearch = () => {
    const boxes = [...document.querySelectorAll("input[type=search][name=q]")];
    // On small screens the only box stands within the menu.
    const menu = document.querySelector("details.nav-menu");
    if (!boxes.some(isSeen) && menu) menu.open = true;
    const box = boxes.find((one) => isSeen(one) && one.closest("main")) ?? boxes.find(isSeen);
    box?.focus();
    box?.select();
    return Boolean(box);
  };
  const toHelp = () => {
    const link = document.querySelector("a[data-keyboard]");
    link?.click();
    return Boolean(link);
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const act = { "/": toSearch, "?": toHelp }[event.key];
    if (act && !takesText(event.target) && !isOff() && act()) event.preventDefault();
  });

  const choice = document.querySelector("[data-shortcuts-choice]");
  const box = choice?.querySelector("input");
  if (box) {
    choice.hidden = false;
    box.checked = !isOff();
    box.addEventListener("change", () => { try { localStorage.setItem(KEPT, box.checked ? "on" : "off"); } catch { box.checked = true; } });
  }
}
