"""Template tags of the look: signs, numbers, dates, links of lists, form fields."""

import math
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any, cast

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField
from django.forms.formsets import BaseFormSet
from django.template import Context, Template
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from collab.context import Frame
from collab.kept import Kept
from collab.sheets import sheets
from collab.wording import within

register = template.Library()

_STOP = '<path d="M5.3 2h5.4L14 5.3v5.4L10.7 14H5.3L2 10.7V5.3z"/><path d="M8 4.8v4M8 10.5v1"/>'
_BOX = '<path d="M2.5 2.5h11v11h-11z"/>'
ICONS = {
    "check": '<path d="m3 8.5 3.3 3.5L13 4.5"/>',
    "cross": '<path d="m4 4 8 8m0-8-8 8"/>',
    "clock": '<circle cx="8" cy="8" r="5.8"/><path d="M8 4.7V8l2.3 1.6"/>',
    "lock": '<path d="M3.5 7h9v6.5h-9zM5.5 7V5a2.5 2.5 0 0 1 5 0v2"/>',
    "warning": '<path d="M8 2 14.5 13.5h-13z"/><path d="M8 6.3v3.4M8 11v1"/>',
    "stop": _STOP,
    "info": '<circle cx="8" cy="8" r="5.8"/><path d="M8 7.2v4M8 4.6v1"/>',
    "download": '<path d="M8 2v8m-3.3-3L8 10.3 11.3 7M2.5 13.5h11"/>',
    "offline": '<path d="M1.5 6.2a10 10 0 0 1 13 0M4 9a6 6 0 0 1 8 0M8 12.5h.1M2.5 14 13.5 2"/>',
    "search": '<circle cx="7" cy="7" r="4.3"/><path d="m10.2 10.2 3.8 3.8"/>',
    "pass": '<path class="f" d="M2.5 2.5h11v11h-11z"/><path d="m5 8.2 2.2 2.3L11.2 6" stroke="var(--paper)"/>',
    "fail": _BOX + '<path d="m5.5 5.5 5 5m0-5-5 5"/>',
    "unknown": '<path d="M2.5 2.5h11v11h-11z" stroke-dasharray="2.4 2"/>'
    '<path d="M6.3 6.4c.2-2 3.5-1.8 3.4.2-.1 1.2-1.7 1.2-1.7 2.4M8 10.8v.9"/>',
    "waived": _BOX + '<path d="m2.5 13.5 11-11"/>',
    "ahead": '<circle cx="8" cy="8" r="5.2"/>',
    "below": '<path class="f" d="M8 12.5 13.5 3.5h-11z"/>',
    "within": '<path d="M2 5.5h12M2 10.5h12"/><circle class="f" cx="8" cy="8" r="2.6"/>',
    "above": '<path class="f" d="M8 3.5 13.5 12.5h-11z"/>',
}  # names of the look; "band", "up", "down", "private" are the words pages use for the same shapes
ICONS |= {"band": ICONS["within"], "up": ICONS["above"], "down": ICONS["below"], "private": ICONS["lock"]}

SECTORS = {
    "nonprofit": '<circle cx="8" cy="8" r="6"/>',
    "philanthropy": '<path d="M8 .8 15.2 8 8 15.2.8 8z"/>',
    "business": '<path d="M8 1.5 15 14H1z"/>',
    "government": '<path d="M2.2 2.2h11.6v11.6H2.2z"/>',
    "academia": '<path d="m8 1.2 7 5.1-2.7 8.2H3.7L1 6.3z"/>',
    "community": '<path d="M4.2 1.5h7.6L15.5 8l-3.7 6.5H4.2L.5 8z"/>',
    "multilateral": '<path d="M5.5 1h5v4.5H15v5h-4.5V15h-5v-4.5H1v-5h4.5z"/>',
    "media": '<path d="M8 14.5 1 2h14z"/>',
    "other": '<path d="M.8 4.8h14.4v6.4H.8z"/>',
}

# Django's own "en" is American; the product speaks British-style English.
_OWN_FORMATS = {("en", "DATE_FORMAT"): "j F Y", ("en", "SHORT_DATE_FORMAT"): "j M Y", ("en", "MONTH_DAY_FORMAT"): "j M"}
_DAY_FORMATS = {
    "": "DATE_FORMAT",
    "short": "SHORT_DATE_FORMAT",
    "month_day": "MONTH_DAY_FORMAT",
    "month": "YEAR_MONTH_FORMAT",
}


@register.simple_tag
def stylesheets() -> SafeString:
    """The links to the look of a page."""
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', ((one,) for one in sheets()))


@register.simple_tag
def table_rows(rows: Iterable[Iterable[Any]]) -> SafeString:
    """The rows of a table of texts, each named by its first cell; in one go, as a table may have thousands."""
    cells = ((first, format_html_join("", "<td>{}</td>", ((one,) for one in rest))) for first, *rest in rows)
    return format_html_join("", '<tr><th scope="row">{}</th>{}</tr>', cells)


@register.simple_tag
def navigation(frame: Frame, token: str) -> SafeString:
    """The main navigation, drawn once for each frame."""
    return frame.navigation(str(token))


class Once(template.Node):
    """Drawn once for each language, from nothing: no variable of the page is known inside, so none can be kept."""

    def __init__(self, inner: template.NodeList) -> None:
        self.inner = inner
        self.drawn: Kept[SafeString] = Kept(most=len(settings.LANGUAGES))

    def render(self, context: Context) -> SafeString:
        return self.drawn.get("", lambda: self._draw(context))

    def _draw(self, context: Context) -> SafeString:
        nothing = Context()
        with nothing.bind_template(cast("Template", context.template)):
            return self.inner.render(nothing)


@register.tag
def once(parser: template.base.Parser, token: template.base.Token) -> Once:
    """What says the same to everybody on every page: `{% once %}...{% endonce %}`."""
    inner = parser.parse(("endonce",))
    parser.delete_first_token()
    return Once(inner)


register.filter(within)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A sign of the look; a word always stands beside it, so readers of the screen skip it."""
    return mark_safe(f'<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">{ICONS[name]}</svg>')  # noqa: S308  our own shapes


@register.simple_tag
def sector_mark(sector: str) -> SafeString:
    """The shape and colour of a sector; its name stands beside it."""
    key = sector if sector in SECTORS else "other"
    return mark_safe(f'<svg class="sec {key}" viewBox="0 0 16 16" aria-hidden="true">{SECTORS[key]}</svg>')  # noqa: S308  our own shapes


@register.filter
def day(value: date | datetime | None, how: str = "") -> str:
    """A day in the reader's language: full, `short`, `month_day` or `month`; nothing for None."""
    if value is None or value == "":
        return ""
    if isinstance(value, datetime):
        value = (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return _day(value, _DAY_FORMATS[how], get_language() or "en")


@lru_cache(maxsize=4096)  # localised dates are the dearest thing on a long page
def _day(value: date, style: str, language: str) -> str:
    own = _OWN_FORMATS.get((language.partition("-")[0], style), style)
    return formats.date_format(value, own)


@register.filter
def known(value: float | str | None) -> bool:
    """Whether there is a number; 0 is one, and None, NaN and what a template was not given are none."""
    return isinstance(value, int | float) and not math.isnan(value)


@register.filter
def score(value: float | None) -> str:
    """A score as a whole number, halves rounded up; "not known" when there is none."""
    return str(math.floor(value + 0.5)) if value is not None and known(value) else gettext("not known")


@register.filter
def pct(value: float | None) -> str:
    """A number from 0 to 100 as an SVG length in per cent, with a point in every language."""
    return f"{value if value is not None and known(value) else 0:.2f}".rstrip("0").rstrip(".") + "%"


@register.filter
def span(high: float, low: float) -> str:
    """The length from low to high as an SVG length in per cent."""
    return pct(high - low)


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: Any) -> str:
    """The current query string with changes; None or "" takes a key away, and a change starts at the first page."""
    asked = context["request"].GET.copy()
    if "page" not in changes:
        asked.pop("page", None)
    for key, value in changes.items():
        asked.pop(key, None)
        if value not in (None, ""):
            asked[key] = str(value)
    return "?" + asked.urlencode() if asked else "?"


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, look: str = "", hint: str = "") -> dict[str, Any]:
    """A field with label, hint and error. Looks: short, words (a row of choices), chips, private."""
    kind = "hidden" if bound.is_hidden else bound.widget_type
    return {
        "field": bound,
        "look": look,
        "hint": hint or bound.help_text,
        "is_hidden": bound.is_hidden,
        "is_group": bound.use_fieldset and kind in {"radioselect", "checkboxselectmultiple"},
        "is_check": kind == "checkbox",
        "describedby": _described_by(bound, hint),
    }


def _described_by(bound: BoundField, hint: str) -> str:
    parts = [f"{bound.auto_id}_helptext"] if hint or bound.help_text else []
    return " ".join([*parts, f"{bound.auto_id}_error"] if bound.errors else parts)


@register.inclusion_tag("components/errors.html")
def errors(*forms: "BaseForm | BaseFormSet[Any]") -> dict[str, Any]:
    """The summary of everything to correct in these forms and formsets, with a link to each place."""
    flat = [one for form in forms for one in (form if isinstance(form, list) else [form])]
    return {"errors": [error for form in flat for error in _errors_of(form)]}


def _errors_of(form: "BaseForm | BaseFormSet[Any] | None") -> Iterable[dict[str, str]]:
    if form is None or not form.is_bound:
        return
    if isinstance(form, BaseFormSet):
        yield from ({"target": "", "message": str(message)} for message in form.non_form_errors())
        for row in form.forms:
            yield from _errors_of(row)
        return
    for name, messages in form.errors.items():
        bound = form[name] if name in form.fields else None
        for message in messages:
            yield {
                "target": _target(bound) if bound else "",
                "label": str(bound.label) if bound else "",
                "message": str(message),
            }


def _target(bound: BoundField) -> str:
    """The id of what the reader must change; of a group, its first choice."""
    return f"{bound.auto_id}_0" if bound.use_fieldset else bound.auto_id


@register.simple_tag
def widget(bound: BoundField, describedby: str) -> SafeString:
    """The input itself, linked to its hint and its error."""
    attrs: dict[str, str | bool] = {"aria-describedby": describedby} if describedby else {}
    return format_html("{}", bound.as_widget(attrs=attrs))
