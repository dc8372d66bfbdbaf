"""Ready parts of pages, kept in the memory of the process under everything that they follow from."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from django.conf import settings
from django.utils.translation import get_language

Part = TypeVar("Part")


class Kept(Generic[Part]):
    """The parts that were asked for last. A part is never changed: what it follows from is its key.

    The language is part of every key. Nothing personal may be drawn unless the reader's seat is in the key.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._parts: OrderedDict[Hashable, Part] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Part]) -> Part:
        """The part under a key, made only when it is not there."""
        key = (key, get_language())
        with self._lock:
            if key in self._parts and not settings.DEBUG:
                self._parts.move_to_end(key)
                return self._parts[key]
        part = make()
        with self._lock:
            self._parts[key] = part
            while len(self._parts) > self.most:
                self._parts.popitem(last=False)
        return part

    def forget(self) -> None:
        """Drop everything; the next reader has it made anew."""
        with self._lock:
            self._parts.clear()
