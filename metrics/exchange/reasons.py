"""Why a cell or a row is refused: a key, its values, and the sentence in which a person reads it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

REASONS = {
    "missing": _("“%(column)s” is empty; it is needed."),
    "long": _("“%(column)s” is longer than %(most)s characters."),
    "signs": _("“%(column)s” holds signs that cannot be shown."),
    "choice": _("“%(cell)s” is not known for “%(column)s”."),
    "day": _("“%(cell)s” is not a day for “%(column)s”; write it as 2026-03-31."),
    "ahead": _("“%(column)s” lies in the future."),
    "number": _("“%(cell)s” is not a number for “%(column)s”."),
    "range": _("“%(column)s” must lie between %(low)s and %(high)s."),
    "email": _("“%(cell)s” is no e-mail address."),
    "url": _("“%(cell)s” is no address of a website."),
    "nobody": _("“%(cell)s” is not known here. Add or import it first."),
    "several": _("“%(cell)s” fits several records here. Use the id."),
    "no_id": _("There is no record with this id in the collaboration."),
    "twice": _("It is about the same record as row %(row)s."),
    "itself": _("Both sides are the same organisation."),
    "order": _("“%(column)s” comes before “%(other)s”."),
    "partner": _("“%(cell)s” is no partner yet."),
    "item": _("“%(cell)s” is no name of a relation for “%(column)s”; write it in letters, such as joint-work."),
    "whole": _("This item is about the collaboration as a whole; leave “%(column)s” empty."),
    "side": _("The organisation “%(side)s” of this tie is refused or not in the file."),
    "asked": _("People answered this in a survey; a file does not overrule them."),
}


class Wrong(Exception):
    """What is wrong with a cell: a key of REASONS and its values."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code, self.values = code, values
