"""The list of file formats."""

from scheduler.content.exports.registry import EXPORTERS
from tests.content.exports.documents import document


def test_each_is_registered_under_its_own_name_and_has_a_name_of_its_own() -> None:
    assert [slug for slug, exporter in EXPORTERS.items() if slug != exporter.slug] == []
    assert len({exporter.extension for exporter in EXPORTERS.values()}) == len(EXPORTERS)
    assert len({exporter.label.render() for exporter in EXPORTERS.values()}) == len(EXPORTERS)


def test_each_writes_copy_without_anything_in_it() -> None:
    assert all(exporter.write(document(title="")) for exporter in EXPORTERS.values())
