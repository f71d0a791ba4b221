"""Links that tell a network who followed them, or that are not encrypted."""

import re
from collections.abc import Iterator

from scheduler.content.checks.protocol import Draft, Finding, prose
from scheduler.content.domain.web_links import find_links
from scheduler.messages import N_, Message, message

# What networks and mailing tools add to follow a reader: Google Analytics and Ads, Meta, Microsoft, X, TikTok,
# LinkedIn, Instagram, Mailchimp, HubSpot, Marketo, Matomo, Yandex.
_TRACKING = re.compile(
    r"utm_[a-z_]+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|twclid|ttclid|li_fat_id|igshid|igsh|mc_cid|mc_eid"
    r"|_hsenc|_hsmi|__hs[a-z]+|hsctatracking|mkt_tok|(?:mtm|pk|piwik)_[a-z]+|yclid|oly_(?:anon|enc)_id|vero_id|s_cid",
    re.IGNORECASE,
)
_UNENCRYPTED, _TRACKED = "unencrypted", "tracked"


class Links:
    """Tracking parameters, and addresses that start with `http://`."""

    slug = "links"
    label = message(N_("Links"))

    def find(self, draft: Draft) -> Iterator[Finding]:
        """Yield each such link."""
        for passage in prose(draft):
            for link in find_links(passage.text):
                clean = without_tracking(link.text)
                if clean is not None:
                    yield Finding(passage.field, link.text, passage.number, (_TRACKED, clean))
                elif link.text.lower().startswith("http://"):
                    yield Finding(passage.field, link.text, passage.number, (_UNENCRYPTED, ""))

    def advice(self, finding: Finding) -> Message:
        """Say what the link does, and the address without it."""
        what, clean = finding.details
        if what == _TRACKED:
            return message(N_("This link tracks who follows it. Use %(link)s"), link=clean)
        return message(N_("Use https:// if the site has it: others on the way can read and change what http:// loads."))


def without_tracking(address: str) -> str | None:
    """Return a web address without the parameters that follow a reader, all else as it is; None if it has none."""
    before, _mark, fragment = address.partition("#")
    path, _question, query = before.partition("?")
    pairs = query.split("&")
    kept = [pair for pair in pairs if not _TRACKING.fullmatch(pair.partition("=")[0])]
    if len(kept) == len(pairs):
        return None
    return path + ("?" + "&".join(kept) if kept else "") + (f"#{fragment}" if fragment else "")
