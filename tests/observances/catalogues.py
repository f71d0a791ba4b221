"""Small catalogue files for tests."""

import csv
import io

from scheduler.observances.domain.catalogue import COLUMNS

DAY = {
    "slug": "world-day-against-trafficking",
    "name": "World Day against Trafficking",
    "scope": "international",
    "topics": "trafficking;human-rights",
    "rrule": "FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=30",
    "duration_days": "1",
    "organiser": "UNODC",
    "url": "https://unodc.example/day",
    "hashtags": "#EndTrafficking",
    "sources": "https://un.example/resolution",
}
ANNOUNCED = {
    "slug": "safer-internet-day",
    "name": "Safer Internet Day",
    "scope": "international",
    "topics": "online-safety",
    "dates": "2026-02-10;2027-02-09",
    "duration_days": "1",
}

EID = {
    "slug": "eid-al-fitr",
    "name": "Eid al-Fitr",
    "scope": "international",
    "topics": "faith",
    "rrule": "RULE=MOON_DAY;MOON_DAY=EID_AL_FITR",
    "duration_days": "1",
}


def csv_of(*rows: dict[str, str]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
