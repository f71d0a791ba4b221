"""The words by which the parts of a release are known: of English ones first, then French, Spanish and German."""

import regex

MAX_HEADING_CHARS = 80

LABEL = regex.compile(
    r"(?i)[\W_]*+(?:(?:joint\s)?(?:press|news|media)\s(?:release|statement)|joint\s(?:press\s)?statement"
    r"|communiqué(?:\sde\spresse)?(?:\scommun)?|(?:nota|comunicado)\sde\sprensa|pressemitteilung|presseinformation"
    r"|medienmitteilung|comunicado)[\W_]*+"
)
"""A line that says what this is, above the headline."""

NOTES = regex.compile(
    r"(?i)[\W_]*+(?:notes?\s(?:to|for)\s(?:the\s)?editors?|editor(?:s['’]?|['’]s)\snotes?|notes|background(?:\snotes)?"
    r"|notes?\s(?:aux|à\sl['’]attention\sdes)\s(?:rédactions?|rédacteurs|éditeurs)|notas?\s(?:a|para)\s(?:los\s)?editores"
    r"|notas?\s(?:a|para)\s(?:la\s)?redacción|(?:hinweise?|anmerkungen?)\s(?:an|für)\s(?:die\s)?redaktion(?:en)?)[\W_]*+"
)
CONTACT = regex.compile(
    r"(?i)[\W_]*+(?:(?:media|press|news)\s(?:contacts?|enquir(?:y|ies)|inquir(?:y|ies)|office)"
    r"|contacts?(?:\s(?:for\s)?(?:media|press))?|contacts?\s(?:de\s)?presse|contactos?(?:\s(?:de|para)\s(?:la\s)?prensa)?"
    r"|pressekontakte?|kontakt(?:\sfür\s(?:die\s)?presse)?|ansprechpartner(?:in)?|rückfragen|medienkontakt)[\s*_]*+(?P<colon>:|$)"
)
"""A heading, or what stands before a colon in the line that says how somebody can be reached."""

MORE = regex.compile(
    r"(?i)[\W_]*+(?:for\s(?:more|further|additional)\sinformation|for\s(?:media|press)\s(?:enquiries|inquiries)"
    r"|for\sinterviews|pour\s(?:plus\sd['’]informations?|en\ssavoir\splus)|para\smás\sinformación"
    r"|(?:für\s)?weitere\sinformationen)\b"
)
"""How the line begins that leads to whoever knows more."""

ABOUT = regex.compile(
    r"[\W_]*+(?:(?i:about)\s(?:(?i:us)\b|(?:(?i:the)\s)?\p{Lu})|À\s(?i:propos)\b|(?i:acerca\sde|sobre)\s(?:(?:el|la|los|las)\s)?\p{Lu}"
    r"|(?i:über)\s(?:(?i:uns)\b|(?:(?:die|den|das)\s)?\p{Lu})|(?i:quiénes\ssomos|boilerplate)\b)"
)
"""How the heading of a boilerplate begins; "About 500 people" and "About the bill" are none."""

ENDS_SENTENCE = regex.compile(r"[.!?…][\"'”’»)\]]*+\s*+$")
