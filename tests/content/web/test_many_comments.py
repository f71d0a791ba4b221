"""Many comments within minutes reach each reader as one mail."""

from collections.abc import Callable
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from tests.content.stage import Stage
from tests.content.web.house import House


def test_twelve_comments_that_name_three_people_are_four_mails_and_not_forty_eight(
    house: House, tick: Callable[[], None]
):
    path = house.make(Stage.item)
    tick()
    folder = house.app.instance_path + "/mail"
    before = set(letters(folder))

    for number in range(12):
        house.post("port_lead", f"{path}/comments", body=f"{number}: @Lena @Edi @Mo")
    tick()

    new = [letters(folder)[name] for name in letters(folder).keys() - before]
    assert sorted(str(letter["To"]).split(" <")[0] for letter in new) == [
        "Edi Editor",
        "Lena Lead",
        "Mo Member",
        "Oda Owner",
    ]
    for letter in new:
        text = letter.get_body(("plain",)).get_content()
        assert "(12 times)" in text
        assert "Otto Port (Old Port)" in text


def letters(folder: str):
    return {path.name: message_from_bytes(path.read_bytes(), policy=default) for path in Path(folder).glob("*.eml")}
