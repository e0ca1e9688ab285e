"""Who interrupts a preview sees it end, also where Python loses the interrupt."""

import os
import signal
import sys

import pytest

from sop_handbook.adapters.interrupts import Interrupts


class Lost:
    """Whose end is the moment at which somebody interrupts."""

    def __del__(self) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        signal.getsignal(signal.SIGINT)  # here it is raised, and goes no further


class Broken:
    """Whose end fails."""

    def __del__(self) -> None:
        raise ZeroDivisionError


def test_an_interrupt_that_was_lost_is_still_known_and_not_printed(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with Interrupts() as interrupts:
        interrupts.check()
        lost = Lost()
        del lost
        with pytest.raises(KeyboardInterrupt):
            interrupts.check()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert capfd.readouterr().err == ""


def test_another_error_that_is_lost_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    printed: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda lost: printed.append(lost.exc_type))
    with Interrupts():
        broken = Broken()
        del broken
    assert printed == [ZeroDivisionError]


def test_one_that_is_not_lost_is_raised_at_once() -> None:
    with Interrupts(), pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_what_was_started_deaf_stays_so() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with Interrupts() as interrupts:
            signal.raise_signal(signal.SIGINT)
            interrupts.check()
    finally:
        signal.signal(signal.SIGINT, before)
