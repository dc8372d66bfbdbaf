"""Words within a sentence."""

import pytest
from django.utils import translation

from collab.wording import within


@pytest.mark.parametrize(
    ("language", "said"), [("en", "shared ownership"), ("es", "shared ownership"), ("de", "Shared ownership")]
)
def test_only_german_keeps_the_capitals_of_a_label_inside_a_sentence(language: str, said: str):
    with translation.override(language):
        assert within("Shared ownership") == said
