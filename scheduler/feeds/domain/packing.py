"""Compresses a file in pieces, each by itself, so that those of an earlier file need not be compressed again.

Pure: the same pieces give the same bytes. They cost some bytes each, as none refers to what stood in another.
"""

import struct
import zlib
from collections.abc import Iterable

LEVEL = 6
_NO_HEADER = -15
# RFC 1952, section 2.3: deflate, no name, no time, no hint of the level, an unknown system.
_HEADER = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
# RFC 1951, section 3.2.3: an empty last block.
_LAST_BLOCK = b"\x03\0"


def packed(piece: bytes) -> bytes:
    """Return a piece in deflate blocks that end on a whole byte, none of which is the last."""
    compressor = zlib.compressobj(LEVEL, zlib.DEFLATED, _NO_HEADER)
    return compressor.compress(piece) + compressor.flush(zlib.Z_SYNC_FLUSH)


def gzip_of(whole: bytes, pieces: Iterable[bytes]) -> bytes:
    """Return a file in gzip of its packed pieces."""
    trailer = struct.pack("<II", zlib.crc32(whole), len(whole) & 0xFFFFFFFF)
    return b"".join((_HEADER, *pieces, _LAST_BLOCK, trailer))
