"""Pictures and clips put into procedures as they are once their files are known."""

from dataclasses import replace

from sop_handbook.model import Clip, Picture
from sop_handbook.model.media import Mark
from sop_handbook.pipeline.examine import Examination
from tests.support import text

RIGHT, WRONG, WHOLE, FILM, POSTER = ("a1" * 32, "b2" * 32, "c3" * 32, "d4" * 32, "e5" * 32)
PICTURES = (
    Picture(
        file="bed.jpg",
        text=text("四角折成 45 度，看不到床垫"),
        shows="right",
        marks=(
            Mark(at=(0.42, 0.31), text=text("中线对准床头中线")),
            Mark(at=(0.9, 0.85), text=text("四角挺括")),
        ),
        digest=RIGHT,
        width=1600,
        height=1200,
    ),
    Picture(
        file="crooked.jpg",
        text=text("床单起皱，一角垂到地上"),
        shows="wrong",
        digest=WRONG,
        width=1600,
        height=1200,
    ),
)
CLIP = Clip(
    file="corner.MP4",
    text=text("怎样折四角"),
    poster="corner.jpg",
    digest=FILM,
    poster_digest=POSTER,
)
ROOM = Picture(
    file="room.jpg",
    text=text("清扫完的房间"),
    shows="detail",
    marks=(Mark(at=(0.1, 0.5), text=text("窗帘拉开")),),
    digest=WHOLE,
    width=700,
    height=300,
)


def pictured(examination: Examination, *, shown: bool = True) -> Examination:
    """Return the handbook of other people's trades in which cleaning a room has pictures.

    Without `shown`, their files are not known.
    """
    handbook = examination.handbook
    old = handbook.procedures["clean-room"]
    pictures: tuple[Picture, ...] = PICTURES
    clips, own = (CLIP,), (ROOM,)
    if not shown:
        pictures = tuple(replace(one, digest="") for one in pictures)
        own, clips = (replace(ROOM, digest=""),), (replace(CLIP, digest=""),)
    steps = tuple(
        replace(step, pictures=pictures, clips=clips) if step.id == "bed" else step
        for step in old.steps
    )
    new = replace(old, steps=steps, pictures=own, clips=clips)
    procedures = {**handbook.procedures, old.id: new}
    return replace(examination, handbook=replace(handbook, procedures=procedures))
