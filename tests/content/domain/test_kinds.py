"""Kinds of content and what their forms ask for."""

from dataclasses import fields

import pytest

from scheduler.content.channels.registry import CHANNELS
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.kinds import KINDS, MAX_CHARS, Field, Kind, LinkRule, link_rule, missing_fields

WORD_FIELDS = {field.name for field in fields(ItemText)}


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_asks_for_known_fields_and_offers_known_channels(kind):
    spec = KINDS[kind]

    assert spec.fields[:2] == (Field.TITLE, Field.BODY)
    assert len(set(spec.fields)) == len(spec.fields)
    assert spec.required <= set(spec.fields) & WORD_FIELDS
    assert set(spec.channels) <= set(CHANNELS)


def test_only_outlet_and_exclusivity_are_not_text():
    assert set(Field) - WORD_FIELDS == {Field.OUTLET, Field.EXCLUSIVE_UNTIL}
    assert set(Field) - set(MAX_CHARS) == {Field.EXCLUSIVE_UNTIL}


def test_an_op_ed_asks_for_its_author_outlet_and_exclusivity():
    asked = {Field.BYLINE, Field.BYLINE_ROLE, Field.OUTLET, Field.EXCLUSIVE_UNTIL, Field.DISCLAIMER}

    assert asked <= set(KINDS[Kind.OP_ED].fields)
    assert not asked & set(KINDS[Kind.POST].fields)


@pytest.mark.parametrize(
    ("kind", "channel", "rule"),
    [
        (Kind.POST, "x", LinkRule.REQUIRED),
        (Kind.PRESS_RELEASE, "website", LinkRule.REQUIRED),
        (Kind.PRESS_RELEASE, "press_list", LinkRule.LINK_OR_REASON),
        (Kind.NEWSLETTER, "newsletter", LinkRule.LINK_OR_REASON),
        (Kind.OP_ED, "website", LinkRule.LINK_OR_REASON),
        (Kind.STATEMENT, "website", LinkRule.REQUIRED),
    ],
)
def test_link_rule(kind, channel, rule):
    assert link_rule(kind, channel) is rule


def test_the_channels_without_a_link_are_those_of_the_registry():
    found = {slug for slug in CHANNELS if link_rule(Kind.POST, slug) is LinkRule.LINK_OR_REASON}

    assert found == {slug for slug, channel in CHANNELS.items() if not channel.has_public_link}


def test_missing_fields():
    assert missing_fields(Kind.OP_ED, ItemText(title=" ")) == (Field.TITLE, Field.BYLINE)
    assert missing_fields(Kind.OP_ED, ItemText(title="T", byline="Ana")) == ()
    assert missing_fields(Kind.POST, ItemText(title="T")) == ()
