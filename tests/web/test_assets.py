"""Static files: addresses that follow content, compression, caches, and nothing outside the folder."""

import gzip
import json
import os
import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from flask import Flask
from flask.testing import FlaskClient

from scheduler.web.assets import AssetStore, register_assets


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    static = tmp_path / "static"
    for name, text in {
        "css/tokens.css": "/* tokens */ " * 50,
        "css/bootstrap-theme.css": "/* theme */",
        "css/base.css": "/* base */",
        "css/components/b.css": "/* b */",
        "css/components/a.css": "/* a */",
        "img/logo.svg": "<svg/>",
        "notes.txt": "not served",
        "vendor/bootstrap.abc.css": "/* theirs */",
        "css/fonts.css": '@font-face { src: url("vendor/sans.woff2") }',
        "vendor/sans.def.woff2": "letters",
        "vendor/manifest.json": json.dumps({"bootstrap.css": "bootstrap.abc.css", "sans.woff2": "sans.def.woff2"}),
    }.items():
        (static / name).parent.mkdir(parents=True, exist_ok=True)
        (static / name).write_text(text)
    (tmp_path / "secret.css").write_text("outside")
    return static


@pytest.fixture
def site(folder: Path) -> Flask:
    app = Flask("site", static_folder=str(folder))
    register_assets(app)
    return app


def address(site: Flask, source: str) -> str:
    with site.test_request_context("/"):
        return site.jinja_env.from_string(source).render()


def test_bundle_joins_its_files_in_order(site: Flask):
    answer = site.test_client().get(address(site, "{{ asset('css/app.css') }}"))

    kept = [line for line in answer.text.splitlines() if line.startswith("/*") and "tokens" not in line]
    assert kept == ["/* theme */", "/* base */", "/* a */", "/* b */"]
    assert answer.mimetype == "text/css"


@pytest.mark.parametrize(
    "name", ["img/./logo.svg", "./img/logo.svg", "img/x/../logo.svg", "css/././base.css", "img//logo.svg"]
)
def test_a_file_has_one_name_under_which_it_is_kept(site: Flask, name: str):
    client = site.test_client()

    assert client.get(f"/assets/x/{name}").status_code == 404
    assert client.get("/assets/x/img/logo.svg").status_code == 200


def test_current_address_is_kept_for_good_and_an_old_one_is_not(site: Flask):
    current = address(site, "{{ asset('img/logo.svg') }}")
    old = "/assets/000000000000/img/logo.svg"

    client = site.test_client()

    assert client.get(current).headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get(old).headers["Cache-Control"] == "public, max-age=60"


def test_address_changes_with_the_content(folder: Path):
    store = AssetStore(folder, watch=True)
    before = store.get("css/app.css")

    changed = folder / "css" / "base.css"
    changed.write_text("/* another */")
    os.utime(changed, (2**31, 2**31))
    after = store.get("css/app.css")

    assert before
    assert after
    assert before.digest != after.digest


def test_text_is_compressed_for_those_who_take_it(site: Flask):
    path = address(site, "{{ asset('css/app.css') }}")
    client = site.test_client()

    packed = client.get(path, headers={"Accept-Encoding": "gzip"})
    plain = client.get(path, headers={"Accept-Encoding": "identity"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(packed.data) == plain.data
    assert (packed.headers["Vary"], plain.headers["Vary"]) == ("Accept-Encoding", "Accept-Encoding")


@pytest.mark.parametrize(
    "name",
    ["notes.txt", "../secret.css", "css/../../secret.css", "nothing.css", "css", "..%2fsecret.css", "css%00.css"],
)
def test_nothing_else_is_served(site: Flask, name):
    assert site.test_client().get(f"/assets/x/{name}").status_code == 404


def test_missing_own_file_is_found_at_once(site: Flask):
    with pytest.raises(FileNotFoundError, match=r"no static file 'css/nothing\.css'"):
        address(site, "{{ asset('css/nothing.css') }}")


def test_vendor_file_is_found_through_the_manifest(site: Flask):
    path = address(site, "{{ vendor('bootstrap.css') }}")

    assert path.endswith("/vendor/bootstrap.abc.css")
    assert site.test_client().get(path).text == "/* theirs */"


def test_style_sheet_names_the_lasting_address_of_a_font(site: Flask):
    sheet = address(site, "{{ asset('css/app.css') }}")
    client = site.test_client()

    named = re.findall(r'url\("([^"]+)"\)', client.get(sheet).text)
    font = client.get(urljoin(sheet, named[0]))

    assert (font.text, font.mimetype) == ("letters", "font/woff2")
    assert font.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_page_without_set_up_renders_and_the_log_says_why(site: Flask, folder: Path, caplog):
    (folder / "vendor" / "manifest.json").unlink()

    address(site, "{{ vendor('bootstrap.css') }}")

    assert [record.getMessage() for record in caplog.records] == [
        "no third-party file bootstrap.css: run the set-up (make setup)"
    ]


def test_every_file_that_the_layouts_name_is_there(client: FlaskClient):
    page = client.get("/").text
    own = [part.split('"')[0] for part in page.split('"/assets/')[1:]]

    assert len(own) >= 5
    assert {client.get(f"/assets/{path}").status_code for path in own if "/vendor/" not in path} == {200}
