"""A table comes in: columns in any order, every change shown before it is written, all or nothing, and back again."""

from datetime import date
from typing import Any

import pghistory
import pytest

from collab.merging import merge
from collab.models import Attendance, AuditEvent, Collaboration, Organization, Person, Seat
from metrics.exchange.kinds import KINDS
from metrics.exchange.mapping import guess, writing_of
from metrics.exchange.preview import decide, reason
from metrics.exchange.sheets import open_sheet
from metrics.exchange.staging import known_of
from metrics.exchange.working import work_on
from metrics.models import Import, ImportRow, Stale
from tests import factories

State = Import.State


@pytest.fixture
def bring(coordinator: Seat) -> Any:
    """`bring(kind, text)` uploads a file, takes the guessed columns and previews it."""

    def _bring(kind: str, data: str | bytes, **values: Any) -> Import:
        content = data.encode() if isinstance(data, str) else data
        batch = Import(
            collaboration=coordinator.collaboration, kind=kind, file_name="file.csv", content=content,
            asked_by=coordinator.user, state=State.READING,
        )  # fmt: skip
        sheet = open_sheet(content)
        batch.writing = writing_of(sheet.peek(), language="en")
        batch.columns = values.get("columns") or guess(KINDS[kind], sheet.headers, sheet.peek(), known_of(batch))
        batch.save()
        work_on(batch)
        return batch

    return _bring


def go_on(batch: Import, state: str) -> Import:
    batch.move(State(state), only_from=(State.PREVIEW, State.WRITTEN))
    work_on(batch)
    return batch


def refused(batch: Import) -> dict[int, str]:
    kind = KINDS[batch.kind]
    rows = ImportRow.objects.filter(batch=batch, state="refused").order_by("number")
    return {row.number: " ".join(reason(kind, *one) for one in row.problems) for row in rows}


def test_columns_come_in_any_order_and_language(bring: Any):
    batch = bring(
        "organizations", "Sitio web;Ciudad;Nombre;Sector\nmill.example.org;Lima;Mill;ONG\n;;Ministry;Gobierno\n"
    )
    assert batch.counts == {"new": 2}
    go_on(batch, "writing")
    assert batch.state == "written", batch.trouble
    found = Organization.objects.filter(name__in=["Mill", "Ministry"]).order_by("name")
    assert [(one.name, one.sector, one.place, one.website, one.is_local) for one in found] == [
        ("Mill", "nonprofit", "Lima", "https://mill.example.org", True),
        ("Ministry", "government", "", "", True),
    ]
    assert bytes(batch.content) == b""
    assert AuditEvent.objects.get(act="imported").subject == "organizations file.csv: 2 new"


def test_the_same_file_again_changes_nothing_and_one_changed_row_is_one_change(bring: Any):
    go_on(bring("organizations", "name,place\nMill,Lima\nUnion,Cusco\n"), "writing")
    assert bring("organizations", "name,place\nMill,Lima\nUnion,Cusco\n").counts == {"same": 2}
    batch = bring("organizations", "place,name\nLima,MILL\nPuno,Union\n,River\n")
    assert batch.counts == {"new": 1, "changed": 2}  # the name is written as the file writes it now
    row = ImportRow.objects.get(batch=batch, number=3)
    assert (row.cells["place"], row.before) == ("Puno", {"place": "Cusco"})
    go_on(batch, "writing")
    assert sorted(Organization.objects.filter(name__in=["MILL", "Union"]).values_list("name", "place", "version")) == [
        ("MILL", "Lima", 2), ("Union", "Puno", 2),
    ]  # fmt: skip


def test_a_merged_name_or_number_finds_the_survivor_and_does_not_rename_it(bring: Any, collaboration: Collaboration):
    old = factories.organization(collaboration=collaboration, name="Old Mill", place="")
    new = factories.organization(collaboration=collaboration, name="New Mill", place="Lima")
    somebody = factories.person(organization=new, name="Ana", email="ana@example.org")
    again = factories.person(organization=new, name="Ana B.", email="")
    merge(old, into=new, by=None)
    merge(again, into=somebody, by=None)
    go_on(bring("organizations", "name,place\nOLD mill,Puno\n"), "writing")
    go_on(bring("organizations", f"id,name,website\n{old.pk},Old Mill,mill.example.org\n"), "writing")
    new.refresh_from_db()
    assert (new.name, new.place, new.website) == ("New Mill", "Puno", "https://mill.example.org")
    assert refused(bring("organizations", "name,place\nOld Mill,Puno\nNew Mill,Lima\n")) != {}
    go_on(bring("people", "name,acts for,job title\nAna B.,Old Mill,Clerk\n"), "writing")
    somebody.refresh_from_db()
    assert (somebody.name, somebody.job_title) == ("Ana", "Clerk")
    assert Person.everyone.filter(collaboration=collaboration, name__startswith="Ana").count() == 2
    assert list(somebody.affiliations.values_list("organization", flat=True)) == [new.pk]


def test_two_people_of_one_address_are_told_apart_by_their_ids(coordinator: Seat, bring: Any):
    mill = coordinator.collaboration.backbone
    one, other = (
        factories.person(organization=mill, name=name, email="office@mill.example") for name in ("Ana", "Bea")
    )
    text = (
        f"id,name,e-mail,job title\n{one.pk},Ana,office@mill.example,Clerk\n{other.pk},Bea,office@mill.example,Head\n"
    )
    assert go_on(bring("people", text), "writing").counts == {"changed": 2}
    assert list(Person.objects.order_by("name").values_list("job_title", flat=True)) == ["Clerk", "Head"]
    new = bring("people", "name,e-mail\nCem,new@mill.example\nDua,new@mill.example\n")  # nobody can tell them apart
    assert refused(new) == {3: "It is about the same record as row 2."}


def test_an_empty_cell_erases_nothing(bring: Any, collaboration: Collaboration):
    factories.organization(collaboration=collaboration, name="Mill", place="Lima")
    assert bring("organizations", "name,place\nMill,\n").counts == {"same": 1}


def test_bad_rows_are_refused_with_row_and_reason_and_the_others_stand(bring: Any):
    batch = bring(
        "organizations", "id,name,sector,website\n,Mill,wizards,\n,,ngo,\n,Mill,ngo,no\n999999,X,,\n,Dam,ngo,\n,dam,,\n"
    )
    assert refused(batch) == {
        2: "“wizards” is not known for “Sector”.",
        3: "“Name” is empty; it is needed.",
        4: "“no” is no address of a website.",
        5: "There is no record with this id in the collaboration.",
        7: "It is about the same record as row 6.",
    }
    assert batch.counts == {"new": 1, "refused": 5}


def test_an_id_of_another_collaboration_is_unknown(bring: Any):
    elsewhere = factories.organization(name="Secret")
    assert refused(bring("organizations", f"id,name\n{elsewhere.pk},Mine\n")) == {
        2: "There is no record with this id in the collaboration."
    }


def test_near_duplicates_wait_for_a_person(bring: Any, collaboration: Collaboration):
    known = factories.organization(collaboration=collaboration, name="Ministry of Health")
    batch = bring("organizations", "name,place\nHealth Ministry,Lima\nThe Ministry of Heallth,Cusco\nMill,\n")
    assert batch.counts == {"near": 2, "new": 1}
    go_on(batch, "writing")
    assert (batch.state, Organization.objects.filter(name="Mill").count()) == ("preview", 0)
    kind = KINDS["organizations"]
    assert decide(batch, kind, {2: str(known.pk), 3: "new", 4: "new"}) == 2
    batch.refresh_from_db()
    assert batch.counts == {"changed": 1, "new": 2}
    go_on(batch, "writing")
    known.refresh_from_db()
    assert (known.name, known.place) == ("Health Ministry", "Lima")


def test_a_record_changed_since_the_preview_sends_back_to_the_preview(bring: Any, collaboration: Collaboration):
    known = factories.organization(collaboration=collaboration, name="Mill", place="Lima")
    batch = bring("organizations", "name,place\nMill,Puno\n")
    known.place = "Cusco"
    known.save()
    go_on(batch, "writing")
    assert (batch.state, batch.trouble) == (
        "preview", "Records changed since the preview. Look at it again; nothing was written.",
    )  # fmt: skip
    assert ImportRow.objects.get(batch=batch).before == {"place": "Cusco"}


def test_undoing_gives_back_what_stood_there(bring: Any, collaboration: Collaboration):
    known = factories.organization(collaboration=collaboration, name="Mill", place="Lima")
    batch = go_on(bring("organizations", "name,place\nMill,Puno\nUnion,Cusco\n"), "writing")
    assert Organization.objects.get(pk=known.pk).place == "Puno"
    go_on(batch, "undoing")
    assert (batch.state, batch.trouble) == ("undone", "")
    assert list(Organization.objects.filter(name__in=["Mill", "Union"]).values_list("name", "place")) == [
        ("Mill", "Lima")
    ]


def test_undoing_is_refused_where_later_work_stands_on_it(bring: Any, collaboration: Collaboration):
    batch = go_on(bring("organizations", "name\nMill\nUnion\n"), "writing")
    mill = Organization.objects.get(name="Mill")
    factories.meeting(mill, collaboration=collaboration)
    go_on(batch, "undoing")
    assert (batch.state, batch.trouble) == (
        "written", "Later records stand on what this import added (attendances). Nothing was undone.",
    )  # fmt: skip
    mill.place = "Lima"
    with pghistory.context(user=None):  # an act of its own, as every request is
        mill.save()
    go_on(batch, "undoing")
    assert batch.trouble == "1 records of this import were changed since (organizations). Nothing was undone."
    assert Organization.objects.filter(name__in=["Mill", "Union"]).count() == 2


def test_an_import_makes_scores_stale_in_its_own_transaction(bring: Any, collaboration: Collaboration):
    batch = bring("organizations", "name\nMill\n")
    Stale.objects.all().delete()
    go_on(batch, "writing")
    assert Stale.objects.filter(collaboration=collaboration).exists()


def test_people_are_found_by_address_and_get_their_organisation(bring: Any, collaboration: Collaboration):
    mill = factories.organization(collaboration=collaboration, name="Mill")
    known = factories.person(organization=mill, name="Ana", email="ANA@mill.example")
    go_on(bring("people", "Full name,E-mail,Organisation\nAna Ruiz,ana@mill.example,Mill\nBo,,mill\n"), "writing")
    known.refresh_from_db()
    assert (known.name, known.email) == ("Ana Ruiz", "ana@mill.example")
    assert list(Person.objects.get(name="Bo").affiliations.values_list("organization__name", flat=True)) == ["Mill"]
    assert bring("people", "Full name,Organisation\nBo,Mill\n").counts == {"same": 1}


def test_meetings_with_who_was_there_come_once_and_go_again(bring: Any, collaboration: Collaboration):
    for name in ("Mill", "Union"):
        factories.organization(collaboration=collaboration, name=name)
    text = "Date,Topic,Present,How\n31.3.2025 14:30,Water,Mill; Union,in person\n"
    batch = go_on(bring("meetings", text), "writing")
    assert batch.state == "written", batch.trouble
    meeting = collaboration.meetings.get(topics="Water")
    assert sorted(meeting.attendances.values_list("organization__name", flat=True)) == ["Mill", "Union"]
    assert meeting.private_note == ""
    assert bring("meetings", text).counts == {"same": 1}
    go_on(batch, "undoing")
    assert (batch.state, collaboration.meetings.filter(topics="Water").exists()) == ("undone", False)


ROWS = {
    "commitments": "who,to,text,made on,due on\nMill,Union,Map the river,2025-02-01,2025-04-01\n",
    "ratings": "partner,criterion,assessor,date,level\nMill,capacity,Union,2025-02-01,3\n",
    "answers": "who says it,of whom,item,value,date\nMill,Union,Trust reliable,3,2025-02-01\n",
    "resources": "organisation,text,type,amount,unit,date\nMill,Hall,in kind,40.50,hours,2025-02-01\n",
    "mandates": "body,level,topic,from\nUnion,national,Water,2025-02-01\n",
}


@pytest.mark.parametrize("kind", ROWS)
def test_every_kind_comes_once_and_goes_again(kind: str, bring: Any, collaboration: Collaboration):
    mill, _union = (factories.organization(collaboration=collaboration, name=name) for name in ("Mill", "Union"))
    factories.partner(mill)
    rows = KINDS[kind].model._default_manager.filter(collaboration=collaboration)
    batch = bring(kind, ROWS[kind])
    assert batch.counts == {"new": 1}, refused(batch)
    go_on(batch, "writing")
    assert (batch.state, batch.trouble, rows.count()) == ("written", "", 1)
    assert bring(kind, ROWS[kind]).counts == {"same": 1}
    go_on(batch, "undoing")
    assert (batch.state, rows.count()) == ("undone", 0)


def test_answers_keep_to_their_scale_and_find_none_that_a_person_gave(bring: Any, collaboration: Collaboration):
    mill, union = (factories.organization(collaboration=collaboration, name=name) for name in ("Mill", "Union"))
    confided = factories.answers(
        mill, union, trust=(4,), counted_on=date(2025, 2, 1), rater_person=factories.person(organization=mill)
    )[0]
    head = "rater,subject,item,value,date\n"
    batch = bring(
        "answers",
        f"id,{head}{confided.pk},Mill,Union,trust-reliable,2,2025-02-01\n,Mill,Union,trust-open,5,2025-02-01\n"
        ",Mill,,joint-work,5,2025-02-01\n,Mill,Union,perceived-wrote,5,2025-02-01\n,Mill,,perceived-wrote,5,2025-02-01\n",
    )
    assert refused(batch) == {
        3: "“Value” must lie between 1 and 4.",
        4: "“Of whom” is empty; it is needed.",
        5: "This item is about the collaboration as a whole; leave “Of whom” empty.",
    }
    assert batch.counts == {"new": 2, "refused": 3}
    go_on(batch, "writing")
    rows = collaboration.answers.order_by("item", "value").values_list("item", "value", "source", "rater_person_id")
    assert list(rows) == [
        ("perceived-wrote", 5, "import", None), ("trust-reliable", 2, "import", None),
        ("trust-reliable", 4, "survey", confided.rater_person_id),
    ]  # fmt: skip


def test_somebody_who_came_since_the_preview_sends_back_to_it(bring: Any, collaboration: Collaboration):
    factories.organization(collaboration=collaboration, name="Mill")
    table = "date,topics,organisations\n2025-02-01,Dam,Mill\n"
    go_on(bring("meetings", table), "writing")
    batch = bring("meetings", table)
    assert batch.counts == {"same": 1}
    late = factories.organization(collaboration=collaboration)
    Attendance.objects.create(collaboration=collaboration, meeting=collaboration.meetings.get(), organization=late)
    go_on(batch, "writing")
    assert (batch.state, batch.trouble) == (
        "preview", "Records changed since the preview. Look at it again; nothing was written.",
    )  # fmt: skip


def test_a_rule_of_the_database_is_told_in_its_words(bring: Any, collaboration: Collaboration):
    factories.organization(collaboration=collaboration, name="Mill")
    batch = bring("commitments", "who,text,made on,due on\nMill,Map,2025-05-01,2025-04-01\n")
    assert refused(batch) == {2: "“Due on” comes before “Made on”."}


def test_months_first_is_seen_from_the_days(bring: Any, collaboration: Collaboration):
    factories.organization(collaboration=collaboration, name="Mill")
    go_on(bring("commitments", "who,text,made on,due on\nMill,Map,1/31/2025,02/03/2025\n"), "writing")
    assert collaboration.commitments.get().due_on == date(2025, 2, 3)
