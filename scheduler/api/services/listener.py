"""What happens to tokens when people leave."""

from sqlalchemy.orm import Session
from typing_extensions import override

from scheduler.agenda.services.own_things import OwnThingsListener
from scheduler.api.services.tokens import forget_tokens_of


class ApiListener(OwnThingsListener):
    """Deletes the tokens of whoever has left."""

    @override
    def forget(self, session: Session, person_id: int) -> None:
        forget_tokens_of(session, person_id)
