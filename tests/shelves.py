"""A shelf of pictures that are drawn as they are asked for, and procedures that show them."""

import hashlib
import io
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image, ImageDraw

from sop_handbook.model import Clip, Picture, Procedure, Text
from sop_handbook.model.media import Mark, Shows
from sop_handbook.render.shelf import PrintedPicture


def digest(name: str) -> str:
    """A digest as that of a file of this name."""
    return hashlib.sha256(name.encode()).hexdigest()


def picture(
    name: str,
    size: tuple[int, int] = (1600, 1200),
    shows: Shows | None = None,
    marks: int = 0,
    said: str = "",
) -> Picture:
    """A picture that the shelf can show; its marks lie on a diagonal from corner to corner."""
    places = [index / max(1, marks - 1) for index in range(marks)]
    return Picture(
        file=f"{name}.jpg",
        text=Text((said or f"{name}看上去的样子",)),
        shows=shows,
        marks=tuple(
            Mark(at=(place, place), text=Text((f"{name}第{number}处要看的",)))
            for number, place in enumerate(places, 1)
        ),
        digest=digest(name),
        width=size[0],
        height=size[1],
    )


def clip(name: str) -> Clip:
    """A clip that the shelf can show."""
    return Clip(file=f"{name}.mp4", text=Text((f"{name}怎样动",)), digest=digest(name), size=1000)


@dataclass(frozen=True)
class DrawnShelf:
    """Draws each picture in its own grey, with black and white fields; `sizes` are by digest."""

    sizes: dict[str, tuple[int, int]]

    def shown(self, digest: str, width: int) -> bytes:
        """Return a picture as WebP."""
        return self._drawn(digest, width, "WEBP")

    def printed(self, digest: str, pixels: int) -> PrintedPicture:
        """Return a picture as JPEG."""
        width = min(pixels, self.sizes[digest][0])
        content = self._drawn(digest, width, "JPEG")
        return PrintedPicture(content, "jpg", *Image.open(io.BytesIO(content)).size)

    def clip(self, digest: str) -> Path:
        """Raise KeyError: no clip is a file here."""
        raise KeyError(digest)

    def _drawn(self, digest: str, width: int, form: str) -> bytes:
        wide, high = self.sizes[digest]
        height = max(1, round(width * high / wide))
        image = Image.new("RGB", (width, height), (int(digest[:2], 16),) * 3)
        drawing = ImageDraw.Draw(image)
        drawing.rectangle((0, 0, width // 3, height // 3), fill="black")
        drawing.rectangle((2 * width // 3, 2 * height // 3, width, height), fill="white")
        out = io.BytesIO()
        image.save(out, form)
        return out.getvalue()


def shelf_of(*procedures: Procedure) -> DrawnShelf:
    """A shelf with all pictures of some procedures."""
    owners = [owner for one in procedures for owner in (one, *one.steps)]
    shown = (one for owner in owners for one in owner.pictures)
    return DrawnShelf({one.digest: (one.width, one.height) for one in shown})


def with_pictures(procedure: Procedure) -> Procedure:
    """The same procedure with pictures: a pair at the first step, many marks at the second."""
    pair = (
        picture("铺好的床", shows="right", marks=3),
        picture("没铺好的床", (900, 1600), shows="wrong", marks=2),
    )
    others = (picture("四角", (2000, 500), shows="detail", marks=9), picture("全景", (400, 400)))
    first, second, *rest = procedure.steps
    steps = (
        replace(first, pictures=pair, clips=(clip("铺床"),)),
        replace(second, pictures=others),
        *rest,
    )
    return replace(procedure, pictures=(picture("房间", said="客人走后的房间"),), steps=steps)
