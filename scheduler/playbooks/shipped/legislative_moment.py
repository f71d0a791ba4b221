"""A hearing, vote or signing on a day that parliament sets, and may move."""

from datetime import time

from scheduler.content.domain.kinds import Kind
from scheduler.messages import N_, Message
from scheduler.playbooks.domain.slots import OwnerRole, ZoneRule
from scheduler.playbooks.shipped.protocol import ShippedPlaybook, content, task

EACH, MANAGER = OwnerRole.EACH, OwnerRole.MANAGER
SOCIAL = ("bluesky", "linkedin", "x")

LEGISLATIVE_MOMENT = ShippedPlaybook(
    slug="legislative-moment",
    name=Message(N_("Legislative moment")),
    description=Message(
        N_("For a hearing, vote or signing: ready before it and quick after it, whichever way it goes.")
    ),
    slots=(
        task("ask", -30, N_("Agree on the position and the ask"), MANAGER),
        task("targets", -28, N_("List the lawmakers to contact, by organisation")),
        task("briefing", -21, N_("Write the briefing for lawmakers")),
        task("meetings", -21, N_("Ask for meetings with lawmakers"), EACH),
        task("sign-on", -14, N_("Collect signatures for the joint statement"), MANAGER),
        task("op-ed", -14, N_("Pitch an op-ed to a newspaper")),
        task("constituents", -10, N_("Ask supporters to write to their representatives"), EACH),
        task("both-ways", -5, N_("Write a reaction for each outcome of the vote")),
        task("spokespeople", -3, N_("Name spokespeople and when they can be reached"), EACH),
        task("agenda", -1, N_("Check the agenda: is the vote still on?"), MANAGER),
        content("letter", -7, N_("Joint statement to lawmakers"), Kind.STATEMENT, at=time(9), channels=("website",)),
        content("op-ed-text", -5, N_("Op-ed on the bill"), Kind.OP_ED),
        content("advisory", -1, N_("Media advisory"), Kind.PRESS_RELEASE, at=time(17), channels=("press_list",)),
        content("before", 0, N_("Post before the vote"), Kind.POST, owner=EACH, at=time(8), zone=ZoneRule.CHANNEL,
                channels=SOCIAL),
        content("reaction", 0, N_("Reaction to the outcome"), Kind.PRESS_RELEASE, channels=("press_list", "website")),
        content("after", 0, N_("Post on the outcome"), Kind.POST, owner=EACH, channels=SOCIAL),
        task("facts", 0, N_("Enter the count and the new status of the bill")),
        task("thank", 1, N_("Thank lawmakers who supported it"), EACH),
        task("stale", 2, N_("Update pages that still speak of a coming vote"), EACH),
        task("next", 7, N_("Plan for the next stage of the bill"), MANAGER),
    ),
)  # fmt: skip
