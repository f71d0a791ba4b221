"""What the reader of an item can do next, the one thing that matters first, and what else the item waits for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from scheduler.content.domain.next_steps import OF_SIGNERS, NextStep
from scheduler.content.domain.workflow import Action, State
from scheduler.content.presenters.discussion import ReviewLine
from scheduler.content.presenters.item import ItemPage, Step
from scheduler.content.presenters.signoff import SignOffLine, SignOffPanel
from scheduler.content.presenters.todo import Waiting

WAITING_SHOWN = 12
"""How much of what waits the page of an item shows; all if it is asked for it."""


class ActKind(StrEnum):
    """What the button of an act does."""

    SIGN = "sign"
    REVIEW = "review"
    WRITE = "write"
    STEP = "step"


@dataclass(frozen=True, slots=True)
class NextAct:
    """Something that the reader can do now; `waiting` says by when, and who else could."""

    kind: ActKind
    line: SignOffLine | None = None
    review: ReviewLine | None = None
    step: Step | None = None
    waiting: Waiting | None = None


@dataclass(frozen=True, slots=True)
class NextActs:
    """What the reader can do, the primary act first; which steps are `blocked`; and what waits besides."""

    acts: tuple[NextAct, ...]
    blocked: tuple[Step, ...]
    waiting: tuple[Waiting, ...]

    def shown_waiting(self, *, is_whole: bool) -> tuple[Waiting, ...]:
        """Return all that waits besides, or of much the first."""
        return self.waiting if is_whole else self.waiting[:WAITING_SHOWN]

    @property
    def offers_sign_off_request(self) -> bool:
        """Say whether requesting sign-off is among the acts, possible or not."""
        steps = [act.step for act in self.acts if act.step is not None]
        return any(step.action is Action.SEND_TO_REVIEW for step in (*steps, *self.blocked))


_STEPS = {
    Action.SEND_TO_REVIEW: NextStep.ASK,
    Action.APPROVE: NextStep.APPROVE,
    Action.SCHEDULE: NextStep.SCHEDULE,
    Action.PUBLISH: NextStep.PUBLISH,
}


def next_acts(
    page: ItemPage, signing: SignOffPanel, reviews: Sequence[ReviewLine], waiting: Sequence[Waiting]
) -> NextActs:
    """Return what is to be done with an item, as somebody who may read its text sees it.

    First what others wait for from the reader alone: a sign-off, a review. Then what carries the item on. That it
    cannot be approved while a sign-off is lacking is said with the sign-offs.
    """
    forward = [step for step in page.steps if step.is_forward]
    blocked = tuple(step for step in forward if step.refusals and step.action is not Action.APPROVE)
    acts = tuple(_acts(page, signing, reviews, [step for step in forward if not step.refusals], waiting))
    taken = [act.waiting for act in acts if act.waiting is not None]
    return NextActs(acts, blocked, tuple(one for one in waiting if one not in taken))


def _acts(
    page: ItemPage,
    signing: SignOffPanel,
    reviews: Sequence[ReviewLine],
    steps: Sequence[Step],
    waiting: Sequence[Waiting],
) -> Iterator[NextAct]:
    for line in signing.mine:
        if line.owes:
            yield NextAct(ActKind.SIGN, line=line, waiting=_of_organisation(line.organisation_id, waiting))
    for review in reviews:
        if review.is_mine:
            yield NextAct(ActKind.REVIEW, review=review)
    if page.head.may_write and page.item.state == State.IDEA:
        yield NextAct(ActKind.WRITE, waiting=_of_step(NextStep.WRITE, waiting))
    for step in steps:
        wanted = _STEPS.get(step.action)
        yield NextAct(ActKind.STEP, step=step, waiting=_of_step(wanted, waiting) if wanted else None)


def _of_step(step: NextStep, waiting: Sequence[Waiting]) -> Waiting | None:
    return next((one for one in waiting if one.step is step), None)


def _of_organisation(organisation_id: int, waiting: Sequence[Waiting]) -> Waiting | None:
    found = (one for one in waiting if one.step in OF_SIGNERS and one.organisation_id == organisation_id)
    return next(found, None)
