"""Mail that came back: what mail servers, providers and people really send."""

from pathlib import Path

SAMPLES = Path(__file__).parent / "data" / "returned"


def returned(name: str, return_path: str) -> bytes:
    """A sample, addressed to a return path."""
    return (SAMPLES / f"{name}.eml").read_bytes().replace(b"{return_path}", return_path.encode("ascii"))
