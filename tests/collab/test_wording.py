"""Words within a sentence."""

from decimal import Decimal

import pytest
from django.utils import translation

from collab.wording import decimal, within


@pytest.mark.parametrize(
    ("language", "said"), [("en", "shared ownership"), ("es", "shared ownership"), ("de", "Shared ownership")]
)
def test_only_german_keeps_the_capitals_of_a_label_inside_a_sentence(language: str, said: str):
    with translation.override(language):
        assert within("Shared ownership") == said


@pytest.mark.parametrize(("language", "said"), [("en", "10.8"), ("es", "10,8"), ("de", "10,8"), ("pt-br", "10,8")])
def test_a_number_has_the_decimal_sign_of_its_reader(language: str, said: str):
    with translation.override(language):
        assert (decimal(Decimal("10.8")), decimal(Decimal(1054))) == (said, "1054")
