"""Template tags of the answer page."""

from collections.abc import Mapping

from django import template
from django.utils.safestring import SafeString, mark_safe

from collab.templatetags.ui import SECTORS

register = template.Library()


@register.filter
def at(values: Mapping[str, str], key: str) -> str:
    """What stands under a key; nothing where nothing stands."""
    return values.get(key, "")


@register.simple_tag
def sector_outline(sector: str) -> SafeString:
    """The outline of a sector in a field of 16 by 16, for a drawing."""
    return mark_safe(SECTORS.get(sector, SECTORS["other"]))  # noqa: S308  our own shapes
