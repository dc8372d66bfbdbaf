"""How soon the main pages stand on a slow phone far away: figures to read.

Times are printed beside their bars and never asserted, as they say as much of the machine as of the page; weights are.

    ./dev test -n 0 -q -s -m long tests/browser/test_paint.py
"""

import statistics
from typing import Any

import pytest

from tests.browser.far import first_look, say
from tests.browser.pages import Site
from tests.browser.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.long]

RUNS = 3
MOST_MS, MOST_MS_OF_A_SURVEY = 3_500, 2_500
MOST_BYTES, MOST_BYTES_OF_A_SURVEY = 75_000, 60_000
PAGES = {
    "portfolio": ("funder", "metrics:portfolio"),
    "collaboration": ("funder", "metrics:collaboration_detail"),
    "score": ("funder", "metrics:score_detail"),
    "network": ("facilitator", "metrics:network_detail"),
    "partner": ("funder", "partners:partner_detail"),
    "meeting": ("facilitator", "collab:meeting_create"),
}
INVITE = """
from datetime import date, timedelta
from partners.models import Invitation
from tests import factories
home = factories.collaboration(name="Far river", slug="far-river")
others = [factories.organization(collaboration=home) for _ in range(30)]
today = date.today()
wave = factories.survey(*others, opens_on=today - timedelta(days=2), closes_on=today + timedelta(days=9))
kept = factories.invitation(wave, factories.person(organization=others[0], email="far@river.example"))
token = "paint-" + "x" * 40
from collab.models.links import token_hash
Invitation.objects.filter(pk=kept.pk).update(token_hash=token_hash(token))
print("/a/" + token + "/")
"""


@pytest.mark.parametrize("name", PAGES)
def test_main_page_is_light_and_says_when_it_stands(name: str, site: Site, slow_page: Any) -> None:
    role, address = PAGES[name]
    path = site.path(address)
    looks = [first_look(*slow_page(role), path) for _ in range(RUNS)]
    print()
    paint = statistics.median(look[0] for look in looks)
    say(f"{name}: largest paint ({looks[0][3].lower()}), median of {RUNS}", paint, MOST_MS)
    say(f"{name}: first load", looks[0][1], MOST_BYTES, "bytes")
    say(f"{name}: layout shift, thousandths", 1000 * looks[0][2], 20, "")
    assert looks[0][1] <= MOST_BYTES


def test_answer_page_is_light_and_says_when_it_stands(stack: Stack, slow_page: Any) -> None:
    path = stack.manage("shell", "-v0", "-c", INVITE).split()[-1]
    looks = [first_look(*slow_page(""), path) for _ in range(RUNS)]
    print()
    say(f"answer: largest paint, median of {RUNS}", statistics.median(x[0] for x in looks), MOST_MS_OF_A_SURVEY)
    say("answer: first load", looks[0][1], MOST_BYTES_OF_A_SURVEY, "bytes")
    assert looks[0][1] <= MOST_BYTES_OF_A_SURVEY
