"""Takes the pictures of docs/screenshots from a running demo coalition.

Run `make run` in one terminal and `make screenshots` in another.
"""

import os
import re
import sys
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page, ViewportSize, sync_playwright

from config import ROOT, Config
from scripts.chromium import find_browser

FOLDER = ROOT / "docs" / "screenshots"
WIDE, NARROW = ViewportSize(width=1280, height=800), ViewportSize(width=360, height=740)
WHO, ITEM = "lena@", "Forty-one organisations"

PAGES = {
    "dashboard": "/",
    "calendar": "/calendar?month={month}",
    "agenda": "/calendar?month={month}&view=list",
    "observances": "/observances",
    "catalogue": "/observances/catalogue",
    "observance": "/observances/world-day-against-trafficking-in-persons",
    "campaigns": "/campaigns",
    "campaign": "{campaign}",
    "content": "/content",
    "item": "{item}",
    "feeds": "/feeds",
    "reminders": "/reminders",
    "search": "/search?q=day",
    "people": "/people",
    "organisations": "/organisations",
    "events": "/events",
    "bills": "/bills",
    "bill": "/bills/1",
    "facts": "/facts",
    "fact": "/facts/1",
    "account": "/account",
}
KEPT = ("dashboard", "calendar", "campaign", "item")
"""The pictures that the README shows; with `--all` every page is taken, narrow and dark too."""


def main() -> int:
    """Log in as one of the demo's people and take the pictures."""
    config = Config.from_env()
    credentials = (config.instance_dir / "demo.txt").read_text(encoding="utf-8")
    email, password = re.findall(rf"({re.escape(WHO)}\S+)\s+(\S+)", credentials)[0]
    take_all = "--all" in sys.argv
    folder = Path(os.environ.get("SCREENSHOTS", FOLDER))
    folder.mkdir(parents=True, exist_ok=True)
    found = find_browser()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found.executable, args=list(found.arguments), env={**found.environment}
        )
        looks: list[tuple[str, ViewportSize, Literal["dark", "light"]]] = [("", WIDE, "light")]
        looks += [("-narrow", NARROW, "light"), ("-dark", WIDE, "dark"), ("-narrow-dark", NARROW, "dark")] * take_all
        for suffix, viewport, scheme in looks:
            context = browser.new_context(
                base_url=config.base_url, viewport=viewport, color_scheme=scheme, reduced_motion="reduce"
            )
            page = context.new_page()
            log_in(page, email, password)
            places = find_places(page)
            for name, path in PAGES.items():
                if take_all or name in KEPT:
                    page.goto(path.format(**places))
                    page.screenshot(path=folder / f"{name}{suffix}.png", full_page=take_all)
            context.close()
        browser.close()
    return 0


def log_in(page: Page, email: str, password: str) -> None:
    """Open a session."""
    page.goto("/login")
    page.fill("input[name=email]", email)
    page.fill("input[name=password]", password)
    page.click("form[action*=login] button[type=submit], main form button[type=submit]")


def find_places(page: Page) -> dict[str, str]:
    """Return the addresses that are random, of a campaign and its press release, and the month of both."""
    page.goto("/campaigns")
    campaign = page.locator("main a[href^='/campaigns/']:not([href$='/new'])").first.get_attribute("href") or ""
    page.goto(campaign)
    link = page.get_by_role("link", name=ITEM).first.get_attribute("href") or ""
    # A link to a part of the page would scroll it.
    item = link.partition("#")[0]
    day = page.locator("main time[datetime]").first.get_attribute("datetime") or ""
    return {"campaign": campaign, "item": item, "month": day[:7]}


if __name__ == "__main__":
    sys.exit(main())
