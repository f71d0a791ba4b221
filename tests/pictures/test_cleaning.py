"""What is kept of an uploaded picture: what can be seen, upright, and nothing else."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from scheduler.pictures.cleaning import clean_picture, make_thumbnail
from scheduler.pictures.formats import PictureProblem, UnusablePictureError
from tests.pictures import samples
from tests.pictures.samples import KINDS, MARK, drawing, saved

ENOUGH = 1_000_000
SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def opened(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(content))
    image.load()
    return image


def is_red(colour: Any) -> bool:
    red, green, blue = colour[:3]
    return bool(red > 180 and green < 80 and blue < 80)


def problem(content: bytes, max_pixels: int = ENOUGH) -> PictureProblem:
    with pytest.raises(UnusablePictureError) as refused:
        clean_picture(content, max_pixels)
    return refused.value.problem


@pytest.mark.parametrize("make", KINDS.values(), ids=KINDS)
def test_nothing_but_pixels_is_kept(make: Callable[[], bytes]):
    upload = make()
    assert MARK.encode() in upload or b"zTXt" in upload

    kept = clean_picture(upload, ENOUGH)

    image = opened(kept.content)
    assert MARK.encode() not in kept.content
    assert dict(image.getexif()) == {}
    assert image.getexif().get_ifd(0x8825) == {}
    assert {name for name in image.info if name in {"exif", "xmp", "comment", "icc_profile", "photoshop"}} == set()
    for word in (b"Exif", b"http://ns.adobe", b"Photoshop", b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"ICC_PROFILE"):
        assert word not in kept.content
    assert (kept.width, kept.height) == image.size == (64, 48)
    assert is_red(image.convert("RGB").getpixel((5, 5)))


@pytest.mark.parametrize(
    ("make", "media_type"),
    [
        (samples.jpeg, "image/jpeg"),
        (samples.png, "image/png"),
        (samples.webp, "image/webp"),
        (samples.gif, "image/png"),
    ],
)
def test_the_media_type_is_that_of_what_is_kept(make: Callable[[], bytes], media_type: str):
    kept = clean_picture(make(), ENOUGH)
    assert kept.media_type == media_type
    assert Image.MIME[opened(kept.content).format or ""] == media_type


@pytest.mark.parametrize(
    ("orientation", "corner", "size"),
    [
        (1, (5, 5), (64, 48)),
        (2, (58, 5), (64, 48)),
        (3, (58, 42), (64, 48)),
        (4, (5, 42), (64, 48)),
        (5, (5, 5), (48, 64)),
        (6, (42, 5), (48, 64)),
        (7, (42, 58), (48, 64)),
        (8, (5, 58), (48, 64)),
        (99, (5, 5), (64, 48)),
    ],
)
def test_pictures_are_set_upright(orientation: int, corner: tuple[int, int], size: tuple[int, int]):
    kept = clean_picture(samples.jpeg(orientation), ENOUGH)
    assert opened(kept.content).size == size == (kept.width, kept.height)
    assert is_red(opened(kept.content).getpixel(corner))


def test_the_same_file_is_kept_as_the_same_bytes():
    assert clean_picture(samples.jpeg(), ENOUGH) == clean_picture(samples.jpeg(), ENOUGH)
    assert clean_picture(samples.webp(), ENOUGH) == clean_picture(samples.webp(), ENOUGH)


def test_colours_of_another_profile_are_converted():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    plain = saved(drawing(), "JPEG")
    assert (
        clean_picture(saved(drawing(), "JPEG", icc_profile=profile), ENOUGH).content
        == clean_picture(plain, ENOUGH).content
    )
    assert clean_picture(saved(drawing(), "JPEG", icc_profile=b"no profile"), ENOUGH).content


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_pixel_is_kept(mode: str):
    image = drawing(mode="L").convert("I").point(lambda v: v * 257).convert("I;16") if mode == "I;16" else drawing()
    content = saved(image if mode == "I;16" else image.convert(mode), "PNG")

    kept = opened(clean_picture(content, ENOUGH).content)

    assert kept.convert("L").getpixel((60, 40)) == 255
    assert int(kept.convert("L").getpixel((5, 5))) < 140  # type: ignore[arg-type]


def test_four_inks_become_three_colours():
    kept = opened(clean_picture(saved(drawing().convert("CMYK"), "JPEG"), ENOUGH).content)
    assert kept.mode == "RGB"
    assert is_red(kept.getpixel((5, 5)))


def test_what_can_be_seen_through_stays_so():
    image = Image.new("RGBA", (10, 10), (255, 0, 0, 0))
    for kind in ("PNG", "WEBP"):
        assert opened(clean_picture(saved(image, kind), ENOUGH).content).getpixel((5, 5))[3] == 0  # type: ignore[index]


def test_the_first_image_of_a_telephones_jpeg_is_the_picture():
    kept = clean_picture(samples.jpeg_of_two(), ENOUGH)
    assert getattr(opened(kept.content), "n_frames", 1) == 1
    assert kept.content.count(b"\xff\xd8\xff") == 1


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_what_moves_is_refused(kind: str):
    assert problem(samples.animated(kind)) is PictureProblem.ANIMATED


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", PictureProblem.EMPTY),
        (SVG, PictureProblem.MARKUP),
        (b"\xef\xbb\xbf  " + SVG, PictureProblem.MARKUP),
        (SVG.decode().encode("utf-16"), PictureProblem.MARKUP),
        (b"<!doctype html><script>alert(1)</script>", PictureProblem.MARKUP),
        (b"GIF<html>", PictureProblem.MARKUP),
        (b"%PDF-1.7\n", PictureProblem.DOCUMENT),
        (b"PK\x03\x04docx", PictureProblem.DOCUMENT),
        (b"\0\0\0\x18ftypheic", PictureProblem.NO_PICTURE),
        (b"II*\0", PictureProblem.NO_PICTURE),
        (b"text", PictureProblem.NO_PICTURE),
        (b"\x1f\x8bsvgz", PictureProblem.NO_PICTURE),
        (b"\xff\xd8\xff", PictureProblem.DAMAGED),
        (b"GIF89a", PictureProblem.DAMAGED),
        (b"RIFF\0\0\0\0WEBPVP8 ", PictureProblem.DAMAGED),
    ],
)
def test_what_is_no_picture_is_refused_by_its_bytes(content: bytes, expected: PictureProblem):
    assert problem(content) is expected


def test_pixels_are_counted_before_any_is_decoded():
    bomb = samples.png_of(50_000, 50_000)
    assert len(bomb) < 1000
    assert problem(bomb) is PictureProblem.TOO_MANY_PIXELS
    assert problem(saved(drawing(101, 100), "PNG"), 10_000) is PictureProblem.TOO_MANY_PIXELS
    assert clean_picture(saved(drawing(100, 100), "PNG"), 10_000).width == 100
    assert problem(samples.png_of(900, 900)) is PictureProblem.DAMAGED


@pytest.mark.parametrize(
    "behind", [SVG, b"PK\x03\x04 archive", b"<script>alert(1)</script>", b"%PDF-1.7 document"], ids=bytes.hex
)
@pytest.mark.parametrize("make", KINDS.values(), ids=KINDS)
def test_what_is_put_behind_a_picture_is_not_kept(make: Callable[[], bytes], behind: bytes):
    assert behind not in clean_picture(make() + behind, ENOUGH).content


@pytest.mark.parametrize("make", KINDS.values(), ids=KINDS)
@settings(max_examples=40, deadline=None)
@given(share=st.floats(0, 0.98), noise=st.binary(max_size=40), place=st.floats(0, 1))
def test_damaged_pictures_are_kept_clean_or_refused(
    make: Callable[[], bytes], share: float, noise: bytes, place: float
):
    whole = make()
    cut = whole[: int(len(whole) * share)]
    at = int(len(whole) * place)
    for content in (cut, whole[:at] + noise + whole[at + len(noise) :], cut + noise):
        try:
            kept = clean_picture(content, ENOUGH)
        except UnusablePictureError:
            continue
        assert MARK.encode() not in kept.content
        assert opened(kept.content).size == (kept.width, kept.height)


@settings(max_examples=100, deadline=None)
@given(
    head=st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\0\0\0\0WEBP", b""]),
    rest=st.binary(max_size=400),
)
def test_random_bytes_are_refused(head: bytes, rest: bytes):
    try:
        kept = clean_picture(head + rest, ENOUGH)
    except UnusablePictureError:
        return
    assert opened(kept.content).size == (kept.width, kept.height)


@pytest.mark.parametrize("make", KINDS.values(), ids=KINDS)
def test_a_truncated_picture_is_refused(make: Callable[[], bytes]):
    whole = make()
    assert problem(whole[: len(whole) // 2]) is PictureProblem.DAMAGED


@pytest.mark.parametrize(("size", "small"), [((2000, 500), (480, 120)), ((30, 20), (30, 20)), ((1, 4000), (1, 480))])
def test_a_thumbnail_is_small_and_of_the_same_shape(size: tuple[int, int], small: tuple[int, int]):
    thumbnail = opened(make_thumbnail(saved(drawing(*size), "JPEG"), 2_000_000))
    assert thumbnail.format == "WEBP"
    assert thumbnail.size == small


def test_what_cannot_be_read_has_no_thumbnail():
    with pytest.raises(UnusablePictureError):
        make_thumbnail(samples.jpeg()[:200], ENOUGH)
    with pytest.raises(UnusablePictureError):
        make_thumbnail(saved(drawing(200, 200), "PNG"), 10_000)
