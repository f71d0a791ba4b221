"""Pictures on the items of the stage, as people add them."""

import re
import uuid
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from scheduler.content.picture_models import Picture, StoredPicture
from scheduler.pictures.store import PictureStore
from tests.content.web.house import House
from tests.pictures import samples

FIELDS: dict[str, Any] = {
    "alt_text": "A girl reads",
    "credit": "Nia Okafor",
    "licence": "CC BY 4.0",
    "shown": "nobody",
    "focus": "50-50",
}
AGREED: dict[str, Any] = {"shown": "agreed", "people": "Amara O.", "consent_scope": "Social media, this campaign"}


@dataclass(frozen=True, slots=True)
class Gallery:
    """Adds pictures to one item, and looks at what became of them."""

    house: House
    path: str

    @property
    def pages(self) -> str:
        return f"{self.path}/pictures"

    @property
    def store(self) -> PictureStore:
        return PictureStore.of(self.house.app.extensions["scheduler.settings"])

    def add(
        self, content: bytes | None = None, name: str = "reader.jpg", who: str = "editor", **fields: Any
    ) -> TestResponse:
        sent = FIELDS | {"form_id": str(uuid.uuid4())} | fields
        file = (BytesIO(samples.jpeg() if content is None else content), name)
        answer = self.house.client(who).post(f"{self.pages}/new", data=sent | {"file": file})
        # The test client leaves open what it has sent of a large file.
        answer.request.environ["wsgi.input"].close()
        return answer

    def added(self, content: bytes | None = None, **fields: Any) -> str:
        """Add a picture and return the address of its page."""
        answer = self.add(content, **fields)
        assert answer.status_code == 303, answer.text
        return f"{self.pages}/{self.rows()[-1].address}"

    def rows(self) -> list[Picture]:
        """Return all pictures as they are now, and let go of the database."""
        session = self.house.stage.session
        query = select(Picture).order_by(Picture.id)
        found = list(session.scalars(query, execution_options={"populate_existing": True}))
        session.commit()
        return found

    def stored(self) -> list[StoredPicture]:
        session = self.house.stage.session
        query = select(StoredPicture).order_by(StoredPicture.sha256)
        found = list(session.scalars(query, execution_options={"populate_existing": True}))
        session.commit()
        return found

    def names(self) -> list[str]:
        """Return the names of the pictures on the item's page, in their order."""
        page = self.house.get("editor", self.pages).text
        return re.findall(r'class="picture-name"><bdi>(.*?)</bdi>', page)


def error_of(answer: TestResponse, field: str) -> str:
    """Return the message beside a field."""
    found = re.search(rf'id="{field}-error">(.*?)</p>', answer.text, re.DOTALL)
    assert found is not None, answer.text
    return re.sub(r"<svg.*?</svg>|\s+", " ", found[1], flags=re.DOTALL).strip()
