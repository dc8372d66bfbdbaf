"""A wave over thirty partners and thirty others for each: the place, the mails, and respondents who need no browser."""

import re
import time
from dataclasses import dataclass
from datetime import date, timedelta
from email import policy
from email.parser import BytesParser

from tests.browser.pages import Site
from tests.browser.stack import Stack, wait_for
from tests.browser.visitor import Visitor

ASKED = 30  # partners with somebody who answers; the backbone stands on the roster as the thirty-first
LINK = re.compile(r"^http://\S+?(/a/\S+/)\s*$", re.MULTILINE)
PLACE = """
from datetime import timedelta
from django.utils import timezone
from collab.models import User
from tests import factories
day = timezone.now().date() - timedelta(days=100)
c = factories.collaboration(name="Wide river", slug="wide-river", started_on=day, languages=["en", "es"])
factories.partner(c.backbone)
facilitator = User.objects.get(email="facilitator@example.org")
factories.seat(collaboration=c, role="facilitator", user=facilitator, organization=c.backbone, from_on=day)
made = [factories.organization(collaboration=c, name=f"River partner {{n:02}}") for n in range({asked})]
for n, one in enumerate(made):
    factories.partner(one)
    factories.person(organization=one, name=f"Ana {{n:02}}", email=f"ana{{n:02}}@river.example")
"""
HOME = "/c/wide-river/surveys/"


def level_of_trust(one: int, other: int) -> int:
    """What two partners (0-29) say of each other on each of the three items, 1-4."""
    return 1 + (one + other) % 4


def level_of_work(one: int, other: int) -> int:
    """How closely two partners say they work together, 0-5."""
    return (one * other) % 6


def expected_strength() -> float:
    """The mean over all pairs, as everybody picks everybody: trust .30, joint work .20, agreement .10."""
    strengths = [
        (0.30 * (level_of_trust(a, b) - 1) / 3 * 100 + 0.20 * level_of_work(a, b) / 5 * 100 + 0.10 * 100) / 0.60
        for a in range(ASKED)
        for b in range(a + 1, ASKED)
    ]
    return sum(strengths) / len(strengths)


@dataclass
class Wave:
    """The wave, once its mails are out: where it is run, and the link of each partner by its number."""

    path: str
    links: list[str]


def begin(stack: Stack, site: Site) -> Wave:
    """Make the place, start the wave by its pages, invite everybody, and read the links in the mails."""
    stack.manage("shell", "-v0", "-c", PLACE.format(asked=ASKED))
    team, begun, today = site.visitor("facilitator"), time.time(), date.today()
    form = team.form(HOME + "new/", "source")
    window = [("opens_on", today - timedelta(days=1)), ("closes_on", today + timedelta(days=9))]
    typed = [("source", "file:relationship"), ("name", "Spring wave"), ("consent", "For our work together only.")]
    spoken = [("languages", "en"), ("languages", "es")]
    made = team.post(form.action, form.filled([*typed, *spoken, *((name, day.isoformat()) for name, day in window)]))
    assert made.status == 302, made.text
    asked = team.form(made.to, "people")
    assert len([one for one in asked.fields if one[0] == "people"]) == ASKED, "one person of each is ticked"
    assert team.post(asked.action, asked.fields).status == 302
    links = wait_for(lambda: _all_links(stack, after=begun), 60, "not every partner got a mail")
    return Wave(made.to.removesuffix("respondents/"), links)


def _all_links(stack: Stack, *, after: float) -> list[str]:
    """The newest link mailed to each partner, in order; none while one is missing. A file may hold several mails."""
    found: dict[str, str] = {}
    for file in sorted(stack.mail.glob("*"), key=lambda file: file.stat().st_mtime):
        if file.stat().st_mtime >= after:
            for one in file.read_bytes().split(b"\n-----"):
                message = BytesParser(policy=policy.default).parsebytes(one.lstrip(b"-\n"))
                body = message.get_body(("plain",))
                link = LINK.search(str(body.get_content())) if body else None
                if link:
                    found[str(message["To"])] = link[1]
    asked = [f"ana{n:02}@river.example" for n in range(ASKED)]
    return [found[one] for one in asked] if set(asked) <= found.keys() else []


def answer(site: Site, link: str, number: int) -> None:
    """One respondent, from the link to thanks, by the same requests that a browser sends."""
    visitor = Visitor(site.url)
    home = visitor.get(link).to
    start = visitor.form(home, "csrfmiddlewaretoken")
    token = [pair for pair in _forms_token(visitor, home)]
    at = visitor.post(home, token).to
    assert start.action
    pick = visitor.form(at, "picked")
    assert len(pick.choices["picked"]) == ASKED, "thirty others"
    at = visitor.post(at, [*token, *(("picked", one) for one in pick.choices["picked"])]).to
    names = _names(visitor.get(home + "pick/").text)
    while "/step/" in at:
        other = names[at.rstrip("/").rpartition("/o")[2]]
        sent = visitor.post(at, [*token, *levels(number, other)])
        assert sent.status == 302, sent.text
        at = sent.to
    assert at.endswith("/review/")
    assert visitor.post(at, token).status == 302
    assert "Thank you. Your answers are saved." in visitor.get(home).text


def levels(number: int, other: int | None) -> list[tuple[str, str]]:
    """What a partner says of another; of the backbone, which is no partner with a number, it cannot say."""
    if other is None:
        return [(item, "x") for item in ("trust-reliable", "trust-goals", "trust-open", "joint-work")]
    trust = str(level_of_trust(number, other))
    return [
        ("trust-reliable", trust), ("trust-goals", trust), ("trust-open", trust),
        ("joint-work", str(level_of_work(number, other))),
    ]  # fmt: skip


def _forms_token(visitor: Visitor, path: str) -> list[tuple[str, str]]:
    return [pair for pair in visitor.form(path, "csrfmiddlewaretoken").fields if pair[0] == "csrfmiddlewaretoken"]


def _names(page: str) -> dict[str, int | None]:
    """The number of each organisation on the roster by its id; None for the backbone."""
    rows = re.findall(r'name="picked" value="(\d+)"[^>]*>\s*<bdi>([^<]+)</bdi>', page)
    return {pk: int(name[-2:]) if name.startswith("River") else None for pk, name in rows}
