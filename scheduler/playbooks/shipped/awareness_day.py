"""An observance that many organisations mark together: posts, a joint statement, a press release."""

from datetime import time

from scheduler.content.domain.kinds import Kind
from scheduler.messages import N_, Message
from scheduler.playbooks.domain.slots import OwnerRole, ZoneRule
from scheduler.playbooks.shipped.protocol import ShippedPlaybook, content, task

EACH, MANAGER = OwnerRole.EACH, OwnerRole.MANAGER
SOCIAL = ("bluesky", "facebook", "instagram", "linkedin")

AWARENESS_DAY = ShippedPlaybook(
    slug="awareness-day",
    name=Message(N_("Awareness day")),
    description=Message(
        N_("For an observance that organisations mark together: agree on messages, sign a statement, speak on the day.")
    ),
    slots=(
        task("aim", -60, N_("Agree on the aim and the call to action"), MANAGER),
        task("invite", -56, N_("Invite organisations to join"), MANAGER),
        task("messages", -42, N_("Draft key messages and hashtags")),
        task("survivors", -42, N_("Ask people with lived experience to review the messages")),
        task("quotes", -35, N_("Collect quotes, with consent of those quoted"), EACH),
        task("pictures", -30, N_("Choose pictures; write alt text and credits"), EACH),
        task("statement-text", -30, N_("Circulate the joint statement for comments")),
        task("media-list", -21, N_("Update the media list"), EACH),
        task("translate", -14, N_("Have the copy translated"), EACH),
        task("sign", -10, N_("Sign off the joint statement"), EACH),
        task("embargo", -8, N_("Decide on an embargo for the press release")),
        task("staff", -7, N_("Brief staff and spokespeople"), EACH),
        task("schedule", -3, N_("Schedule the posts in your publishing tool"), EACH),
        content("save-the-date", -14, N_("Announcement post"), Kind.POST, owner=EACH, at=time(10), channels=SOCIAL),
        content("release", -1, N_("Press release"), Kind.PRESS_RELEASE, at=time(17),
                channels=("press_list",)),
        content("statement", 0, N_("Joint statement"), Kind.STATEMENT, at=time(9), channels=("website",)),
        content("post", 0, N_("Post for the day"), Kind.POST, owner=EACH, at=time(9), zone=ZoneRule.CHANNEL,
                channels=SOCIAL),
        content("newsletter", 0, N_("Newsletter item"), Kind.NEWSLETTER, owner=EACH, channels=("newsletter",)),
        content("thanks", 1, N_("Thank-you post"), Kind.POST, owner=EACH, at=time(10), channels=SOCIAL),
        task("answer", 0, N_("Answer comments; hide abuse"), EACH),
        task("figures", 7, N_("Collect links, reach and press clippings"), EACH),
        task("review", 14, N_("Review what worked, and write it down for next year"), MANAGER),
    ),
)  # fmt: skip
