"""What axe does not see of controls, by computed styles: the ring around what has the focus, and borders of fields."""

from playwright.sync_api import Page

RING_PX = 2
CONTRAST = 3

_FAULTS = """
([ringPx, wanted]) => {
  document.querySelectorAll("details").forEach(one => { one.open = true });
  const dot = Object.assign(document.createElement("canvas"), {width: 1, height: 1});
  const pencil = dot.getContext("2d", {willReadFrequently: true});
  const seen = new Map();
  const rgba = colour => {
    if (!seen.has(colour)) {
      pencil.clearRect(0, 0, 1, 1);
      pencil.fillStyle = colour;
      pencil.fillRect(0, 0, 1, 1);
      seen.set(colour, [...pencil.getImageData(0, 0, 1, 1).data]);
    }
    return seen.get(colour);
  };
  const over = ([r, g, b, a], [R, G, B]) => [r, g, b].map((value, i) => value * a / 255 + [R, G, B][i] * (1 - a / 255));
  const behind = element => {
    if (!element) return rgba("canvas").slice(0, 3);
    const own = rgba(getComputedStyle(element).backgroundColor);
    return own[3] === 255 ? own.slice(0, 3) : over(own, behind(element.parentElement));
  };
  const light = colour => colour.map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const contrast = (colour, ground) => {
    const [dark, bright] = [light(over(rgba(colour), ground)), light(ground)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  };
  const faults = [];
  const name = element => element.outerHTML.slice(0, 120);
  const isShown = element => element.checkVisibility({visibilityProperty: true}) && element.getClientRects().length > 0;
  const focusable = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const controls = [...document.querySelectorAll(focusable)].filter(one => isShown(one) && !one.disabled);
  for (const control of controls) {
    control.focus({focusVisible: true, preventScroll: true});
    if (document.activeElement !== control) { faults.push("takes no focus: " + name(control)); continue; }
    const style = getComputedStyle(control);
    const ground = behind(control.parentElement);
    // There has to be a gap between both, so that the ring has the ground on both sides, whatever the control's colour.
    const [width, gap] = [style.outlineWidth, style.outlineOffset].map(parseFloat);
    if (style.outlineStyle === "none" || width < ringPx || gap < 1) faults.push("no ring: " + name(control));
    else if (contrast(style.outlineColor, ground) < wanted) faults.push("faint ring: " + name(control));
    control.blur();
    if (control.matches("input, select, textarea")) {
      const border = getComputedStyle(control);
      if (parseFloat(border.borderTopWidth) < 1) faults.push("no border: " + name(control));
      else for (const side of [ground, behind(control)].slice(0, control.checked ? 1 : 2))
        if (contrast(border.borderTopColor, side) < wanted) faults.push("faint border: " + name(control));
    }
  }
  return [controls.length, faults];
}
"""


def faults_of_controls(page: Page) -> list[str]:
    """Return what is wrong with any control of a page, also in what has to be opened first; there has to be one."""
    count, faults = page.evaluate(_FAULTS, [RING_PX, CONTRAST])
    assert count > 0
    return list(faults)
