"""What the columns of an old plan may hold, and which one a heading most likely means."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from scheduler.folding import fold


class Target(StrEnum):
    """What a column of a spreadsheet becomes."""

    TITLE = "title"
    DAY = "day"
    TIME = "time"
    ZONE = "zone"
    ORGANISATION = "organisation"
    OWNER = "owner"
    KIND = "kind"
    CHANNELS = "channels"
    COPY = "copy"
    CAMPAIGN = "campaign"
    LINK = "link"


_HEADINGS: Mapping[Target, str] = {
    Target.TITLE: "title, headline, subject, item, name, content, post title, working title, titel, thema, betreff, "
    "überschrift, titre, objet, sujet, título, titulo, asunto, titolo, oggetto, onderwerp, tytuł, заголовок, العنوان",
    Target.DAY: "date, day, publish date, publication date, publishes, publish on, due, due date, go live, live date, "
    "datum, tag, veröffentlichung, date de publication, fecha, día, fecha de publicación, data, giorno, dzień, dag, "
    "дата, التاريخ, when, publish, date/time, datetime, date and time",
    Target.TIME: "time, publish time, hour, uhrzeit, zeit, heure, hora, ora, tijd, godzina, время, الوقت",
    Target.ZONE: "time zone, timezone, tz, zone, zeitzone, fuseau horaire, zona horaria, fuso orario, fuso horário",
    Target.ORGANISATION: "organisation, organization, org, partner, group, member, verein, gruppe, organización, "
    "organización responsable, organizzazione, organização, organisatie, organizacja, организация, المنظمة",
    Target.OWNER: "owner, responsible, assignee, assigned to, who, lead, person, author, contact, verantwortlich, "
    "zuständig, wer, responsable, propriétaire, encargado, responsabile, responsável, verantwoordelijke, ответственный",
    Target.KIND: "kind, type, content type, format, category, art, typ, inhaltstyp, tipo, genre, soort, rodzaj, тип",
    Target.CHANNELS: "channel, channels, network, networks, platform, platforms, where, outlet, kanal, kanäle, "
    "plattform, canal, canaux, canales, canale, canali, canais, kanaal, réseau, red, plataforma, канал",
    Target.COPY: "copy, text, body, notes, note, description, caption, message, details, draft, notiz, notizen, "
    "beschreibung, texte, contenu, texto, notas, testo, descripción, tekst, текст, النص",
    Target.CAMPAIGN: "campaign, project, kampagne, campagne, campaña, campagna, campanha, kampania, кампания, الحملة",
    Target.LINK: "link, url, document, doc, file, google doc, web address, shared document, dokument, lien, enlace, "
    "vínculo, collegamento, ligação, ссылка, الرابط",
}


def _known() -> dict[str, Target]:
    return {_plain(name): target for target, names in _HEADINGS.items() for name in names.split(", ")}


def _plain(heading: str) -> str:
    return " ".join(fold(heading).replace("_", " ").replace("-", " ").rstrip(":*").split())


_TARGETS = _known()


def guessed_columns(header: Sequence[str]) -> dict[Target, int]:
    """Return the columns, from 0, whose headings are known; the first where two mean the same."""
    found: dict[Target, int] = {}
    for number, heading in enumerate(header):
        target = _TARGETS.get(_plain(heading.partition("(")[0]))
        if target is not None:
            found.setdefault(target, number)
    return found
