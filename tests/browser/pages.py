"""Every page of the product, from the URL resolver: its address in the demo and a reader who may see it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.browser.visitor import Answer, Visitor

Rows = Callable[[str], list[tuple[Any, ...]]]
# who looks at each page; together they see all. `keeper` has a password and a second factor, where there is such a user
READERS = ("coordinator", "admin", "keeper", "anonymous", "funder", "partner", "liaison")

# addresses where nobody gets a page of their own, and why; everything else must answer with one
NO_PAGE = {
    "health": "plain text for load balancers",
    "account_inactive": "redirects: nobody is inactive here",
    "account_signup": "redirects: closed",
    "account_confirm_login_code": "in the middle of signing in: has a test of its own",
    "mfa_authenticate": "in the middle of signing in: has a test of its own",
    "mfa_login_webauthn": "data for the browser's own window",
    "mfa_reauthenticate_webauthn": "asks for a passkey, which only a real device has",
    "mfa_download_recovery_codes": "a download",
    "collab:token_delete": "POST only",
    "collab:worker": "a script",
    "collab:manifest": "data for the browser",
    "collab:device_state": "data for our script",
    "collab:outline_delete": "POST only",
    "collab:meeting_kept": "a part that offline.js keeps",
    "collab:meeting_note": "POST only: opening a note is an act",
    "collab:meeting_note_edit": "POST only",
    "collab:organization_unmerge": "POST only",
    "collab:person_unmerge": "POST only",
    "collab:affiliation_create": "POST only",
    "collab:affiliation_end": "POST only",
    "collab:comment_create": "POST only",
    "collab:sign_out_everywhere": "POST only",
    "collab:calendar_upload": "POST only",
    "collab:subscription_create": "POST only",
    "collab:subscription_delete": "POST only",
    "collab:feed_create": "POST only",
    "collab:feed_delete": "POST only",
    "collab:feed_detail": "data for calendars, behind a secret address",
    **{
        f"partners:answer_{one}": "opened by a personal link: tests/browser/test_surveys.py"
        for one in ("open", "start", "pick", "step", "review", "decline", "language", "earlier")
    },
    "partners:survey_remind": "POST only",
    "partners:survey_sheet": "POST only: links are shown once",
    "partners:instrument_publish": "POST only",
    "partners:invitation_send": "POST only",
    "partners:invitation_revoke": "POST only",
    "collab:endorsement_answer": "behind a personal link: has a test of its own",
    "partners:review_closing_create": "POST only",
    "collab:promise_edit": "behind a personal link: has a test of its own",
    "collab:reminder_edit": "behind a personal link: has a test of its own",
    "collab:reminder_stop": "for mail programs: leads to reminder_edit",
    "government:entry_export": "POST only: a download",
    "government:own_entry_link_create": "POST only",
    "government:contact_csv": "a download",
    "government:own_entry_open": "behind a personal link: has a test of its own",
    "government:own_entry_detail": "behind a personal link: has a test of its own",
    "government:erasure_detail": "nobody is erased in the demo: has a test of its own",
    "metrics:network_csv": "a download",
    "metrics:network_file": "a download",
    "metrics:report_file": "a download",
    **{
        f"metrics:{one}": "POST only"
        for one in (
            "report_submit",
            "report_return",
            "report_lock",
            "report_revise",
            "report_section_edit",
            "report_section_create",
            "report_section_delete",
            "report_section_move",
            "report_template_create",
            "report_schedule_delete",
            "indicator_confirm",
        )
    },
    **{f"metrics:import_{one}": "POST only" for one in ("preset", "decide", "write", "undo", "delete")},
    "metrics:import_refused": "a download",
    "metrics:export_file": "a download",
    "metrics:import_detail": "no file waits in the demo: tests/browser/test_imports.py",
    "metrics:import_edit": "no file waits in the demo: tests/browser/test_imports.py",
    "metrics:score_csv": "a download",
    "metrics:mandate_score_csv": "a download",
    "metrics:mandate_score_chart": "data of a chart",
    "metrics:partner_score_csv": "a download",
    "metrics:partner_score_chart": "data of a chart",
    "metrics:score_chart": "data of a chart",
    "metrics:share_detail": "opens by its own link only: has tests of its own",
    "metrics:share_delete": "POST only",
    "metrics:saved_view_create": "POST only",
    "metrics:saved_view_delete": "POST only",
}
# what must stand behind the question mark
QUERIES = {"collab:comment_list": "?meeting={meeting}", "government:stance_panel": "?meeting={meeting}"}
# parts of addresses that are no records
WORDS = {"key": "x", "uidb36": "1", "metric": "relationship", "milestone": "co-chair", "shipped": "health-check"}
# a noun's newest record in one collaboration
RECORDS = {
    "meeting": "SELECT id FROM collab_meeting WHERE collaboration_id = {c} AND is_held ORDER BY held_at DESC LIMIT 1",
    "outline": "SELECT id FROM collab_outline WHERE collaboration_id = {c} ORDER BY id LIMIT 1",
    "organization": "SELECT id FROM collab_organization WHERE collaboration_id = {c} ORDER BY id LIMIT 1",
    "person": "SELECT person_id FROM collab_affiliation WHERE collaboration_id = {c} ORDER BY id LIMIT 1",
    "affiliation": "SELECT id FROM collab_affiliation WHERE collaboration_id = {c} ORDER BY id LIMIT 1",
    # an open one, which can still be closed
    "commitment": "SELECT id FROM collab_commitment WHERE collaboration_id = {c} AND outcome = 'open'"
    " ORDER BY made_on DESC, id LIMIT 1",
    "decision": "SELECT id FROM collab_decision WHERE collaboration_id = {c} ORDER BY decided_on DESC, id LIMIT 1",
    "seat": "SELECT id FROM collab_seat WHERE collaboration_id = {c} AND role = 'viewer' ORDER BY id LIMIT 1",
    "mandate": "SELECT mandate_id FROM government_liaison WHERE collaboration_id = {c} ORDER BY id LIMIT 1",
    # the one who signs in, so that the own entry is a page of somebody
    "liaison": "SELECT l.id FROM government_liaison l JOIN collab_person p ON p.id = l.person_id"
    " WHERE l.collaboration_id = {c} AND to_on IS NULL ORDER BY p.email = 'liaison@example.org' DESC, l.id LIMIT 1",
    "official": "SELECT id FROM government_official WHERE collaboration_id = {c} AND to_on IS NULL ORDER BY id LIMIT 1",
    "partner": "SELECT p.id FROM partners_partner p JOIN collab_seat s USING (collaboration_id, organization_id)"
    " WHERE p.collaboration_id = {c} AND s.role = 'partner' LIMIT 1",
    "level": "SELECT r.id FROM partners_ratingreply y JOIN partners_readinessrating r ON r.id = y.rating_id"
    " WHERE r.collaboration_id = {c} ORDER BY r.id LIMIT 1",
    "review": "SELECT id FROM partners_readinessreview WHERE collaboration_id = {c} ORDER BY id LIMIT 1",
    "investment": "SELECT id FROM partners_investment WHERE collaboration_id = {c} ORDER BY id LIMIT 1",
    "strategy": "SELECT id FROM collab_strategyversion WHERE collaboration_id = {c} ORDER BY approved_on LIMIT 1",
    "contribution": "SELECT id FROM collab_strategycontribution WHERE collaboration_id = {c} ORDER BY id LIMIT 1",
    "leadership": "SELECT id FROM collab_leadershiprole WHERE collaboration_id = {c} ORDER BY id LIMIT 1",
    "resource": "SELECT id FROM collab_resource WHERE collaboration_id = {c} ORDER BY id LIMIT 1",
    "statement": "SELECT id FROM government_ownstatement WHERE collaboration_id = {c} ORDER BY id LIMIT 1",
    "rating": "SELECT id FROM government_liaisonrating WHERE collaboration_id = {c} ORDER BY id LIMIT 1",
    "report": "SELECT id FROM metrics_report WHERE collaboration_id = {c} ORDER BY created_at LIMIT 1",
    "indicator": "SELECT id FROM metrics_indicator WHERE collaboration_id = {c} ORDER BY id LIMIT 1",
    "period": "SELECT id FROM metrics_indicatorperiod WHERE collaboration_id = {c} ORDER BY id LIMIT 1",
    "mfa": "SELECT id FROM mfa_authenticator WHERE type = 'webauthn' ORDER BY id LIMIT 1",
    "instrument": "SELECT id FROM partners_instrument WHERE collaboration_id = {c} AND published_at IS NULL LIMIT 1",
    "field": "SELECT id FROM partners_partnerfield WHERE collaboration_id = {c} ORDER BY id LIMIT 1",
    "survey": "SELECT id FROM partners_survey WHERE collaboration_id = {c} AND closed_at IS NULL ORDER BY id LIMIT 1",
    "first": "SELECT first_id FROM partners_tie WHERE collaboration_id = {c} ORDER BY id LIMIT 1",
    "second": "SELECT second_id FROM partners_tie WHERE collaboration_id = {c} ORDER BY id LIMIT 1",
}
PAIR = {"a": "first", "b": "second", "first": "first", "second": "second"}


def addresses(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every URL name with the names of its parameters."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            own = tuple(one.pattern.converters)
            yield from ((name, (*own, *words)) for name, words in addresses(one, inner))
        elif isinstance(one, URLPattern) and one.name:
            words = one.pattern.converters or one.pattern.regex.groupindex
            yield f"{space}{one.name}", tuple(words)


def names() -> list[str]:
    """The pages to look at; the API has none."""
    return sorted(name for name in dict(addresses()).keys() - NO_PAGE.keys() if not name.startswith("api:"))


@dataclass
class Site:
    """One running installation with the demo: its addresses and its readers."""

    url: str
    rows: Rows
    password: str = ""  # the keeper's
    sessions: dict[str, Visitor] = field(default_factory=dict)

    @cached_property
    def collaboration(self) -> tuple[int, str]:
        """The collaboration of the demo in which all roles have a seat: its number and its slug."""
        [found] = self.rows(
            "SELECT c.id, c.slug FROM collab_collaboration c JOIN collab_seat s ON s.collaboration_id = c.id"
            " WHERE s.role = 'partner' ORDER BY c.id LIMIT 1"
        )
        return int(found[0]), str(found[1])

    def record(self, noun: str) -> str:
        """A record of this noun."""
        assert noun in RECORDS, f"tests/browser/pages.py does not know where to find one {noun}"
        found = self.rows(RECORDS[noun].format(c=self.collaboration[0]))
        if not found:
            raise LookupError(f"there is no {noun} here")
        return str(found[0][0])

    def path(self, name: str) -> str:
        """The address of a page."""
        words = dict(addresses())[name]
        noun = name.rpartition(":")[2].partition("_")[0]
        path = reverse(name, kwargs={word: self._value(word, noun) for word in words})
        return path + QUERIES.get(name, "").format_map(_Records(self))

    def _value(self, word: str, noun: str) -> str:
        if word == "slug":
            return self.collaboration[1]
        if noun == "demo" and word == "key":
            return self.mail_key()
        if word in WORDS:
            return WORDS[word]
        return self.record(PAIR.get(word, word if word in RECORDS else noun))

    def mail_key(self) -> str:
        """One mail of the demo; a sign-in code that nobody uses."""
        page = self.visitor("admin").get(reverse("collab:demo_mail_list")).text
        _before, found, after = page.partition('href="/demo/mail/')
        if not found:
            raise LookupError("there is no mail here")
        return after.partition('/"')[0]

    def visitor(self, role: str) -> Visitor:
        """Somebody of the demo, signed in by one click; `anonymous` is nobody."""
        if role not in self.sessions:
            visitor = Visitor(self.url)
            if role != "anonymous":
                sign_in_by_click(visitor, self.user(role))
            self.sessions[role] = visitor
        return self.sessions[role]

    def user(self, role: str) -> int:
        """The number of the demo's user of this role."""
        found = self.rows(f"SELECT id FROM collab_user WHERE email = '{role}@example.org'")  # noqa: S608  a constant
        if not found:
            raise LookupError(f"there is no {role} here")
        return int(found[0][0])

    def cookies(self, role: str) -> list[dict[str, Any]]:
        """The session of this reader, for a browser."""
        jar = self.visitor(role).jar
        return [{"name": one.name, "value": one.value, "url": self.url} for one in jar]

    def prove(self, path: str) -> Answer:
        """The keeper types the password once more, then sees the page."""
        visitor = self.visitor("keeper")
        form = visitor.form("/account/reauthenticate/", "password")
        done = visitor.post(form.action, form.filled([("password", self.password)]))
        assert done.status == 302, done.text
        return visitor.get(path)

    def reader(self, name: str) -> tuple[str, str]:
        """Who sees this page, and its address."""
        path, said = self.path(name), []
        for role in READERS:
            try:
                answer = self.visitor(role).get(path)
                if role == "keeper" and "/reauthenticate/" in answer.to:
                    answer = self.prove(path)
            except LookupError:
                continue
            if answer.status == 200:
                return role, path
            said.append(f"{role}: {answer.status} {urlsplit(answer.to).path}")
        raise LookupError(f"nobody sees {path}: {', '.join(said)}; if that is right, say why in NO_PAGE")


class _Records(dict[str, str]):
    """Records by noun, looked up when they are asked for."""

    def __init__(self, site: Site) -> None:
        super().__init__()
        self.site = site

    def __missing__(self, noun: str) -> str:
        return self.site.record(noun)


def sign_in_by_click(visitor: Visitor, user: int) -> None:
    """One click on the page of the demo."""
    form = visitor.form("/demo/", "csrfmiddlewaretoken")
    token = [pair for pair in form.fields if pair[0] == "csrfmiddlewaretoken"]
    done = visitor.post(form.action, [*token, ("user", str(user))])
    assert done.status == 302, done.text
