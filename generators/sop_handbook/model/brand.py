"""Whose handbook it is: names, logo, colour."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Logo:
    """A logo as it is shown everywhere: a PNG of ours, with its width and height in pixels.

    Nothing is around it, and what is not drawn is transparent.
    """

    png: bytes
    width: int
    height: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Brand:
    """What shows whose handbook it is; what nobody set is None.

    `logo` is a path below sop_sources/, `picture` what was found there, `colour` is #rrggbb.
    """

    organisation: str | None = None
    short_name: str | None = None
    logo: str | None = None
    colour: str | None = None
    picture: Logo | None = None

    @property
    def name(self) -> str:
        """What the organisation is called where there is room; "" if nobody said."""
        return self.organisation or self.short_name or ""

    @property
    def short(self) -> str:
        """The same where there is little."""
        return self.short_name or self.organisation or ""

    def before(self, title: str) -> str:
        """Return a title behind the name of the organisation, unless that is part of it."""
        return f"{self.name} · {title}" if self.name and self.name not in title else title
