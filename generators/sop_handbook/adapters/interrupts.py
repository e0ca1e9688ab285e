"""An interrupt (Ctrl-C) that is remembered until somebody has acted on it.

Python raises KeyboardInterrupt wherever the program happens to be. In what it calls back while
something is imported or put away, such as `__del__`, that is only printed, and the program would go
on: here it is neither printed nor forgotten. https://docs.python.org/3/library/signal.html#note-on-signal-handlers-and-exceptions
"""

import signal
import sys
from types import FrameType, TracebackType


class Interrupts:
    """Hears interrupts within a `with` block; for the main thread.

    A program that was started deaf to them, as in the background of a script, stays so.
    """

    def __init__(self) -> None:
        self._heard = False
        self._before = signal.getsignal(signal.SIGINT)
        self._print = sys.unraisablehook

    def __enter__(self) -> "Interrupts":
        """Hear from now on."""
        if self._before is not signal.SIG_IGN:
            signal.signal(signal.SIGINT, self._hear)
            sys.unraisablehook = self._lose
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        """Let things be as before."""
        signal.signal(signal.SIGINT, self._before)
        sys.unraisablehook = self._print

    def check(self) -> None:
        """Raise KeyboardInterrupt if there was one, whatever became of it."""
        if self._heard:
            raise KeyboardInterrupt

    def _hear(self, _: int, __: FrameType | None) -> None:
        self._heard = True
        raise KeyboardInterrupt

    def _lose(self, lost: "sys.UnraisableHookArgs") -> None:
        if not issubclass(lost.exc_type, KeyboardInterrupt):
            self._print(lost)
