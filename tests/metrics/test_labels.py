"""Every key of the catalogue has its words."""

import pytest

from metrics import labels
from metrics.formulas.catalogue import METRICS, NETWORK_MEASURES, PARTNER_READINESS, RELATIONSHIP_BANDS, Ageing
from metrics.formulas.change import Kind

ALL = [*METRICS.values(), PARTNER_READINESS]


@pytest.mark.parametrize("metric", ALL, ids=lambda metric: metric.key)
def test_every_component_has_words_in_the_order_of_the_catalogue(metric):
    assert metric.key in labels.METRICS
    assert tuple(labels.COMPONENTS[metric.key]) == metric.keys


def test_bands_network_measures_ageing_and_changes_have_words():
    assert tuple(labels.BANDS) == tuple(band.key for band in RELATIONSHIP_BANDS)
    assert tuple(labels.NETWORK) == NETWORK_MEASURES
    assert set(labels.AGEING) == set(Ageing)
    assert set(labels.CHANGES) == {*Kind, "formula"}
    assert set(labels.SUPPORT) == {"not_enough", "provisional", "supported"}


def test_words_are_sentences():
    groups = [labels.METRICS, labels.BANDS, labels.NETWORK, labels.AGEING, labels.SUPPORT, *labels.COMPONENTS.values()]
    for words in (words for group in groups for words in group.values()):
        assert str(words.label)
        assert str(words.help).endswith(".")
