"""A shelf of pictures that are drawn as they are asked for."""

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

from sop_handbook.model import Clip, Picture, Procedure, Step, Text
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
    sizes: dict[str, tuple[int, int]] = {}
    for procedure in procedures:
        owners: tuple[Procedure | Step, ...] = (procedure, *procedure.steps)
        shown = (one for owner in owners for one in owner.pictures)
        sizes |= {one.digest: (one.width, one.height) for one in shown}
    return DrawnShelf(sizes)
