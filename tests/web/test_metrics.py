from scheduler.web.metrics import Metric, exposition


def test_each_metric_is_described_and_each_value_has_its_label() -> None:
    metrics = [
        Metric("scheduler_late_lifts", "Embargoes that are late.", {"": 0}),
        Metric("scheduler_messages", "By state.", {"ready": 12345678, "sent": 0.5}, "state"),
    ]

    assert exposition(metrics) == (
        "# HELP scheduler_late_lifts Embargoes that are late.\n"
        "# TYPE scheduler_late_lifts gauge\n"
        "scheduler_late_lifts 0.0\n"
        "# HELP scheduler_messages By state.\n"
        "# TYPE scheduler_messages gauge\n"
        'scheduler_messages{state="ready"} 1.2345678e+07\n'
        'scheduler_messages{state="sent"} 0.5\n'
    )


def test_a_label_cannot_end_its_line() -> None:
    text = exposition([Metric("m", "One.", {'a"b\\c\nd': 1}, "name")])

    assert text.splitlines()[-1] == r'm{name="a\"b\\c\nd"} 1.0'
