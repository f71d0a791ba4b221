"""Bodies that are too large get a page, not a broken connection."""

import io

from flask import Flask, request

from scheduler.web.body_limits import register_limits


def test_large_body_is_refused_with_a_page_and_read_to_its_end(app: Flask):
    register_limits(app, max_body_bytes=1000, max_form_bytes=500)
    body = io.BytesIO(b"title=" + b"x" * 200_000)

    page = app.test_client().post(
        "/form", input_stream=body, content_length=200_006, content_type="application/x-www-form-urlencoded"
    )

    assert (page.status_code, "Shorten the text" in page.text) == (413, True)
    assert body.read() == b""


def test_many_fields_are_refused(app: Flask):
    register_limits(app, max_form_parts=10)
    part = '--x\r\nContent-Disposition: form-data; name="f"\r\n\r\n1\r\n'

    page = app.test_client().post("/form", data=part * 11 + "--x--\r\n", content_type="multipart/form-data; boundary=x")

    assert page.status_code == 413


def test_body_within_the_limits_is_read(app: Flask):
    app.add_url_rule("/echo", "echo", lambda: request.form["text"][-1:], methods=["POST"])

    assert app.test_client().post("/echo", data={"text": "x" * 400_000 + "y"}).text == "y"
