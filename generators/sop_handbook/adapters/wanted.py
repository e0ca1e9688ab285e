"""Whether what is being made is still wanted: long work asks, and may be called off."""

from collections.abc import Callable

Check = Callable[[], None]  # raises what ends the work; else nothing happens


def still_wanted() -> None:
    """Go on: what nobody calls off asks this."""
