"""Reads a picture that somebody uploads and writes it anew, so that what is kept is what can be seen and nothing else.

Whatever else the file holds goes: EXIF with its place and time, XMP, IPTC, comments, text chunks, embedded thumbnails,
profiles of colour (their colours are converted), further images, and what was put behind the picture.
"""

import struct
from io import BytesIO
from threading import Lock

from PIL import Image, ImageCms

from scheduler.pictures.formats import CleanPicture, PictureFormat, PictureProblem, UnusablePictureError, format_of

# Sizes are checked here before anything is decoded, by a limit of our own.
Image.MAX_IMAGE_PIXELS = None

JPEG_QUALITY = 90
WEBP_QUALITY = 90
THUMBNAIL_QUALITY = 80
THUMBNAIL_PIXELS = 480
"""The longer side of a small picture."""

_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What sets a picture upright, by its orientation (Exif 2.32, 4.6.4 A, tag 0x0112)."""

_SIXTEEN_BIT = frozenset({"I;16", "I;16B", "I;16L", "I;16N", "I"})

# A decoded picture takes a few hundred megabytes; a second one waits for the first.
_one_at_a_time = Lock()


_MEDIA_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


def clean_picture(content: bytes, max_pixels: int) -> CleanPicture:
    """Return what is kept of an uploaded file. The same file gives the same bytes, as long as Pillow is the same.

    Args:
        content: the whole file.
        max_pixels: width times height, at most.

    Raises:
        UnusablePictureError: it is no picture that is taken.
    """
    kind = format_of(content)
    with _one_at_a_time:
        try:
            with Image.open(BytesIO(content), formats=[kind.name]) as image:
                _check(image, kind, max_pixels)
                clean = _cleaned(image, has_alpha=kind.kept_as != "JPEG")
            return CleanPicture(_written(clean, kind.kept_as), _MEDIA_TYPES[kind.kept_as], *clean.size)
        except UnusablePictureError:
            raise
        except Exception as error:
            # Of broken files decoders raise whatever comes to hand.
            raise UnusablePictureError(PictureProblem.DAMAGED) from error


def make_thumbnail(content: bytes, max_pixels: int) -> bytes:
    """Return a small picture of one that is kept, as WebP.

    Raises:
        UnusablePictureError: it cannot be read, or has more pixels than is allowed now.
    """
    kind = format_of(content)
    with _one_at_a_time:
        try:
            with Image.open(BytesIO(content), formats=[kind.name]) as image:
                _check(image, kind, max_pixels)
                image.draft("RGB", (THUMBNAIL_PIXELS * 2, THUMBNAIL_PIXELS * 2))
                small = _cleaned(image, has_alpha=True)
                small.thumbnail((THUMBNAIL_PIXELS, THUMBNAIL_PIXELS))
            return _written(small, "WEBP", quality=THUMBNAIL_QUALITY)
        except UnusablePictureError:
            raise
        except Exception as error:
            raise UnusablePictureError(PictureProblem.DAMAGED) from error


def as_png(content: bytes) -> bytes:
    """Return a picture that is kept as PNG, for programs that do not read WebP.

    Raises:
        UnusablePictureError: it cannot be read.
    """
    kind = format_of(content)
    with _one_at_a_time:
        try:
            with Image.open(BytesIO(content), formats=[kind.name]) as image:
                return _written(_cleaned(image, has_alpha=True), "PNG")
        except Exception as error:
            raise UnusablePictureError(PictureProblem.DAMAGED) from error


def _check(image: Image.Image, kind: PictureFormat, max_pixels: int) -> None:
    """Look at what the head says before anything is decoded."""
    width, height = image.size
    if width * height > max_pixels:
        raise UnusablePictureError(PictureProblem.TOO_MANY_PIXELS)
    # A JPEG with further images is what telephones make; its first one is the picture.
    if kind.name != "JPEG" and getattr(image, "is_animated", False):
        raise UnusablePictureError(PictureProblem.ANIMATED)


def _cleaned(image: Image.Image, *, has_alpha: bool) -> Image.Image:
    """Return the pixels alone, upright, in sRGB, as 8-bit grey or colours."""
    image.load()
    turn = _TURNS.get(_orientation(image))
    profile = image.info.get("icc_profile")
    seen = _eight_bit(image)
    transparent = "A" in seen.mode or "a" in seen.mode or "transparency" in seen.info
    seen = seen.convert(_mode(seen, has_alpha=has_alpha and transparent))
    if profile:
        seen = _in_srgb(image, seen, profile)
    if turn is not None:
        seen = seen.transpose(turn)
    # A new picture, as Pillow carries along what it has read beside the pixels, and writes some of it.
    clean = Image.new(seen.mode, seen.size)
    clean.paste(seen)
    return clean


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except (ValueError, TypeError, SyntaxError, OSError, KeyError, IndexError, OverflowError, struct.error):
        return 1


def _eight_bit(image: Image.Image) -> Image.Image:
    """Return a grey picture of 16 bits with the upper eight of them: Pillow would cut off what is lighter."""
    if image.mode not in _SIXTEEN_BIT:
        return image
    return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")


def _mode(image: Image.Image, *, has_alpha: bool) -> str:
    if has_alpha:
        return "RGBA"
    return "L" if image.mode in {"1", "L", "LA", "La"} else "RGB"


def _in_srgb(image: Image.Image, seen: Image.Image, profile: bytes) -> Image.Image:
    """Convert colours to those that are meant where no profile says otherwise; without one that can be read, as is."""
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        # Four inks are converted by their profile; all else from what it became.
        origin = image if image.mode == "CMYK" else seen
        converted = ImageCms.profileToProfile(origin, source, ImageCms.createProfile("sRGB"), outputMode=seen.mode)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return seen
    return converted or seen


def _written(image: Image.Image, name: str, quality: int | None = None) -> bytes:
    file = BytesIO()
    match name:
        case "JPEG":
            image.save(file, "JPEG", quality=quality or JPEG_QUALITY, optimize=True, progressive=True)
        case "PNG":
            image.save(file, "PNG", optimize=False)
        case _:
            image.save(file, "WEBP", quality=quality or WEBP_QUALITY, method=4, exact=False)
    return file.getvalue()
