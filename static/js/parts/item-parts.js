// An old address of an item may mean a part that is on another page of it by now.
{
  const part = location.hash.slice(1);
  const pages = part && !document.getElementById(part) ? document.querySelectorAll("[data-parts]") : [];
  for (const page of pages) {
    const names = page.dataset.parts.split(" ");
    if (!names.some((name) => (name.endsWith("-") ? part.startsWith(name) : part === name))) continue;
    const comment = part.startsWith("comment-") ? `?comment=${part.slice("comment-".length)}` : "";
    location.replace(page.dataset.partsAt + comment + location.hash);
    break;
  }
}
