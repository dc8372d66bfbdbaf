"""Comments: a thread beside one visible record; written once, escaped, under the name of its author."""

from uuid import uuid4

import pytest
from django.urls import reverse

from collab.forms.comments import CommentForm
from collab.models import Comment
from tests import factories
from tests.collab.hostile import IDS, TEXTS


def url(collaboration, what="list"):
    """The address of the threads."""
    return reverse(f"collab:comment_{what}", args=[collaboration.slug])


def record_of(kind, organization):
    """One record of a kind, of an organisation."""
    return {
        "meeting": factories.meeting,
        "decision": lambda one: factories.decision(proposed=(one,)),
        "commitment": factories.commitment,
        "organization": lambda one: one,
    }[kind](organization)


def typed(viva, **changes):
    """What a browser sends for a comment on an organisation."""
    base = {"id": str(uuid4()), "organization": viva.pk, "text": "Well done"}
    return {name: value for name, value in (base | changes).items() if value is not None}


@pytest.mark.parametrize("kind", ["meeting", "decision", "commitment", "organization"])
def test_a_thread_beside_each_kind_of_record(team, facilitator, collaboration, viva, kind):
    record = record_of(kind, viva)
    data = {"id": str(uuid4()), kind: record.pk, "text": "Well\ndone"}
    answer = team.post(url(collaboration, "create"), data)
    made = Comment.objects.get()
    assert (answer.status_code, answer.url) == (302, f"{record.get_absolute_url()}#comments")
    assert (str(made.pk), getattr(made, kind), made.author, made.collaboration) == (
        data["id"], record, facilitator.user, collaboration,
    )  # fmt: skip
    page = team.get(f"{url(collaboration)}?{kind}={record.pk}").content.decode()
    assert "Well<br>done" in page
    assert facilitator.user.name in page
    assert record.get_absolute_url() in page
    if kind != "meeting":  # the page of a meeting takes the thread in by its address
        assert "Well<br>done" in team.get(record.get_absolute_url()).content.decode()


def test_fragment_for_htmx_and_a_page_otherwise(team, collaboration, viva):
    address = f"{url(collaboration)}?organization={viva.pk}"
    part = team.get(address, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="thread"')
    assert "<html" in team.get(address).content.decode()
    sent = team.post(url(collaboration, "create"), typed(viva), headers={"HX-Request": "true"})
    assert (sent.status_code, sent.content.decode().lstrip().startswith('<div id="thread"')) == (200, True)
    assert "Well done" in sent.content.decode()
    assert 'data-announce="The comment is saved."' in sent.content.decode()
    wrong = team.post(url(collaboration, "create"), typed(viva, text=""), headers={"HX-Request": "true"})
    assert (wrong.status_code, "This field is required" in wrong.content.decode()) == (422, True)


def test_same_comment_sent_again_is_one(team, collaboration, viva, funder, sign_in):
    data = typed(viva)
    answers = [team.post(url(collaboration, "create"), data) for _ in range(3)]
    assert {(one.status_code, one.url) for one in answers} == {(302, answers[0].url)}
    other = factories.organization(collaboration=collaboration)
    for client, changes in ((team, {"text": "Other"}), (team, {"organization": other.pk}), (sign_in(funder), {})):
        assert client.post(url(collaboration, "create"), data | changes).status_code == 422
    assert Comment.objects.get().text == "Well done"


def test_author_and_tenant_cannot_be_sent(team, facilitator, collaboration, viva, funder):
    data = typed(viva, author=funder.user.pk, collaboration=factories.collaboration().pk, created_at="2001-01-01")
    assert team.post(url(collaboration, "create"), data).status_code == 302
    made = Comment.objects.get()
    assert (made.author, made.collaboration, made.created_at.year > 2001) == (facilitator.user, collaboration, True)


def test_text_is_stored_or_refused_and_kept(team, collaboration, viva):
    for text in (*TEXTS, ""):
        before = Comment.objects.count()
        answer = team.post(url(collaboration, "create"), typed(viva, text=text))
        assert answer.status_code in (302, 422)
        assert Comment.objects.count() == before + (answer.status_code == 302)
        page = (answer if answer.status_code == 422 else team.get(answer.url)).content.decode()
        assert text not in page or "<" not in text
    kept = team.post(url(collaboration, "create"), typed(viva, text="a" * 4001)).content.decode()
    assert "a" * 4001 in kept


def test_half_a_surrogate_pair_is_an_error(collaboration, facilitator, viva):
    form = CommentForm(
        {"id": str(uuid4()), "text": "a\ud800b"},
        collaboration=collaboration, seat=facilitator, kind="organization", record=viva,
    )  # fmt: skip
    assert not form.store()
    assert form.errors["text"] == ["This text holds signs that cannot be stored."]


def test_damaged_id_is_refused(team, collaboration, viva):
    for value in IDS:
        assert team.post(url(collaboration, "create"), typed(viva, id=value)).status_code == 422, value
    assert Comment.objects.count() == 0


def test_record_has_to_be_one_visible_record(team, collaboration, viva):
    meeting, elsewhere = factories.meeting(viva), factories.organization()
    for query in (
        "", "?organization=", "?organization=x", "?organization=-1", "?organization=1e309", "?organization=%00",
        f"?organization={2**63}", f"?organization={10**30}", "?organization=999999999", "?person=1", "?meeting=1",
        f"?meeting={uuid4()}", f"?meeting={viva.pk}", f"?decision={meeting.pk}",
        f"?organization={viva.pk}&meeting={meeting.pk}", f"?organization={elsewhere.pk}",
        f"?commitment={factories.commitment(elsewhere).pk}", f"?meeting={factories.meeting(elsewhere).pk}",
        f"?decision={factories.decision(proposed=(elsewhere,)).pk}",
    ):  # fmt: skip
        for headers in ({}, {"HX-Request": "true"}):
            assert team.get(url(collaboration) + query, headers=headers).status_code == 404, query
    for changes in ({"organization": None}, {"organization": elsewhere.pk}, {"meeting": meeting.pk}):
        assert team.post(url(collaboration, "create"), typed(viva, **changes)).status_code == 404
    assert Comment.objects.count() == 0


@pytest.mark.parametrize(("role", "status"), [
    ("coordinator", 200), ("facilitator", 200), ("funder", 200), ("partner", 403), ("liaison", 403), ("viewer", 403),
])  # fmt: skip
def test_roles(collaboration, viva, sign_in, role, status):
    factories.comment(viva, text="Between colleagues")
    client = sign_in(factories.seat(collaboration=collaboration, role=role, organization=viva))
    assert client.get(f"{url(collaboration)}?organization={viva.pk}").status_code == status
    sent = client.post(url(collaboration, "create"), typed(viva))
    assert sent.status_code == (302 if status == 200 else 403)
    page = client.get(viva.get_absolute_url()).content.decode()
    assert ("Between colleagues" in page) == (status == 200)


def test_stranger_finds_nothing(collaboration, viva, stranger, sign_in):
    client = sign_in(stranger)
    assert client.get(f"{url(collaboration)}?organization={viva.pk}").status_code == 404
    assert client.post(url(collaboration, "create"), typed(viva)).status_code == 404
    assert Comment.objects.count() == 0


def test_only_the_comments_of_this_record_in_their_order(team, collaboration, viva):
    for text in ("First", "Second"):
        factories.comment(viva, text=text)
    factories.comment(factories.meeting(viva), text="Elsewhere")
    answer = team.get(f"{url(collaboration)}?organization={viva.pk}")
    assert {one.text for one in answer.context["thread"]["comments"]} == {"First", "Second"}
    assert team.get(url(collaboration, "create")).status_code == 405
    assert team.post(url(collaboration), typed(viva)).status_code == 405


@pytest.mark.parametrize("more", [1, 30])
def test_query_count_is_constant(team, collaboration, viva, more, django_assert_num_queries):
    for _number in range(more):
        factories.comment(viva)
    address = f"{url(collaboration)}?organization={viva.pk}"
    team.get(address)
    with django_assert_num_queries(5):
        team.get(address)


def test_name_of_the_author_is_escaped(team, collaboration, viva):
    factories.comment(viva, author=factories.user(name="<b>Eve</b>"), text="<i>hello</i>")
    page = team.get(viva.get_absolute_url()).content.decode()
    assert "&lt;b&gt;Eve" in page
    assert "<i>hello" not in page
