"""Template tags of the account pages: allauth's forms in the words of our look."""

from django import template
from django.conf import settings
from django.forms import BaseForm
from django.utils.translation import gettext_lazy as _

register = template.Library()

LABELS = {"email": _("E-mail address"), "login": _("E-mail address"), "passwordless": _("Sign in with this key alone")}
HINTS = {"passwordless": _("A passkey: the key asks for a fingerprint, your face or a PIN, and you need nothing else.")}


@register.filter
def in_our_words(form: BaseForm) -> BaseForm:
    """The form without placeholders, which repeat the label and vanish while one types."""
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        bound = form[name]
        bound.label, bound.help_text = LABELS.get(name, bound.label), HINTS.get(name, bound.help_text)
    return form


@register.simple_tag
def is_demo() -> bool:
    """Whether this is the demo on loopback."""
    return settings.DEMO
