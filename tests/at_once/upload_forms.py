"""Forms that take a file, and those that confirm what was read in it."""

import io

from scheduler.content.models import Item, ItemUndo, ItemVersion, ReleaseImport, SpreadsheetImport
from scheduler.content.picture_models import Picture, StoredPicture
from scheduler.observances.models import CatalogueUpload
from tests.at_once.form import (
    Form,
    at,
    confirmed_release,
    item,
    releases,
    rows_of_a_spreadsheet,
    spreadsheet,
    uploaded_releases,
)
from tests.observances.catalogues import DAY, csv_of
from tests.pictures.samples import jpeg

UPLOADS: tuple[Form, ...] = (
    Form(
        "picture",
        "theo",
        item(0, "/pictures/new"),
        lambda _town: {"shown": "nobody", "focus": "50-50", "file": (io.BytesIO(jpeg()), "harbour.jpg")},
        (Picture, StoredPicture),
    ),
    Form(
        "catalogue",
        "cora",
        at("/observances/import"),
        lambda _town: {"file": (io.BytesIO(csv_of(DAY | {"slug": "a-new-day", "name": "A new day"})), "days.csv")},
        (CatalogueUpload,),
    ),
    Form("spreadsheet", "lena", at("/content/import"), spreadsheet, (SpreadsheetImport,), {}, "maya"),
    Form(
        "rows of a spreadsheet",
        "lena",
        rows_of_a_spreadsheet,
        lambda _town: {"row": "2", "revision": "2"},
        (Item, ItemVersion, ItemUndo),
    ),
    Form("releases", "lena", at("/content/import/releases"), releases, (ReleaseImport,), {}, "maya"),
    Form("import of releases", "lena", uploaded_releases, confirmed_release, (Item, ItemVersion, ItemUndo)),
)
