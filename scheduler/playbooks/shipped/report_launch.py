"""A report that comes out under embargo, with one launch for press, partners and networks."""

from datetime import time

from scheduler.content.domain.kinds import Kind
from scheduler.messages import N_, Message
from scheduler.playbooks.domain.slots import OwnerRole, ZoneRule
from scheduler.playbooks.shipped.protocol import ShippedPlaybook, content, task

EACH, MANAGER = OwnerRole.EACH, OwnerRole.MANAGER
SOCIAL = ("bluesky", "facebook", "linkedin")

REPORT_LAUNCH = ShippedPlaybook(
    slug="report-launch",
    name=Message(N_("Report launch")),
    description=Message(
        N_("For a report under embargo: figures checked, journalists briefed before, everything out at one time.")
    ),
    slots=(
        task("findings", -60, N_("Agree on the main findings and who may quote them"), MANAGER),
        task("ethics", -50, N_("Check consent and anonymity of everyone in the report")),
        task("figures", -45, N_("Have figures and sources checked by a second person")),
        task("design", -40, N_("Send the report to layout; ask for an accessible PDF")),
        task("summary", -30, N_("Write the summary and the key figures")),
        task("partners", -28, N_("Share the draft with organisations, under embargo"), MANAGER),
        task("infographics", -21, N_("Make charts for social media, with alt text")),
        task("translate", -21, N_("Have the summary translated"), EACH),
        task("spokespeople", -14, N_("Prepare spokespeople: questions and answers"), EACH),
        task("journalists", -7, N_("Offer interviews to journalists, under embargo")),
        task("embargo", -8, N_("Set the embargo of the press release")),
        task("sign", -5, N_("Sign off the joint release"), EACH),
        task("upload", -1, N_("Upload the report, unpublished, and test its link")),
        content("release", -3, N_("Press release"), Kind.PRESS_RELEASE, at=time(10),
                channels=("press_list",)),
        content("page", 0, N_("Report page on the website"), Kind.ARTICLE, at=time(9), channels=("website",)),
        content("post", 0, N_("Launch post"), Kind.POST, owner=EACH, at=time(9), zone=ZoneRule.CHANNEL,
                channels=SOCIAL),
        content("video", 1, N_("Video with the main findings"), Kind.VIDEO, at=time(10)),
        content("newsletter", 1, N_("Newsletter item"), Kind.NEWSLETTER, owner=EACH, channels=("newsletter",)),
        content("figure", 7, N_("Follow-up post with one figure"), Kind.POST, owner=EACH, at=time(10), channels=SOCIAL),
        task("send", 2, N_("Send the report to decision-makers"), EACH),
        task("clippings", 10, N_("Collect press clippings and downloads"), EACH),
        task("review", 21, N_("Review what worked, and write it down"), MANAGER),
    ),
)  # fmt: skip
