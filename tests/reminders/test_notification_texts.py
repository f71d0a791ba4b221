from scheduler.agenda.services.notifications import NotificationKind
from scheduler.reminders.kinds.registry import KINDS
from scheduler.reminders.notification_texts import NOTIFICATION_TEXTS


def test_every_kind_of_notice_has_its_words() -> None:
    assert set(NOTIFICATION_TEXTS) == set(NotificationKind)


def test_words_take_a_title_and_an_actor() -> None:
    for texts in NOTIFICATION_TEXTS.values():
        subject = str(texts.subject) % {"title": "100 % & <b>", "actor": "Ana"}
        assert "100 % & <b>" in subject
        assert str(texts.sentence) % {"title": "x", "actor": "Ana"}


def test_every_button_is_called_by_what_it_is_for() -> None:
    actions = [str(texts.action) for texts in NOTIFICATION_TEXTS.values()] + [
        str(kind.action) for kind in KINDS.values()
    ]

    assert all(len(action.split()) > 1 for action in actions)
    assert "Open it" not in actions
