"""One-click addresses with which calendar programs subscribe to a feed."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit


@dataclass(frozen=True, slots=True)
class SubscribeLinks:
    """Addresses to subscribe to one feed.

    `webcal` opens Apple Calendar, Outlook for Windows and Thunderbird. The Google and Outlook pages take the
    feed's address as a parameter.
    """

    https: str
    webcal: str
    google: str
    outlook_office: str
    outlook_live: str

    def in_format(self, suffix: str) -> str:
        """Return the address of the same feed in another format."""
        return f"{self.https.removesuffix('ics')}{suffix}"


def subscribe_links(address: str, name: str) -> SubscribeLinks:
    """Return the addresses for a feed's absolute http(s) address; `name` is what Outlook calls the calendar."""
    parts = urlsplit(address)
    webcal = f"webcal://{parts.netloc}{parts.path}"
    outlook = urlencode({"url": address, "name": name}, quote_via=quote)
    return SubscribeLinks(
        https=address,
        webcal=webcal,
        google=f"https://calendar.google.com/calendar/render?cid={quote(webcal, safe='')}",
        outlook_office=f"https://outlook.office.com/calendar/0/addfromweb?{outlook}",
        outlook_live=f"https://outlook.live.com/calendar/0/addfromweb?{outlook}",
    )
