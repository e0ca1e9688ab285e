"""Pictures like those of cameras, and clips like those of phones, made for tests."""

from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

from PIL import Image, ImageDraw, ImageFilter

CORNER = (250, 10, 10)  # the mark that tells which way up a picture is
# How a picture that is upright is stored, by what EXIF says of that.
STORED = {
    1: None, 2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}  # fmt: skip
SHANGHAI: dict[int, Any] = {1: "N", 2: (31.0, 12.0, 3.0), 3: "E", 4: (121.0, 3.0, 1.0)}


def photo(width: int, height: int, seed: int = 0) -> Image.Image:
    """A picture of smooth stains and a little noise, with a mark in its upper left corner."""
    stains = Image.frombytes("RGB", (9, 7), Random(seed).randbytes(189))
    picture = stains.resize((width, height), Image.Resampling.BICUBIC)
    noise = Image.frombytes("RGB", (64, 48), Random(seed + 1).randbytes(9_216))
    noise = noise.resize((width, height)).filter(ImageFilter.GaussianBlur(1))
    picture = Image.blend(picture, noise, 0.08)
    reach = (max(0, width // 4 - 1), max(0, height // 4 - 1))
    ImageDraw.Draw(picture).rectangle((0, 0, *reach), fill=CORNER)
    return picture


def written(picture: Image.Image, kind: str, **options: Any) -> bytes:
    """A picture as a file."""
    made = BytesIO()
    picture.save(made, kind, **options)
    return made.getvalue()


def facts(orientation: int = 1, *, place: bool = False) -> Image.Exif:
    """What a camera writes into a picture: how it was held, and perhaps where."""
    exif = Image.Exif()
    exif[0x0110] = "Camera of Zhang San"
    exif[0x0112] = orientation
    if place:
        exif[0x8825] = SHANGHAI
    return exif


def put(root: Path, name: str, content: bytes) -> Path:
    """Lay a file into the media of a project."""
    path = root / "sop_sources" / "media" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def box(kind: bytes, body: bytes) -> bytes:
    """One box of an MP4."""
    return (8 + len(body)).to_bytes(4) + kind + body


def mp4(more: bytes = b"", film: bytes = b"\0" * 64) -> bytes:
    """What looks like an MP4 from outside; `more` stands among what describes it."""
    brands = b"isom\0\0\2\0isomiso2avc1mp41"
    return (
        box(b"ftyp", brands) + box(b"moov", box(b"mvhd", b"\0" * 100) + more) + box(b"mdat", film)
    )


def track(handler: bytes) -> bytes:
    """A track of an MP4 of a kind, such as vide, soun, sbtl."""
    heard = box(b"hdlr", bytes(8) + handler + bytes(12) + b"Handler\0")
    return box(b"trak", box(b"tkhd", bytes(84)) + box(b"mdia", box(b"mdhd", bytes(24)) + heard))
