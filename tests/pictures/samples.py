"""Pictures as cameras, programs and attackers make them, with marks to be looked for in what is kept."""

import struct
import zlib
from io import BytesIO

from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

MARK = "secret-place-7731"
GPS_LATITUDE = (14.0, 35.0, 58.25)


def drawing(width: int = 64, height: int = 48, mode: str = "RGB") -> Image.Image:
    """Return a picture whose top left corner is red, so that it can be seen which way up it is."""
    image = Image.new(mode, (width, height), "white")
    ImageDraw.Draw(image).rectangle((0, 0, width // 2, height // 2), fill="red")
    return image


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    """Return what a telephone writes: a place, a name, the way up."""
    made = Image.Exif()
    made[0x0112] = orientation
    made[0x010E] = MARK
    made[0x013B] = MARK
    gps = made.get_ifd(0x8825)
    gps[1], gps[2] = "N", GPS_LATITUDE
    gps[27] = MARK.encode()
    made.get_ifd(0x8769)[0x9286] = MARK.encode()
    return made


def jpeg(orientation: int = 1, image: Image.Image | None = None) -> bytes:
    """Return a JPEG with GPS, XMP, IPTC, a comment and a thumbnail."""
    packet = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a b="{MARK}"/></x:xmpmeta>'.encode()
    plain = saved(image or drawing(), "JPEG", exif=exif(orientation), comment=MARK, xmp=packet)
    iptc = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">I", len(MARK)) + MARK.encode()
    segment = b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc
    return plain[:2] + segment + plain[2:]


def png() -> bytes:
    info = PngInfo()
    info.add_text("Comment", MARK)
    info.add_text("Location", MARK, zip=True)
    info.add_itxt("XML:com.adobe.xmp", f"<a>{MARK}</a>")
    return saved(drawing(), "PNG", pnginfo=info, exif=exif())


def webp() -> bytes:
    return saved(drawing(), "WEBP", exif=exif(), xmp=f"<a>{MARK}</a>".encode())


def gif() -> bytes:
    return saved(drawing(), "GIF", comment=MARK.encode())


def animated(kind: str) -> bytes:
    return saved(drawing(), kind, save_all=True, append_images=[drawing(mode="RGB").rotate(90)], duration=100)


def jpeg_of_two() -> bytes:
    """Return a JPEG with a second image in it, as telephones make them."""
    return saved(drawing(), "MPO", save_all=True, append_images=[drawing()])


def png_of(width: int, height: int) -> bytes:
    """Return a small file whose head promises many pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 10_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


KINDS = {"jpeg": jpeg, "png": png, "webp": webp, "gif": gif}
