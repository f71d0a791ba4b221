from scheduler.feeds.domain.links import subscribe_links


def test_links_of_an_address() -> None:
    links = subscribe_links("https://plan.example.org/feeds/abc-_1.ics", "Kids & co")

    assert links.webcal == "webcal://plan.example.org/feeds/abc-_1.ics"
    assert links.google == (
        "https://calendar.google.com/calendar/render?cid=webcal%3A%2F%2Fplan.example.org%2Ffeeds%2Fabc-_1.ics"
    )
    assert links.outlook_office == (
        "https://outlook.office.com/calendar/0/addfromweb"
        "?url=https%3A%2F%2Fplan.example.org%2Ffeeds%2Fabc-_1.ics&name=Kids%20%26%20co"
    )
