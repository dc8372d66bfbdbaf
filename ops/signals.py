"""Ctrl-C, SIGTERM and a closed terminal all ask for the same orderly stop."""

import signal
from types import FrameType

ASKS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Somebody asked us to stop."""


def _stop(number: int, _frame: FrameType | None) -> None:
    ignore_asks()  # a second Ctrl-C must not interrupt the stop that the first began
    raise Stopped(signal.Signals(number).name)


def stop_when_asked() -> None:
    for number in ASKS:
        # whoever said nohup wants it to outlive the terminal
        if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)


def ignore_asks() -> None:
    for number in ASKS:
        signal.signal(number, signal.SIG_IGN)


def leave_interrupts_to_child() -> None:
    """Ctrl-C belongs to the program in the foreground; a handler, for SIG_IGN would be inherited by it."""
    signal.signal(signal.SIGINT, lambda *_: None)
