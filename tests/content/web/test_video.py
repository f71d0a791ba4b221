"""A video's length beside its script."""

from scheduler.content.domain.item_text import text_from_json
from scheduler.content.domain.kinds import Kind
from tests.content.web.newsroom import Newsroom

SCRIPT = {"body": "word " * 397, "length": "01:30"}


def test_a_length_stands_beside_what_the_script_takes_to_read(newsroom: Newsroom) -> None:
    path = newsroom.item(kind=Kind.VIDEO)
    line = "Script reads in about 2:10; the video is 1:30 long"

    assert line in newsroom.post("lead", f"{path}/words", **newsroom.text(path, **SCRIPT, preview="1")).text
    assert newsroom.post("lead", f"{path}/words", **newsroom.text(path, **SCRIPT)).status_code == 303
    assert text_from_json(newsroom.version(path).text).length == "1:30"
    assert line in newsroom.get("lead", path).text
    assert "Length: 1:30" in newsroom.get("lead", f"{path}/export/text").get_data(as_text=True)


def test_what_is_no_length_is_said_beside_the_field_and_kept(newsroom: Newsroom) -> None:
    path = newsroom.item(kind=Kind.VIDEO)
    refused = newsroom.post("lead", f"{path}/words", **newsroom.text(path, **SCRIPT | {"length": "90 s"}))

    assert refused.status_code == 422
    assert "Enter minutes and seconds, for example 1:30." in refused.text
    assert 'value="90 s"' in refused.text
