"""Template tags of figures: the bare shape of a sector inside a map."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from collab.templatetags.ui import SECTORS

register = template.Library()


@register.simple_tag
def sector_shape(sector: str) -> SafeString:
    """The outline of a sector in a field of 16 by 16, without colour or size."""
    return mark_safe(SECTORS.get(sector, SECTORS["other"]))  # noqa: S308  our own shapes
