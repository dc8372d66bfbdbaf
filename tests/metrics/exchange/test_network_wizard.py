"""Networks of other programs come in through the preview: organisations and ties, once, as a whole, and back again."""

import io
import json
from datetime import date
from typing import Any

import pytest
import xlsxwriter

from collab.models import Collaboration, Organization, Seat
from metrics import network
from metrics.exchange.first_look import look_over
from metrics.exchange.incoming.opening import open_graph
from metrics.exchange.kinds import KINDS
from metrics.exchange.outgoing.gephi import gexf
from metrics.exchange.outgoing.graphml import graphml
from metrics.exchange.outgoing.kumu import kumu_json, kumu_xlsx
from metrics.exchange.outgoing.network import sent
from metrics.exchange.preview import decide, refusals, shown
from metrics.exchange.workbook import FileRefused
from metrics.exchange.working import work_on
from metrics.models import Import, ImportRow
from partners.models import Answer
from tests import factories

State = Import.State
DAY = date(2025, 3, 1)


@pytest.fixture
def bring(coordinator: Seat) -> Any:
    """`bring(data)` uploads a network and previews it; ties without a day count from the first of March."""

    def _bring(data: str | bytes, **said: Any) -> Import:
        content = data.encode() if isinstance(data, str) else data
        batch = Import(
            collaboration=coordinator.collaboration, kind="network", file_name="net", content=content,
            asked_by=coordinator.user, state=State.READING,
        )  # fmt: skip
        batch.writing = look_over(batch)["writing"] | {"counted_on": str(DAY)} | said
        batch.save()
        work_on(batch)
        return batch

    return _bring


def go_on(batch: Import, state: str) -> Import:
    batch.move(State(state), only_from=(State.PREVIEW, State.WRITTEN))
    work_on(batch)
    assert (batch.state, batch.trouble) == ({"writing": "written", "undoing": "undone"}[state], "")
    return batch


def refused(batch: Import) -> list[str]:
    rows = ImportRow.objects.filter(batch=batch, state="refused").order_by("number")
    return [" ".join(refusals(row, KINDS["network"])) for row in rows]


def said(collaboration: Collaboration) -> set[tuple[Any, ...]]:
    rows = Answer.objects.filter(collaboration=collaboration)
    return set(rows.values_list("rater__name", "subject__name", "item", "value", "counted_on", "source"))


def kumu(elements: list[list[Any]], connections: list[list[Any]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name, rows in (("elements", elements), ("connections", connections)):
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return out.getvalue()


GEXF = """<gexf xmlns="http://gexf.net/1.3" version="1.3"><graph defaultedgetype="directed"><nodes>
<node id="m" label="Mill"/><node id="u" label="Union"/></nodes>
<edges><edge id="1" source="m" target="u" weight="3" kind="joint-work"/></edges></graph></gexf>"""
GRAPHML = """<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="d0" for="node" attr.name="label" attr.type="string"/>
<key id="d1" for="edge" attr.name="weight" attr.type="int"/>
<graph edgedefault="directed"><node id="m"><data key="d0">Mill</data></node>
<node id="u"><data key="d0">Union</data></node>
<edge source="m" target="u"><data key="d1">3</data></edge></graph></graphml>"""
BLUEPRINT = {
    "elements": [{"id": "m", "label": "Mill", "type": "NGO"}, {"id": "u", "label": "Union"}],
    "connections": [{"id": "c", "from": "m", "to": "u", "type": "Joint work", "Strength": 3}],
}
FILES = {
    "Kumu workbook": kumu([["Label", "Type"], ["Mill", "NGO"], ["Union", ""]],
                          [["From", "To", "Strength"], ["Mill", "Union", 3]]),
    "Kumu blueprint": json.dumps(BLUEPRINT),
    "GEXF": GEXF,
    "GraphML": GRAPHML,
    "list of ties": "From;To;Level\nMill;Union;3\n",
    "Gephi's edges": "Source,Target,Type,Weight\nMill,Union,Directed,3\n",
    "matrix": ",Mill,Union\nMill,,3\nUnion,,\n",
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_every_format_comes_once_and_goes_again(name: str, bring: Any, collaboration: Collaboration):
    batch = bring(FILES[name])
    assert (batch.counts, refused(batch)) == ({"new": 3}, [])
    go_on(batch, "writing")
    assert said(collaboration) == {("Mill", "Union", "joint-work", 3, DAY, "import")}
    assert bring(FILES[name]).counts == {"same": 3}
    go_on(batch, "undoing")
    assert said(collaboration) == set()
    assert not Organization.objects.filter(name__in=["Mill", "Union"]).exists()


def test_a_changed_level_is_shown_with_before_and_after(bring: Any, collaboration: Collaboration):
    go_on(bring(FILES["list of ties"]), "writing")
    batch = bring("From;To;Level\nmill;Union;4\n")
    assert batch.counts == {"changed": 2, "same": 1}  # the name is written as the file writes it now
    rows = ImportRow.objects.filter(batch=batch, state="changed")
    tie = shown(rows.order_by("number"), batch, KINDS["network"])[1]
    assert (tie.where, tie.title) == ("Tie 2", "mill → Union")
    assert [(one.label, float(one.before), float(one.after)) for one in tie.changes] == [("Value", 3.0, 4.0)]
    go_on(batch, "writing")
    assert said(collaboration) == {("mill", "Union", "joint-work", 4, DAY, "import")}


def test_ties_of_a_near_duplicate_follow_the_decision(bring: Any, collaboration: Collaboration):
    known = factories.organization(collaboration=collaboration, name="Ministry of Health")
    mill = factories.organization(collaboration=collaboration, name="Mill")
    factories.answers(mill, known, joint=3, counted_on=DAY, source="import")
    batch = bring("from,to,level\nMill,Health Ministry,3\n")
    assert batch.counts == {"near": 1, "new": 1, "same": 1}
    assert decide(batch, KINDS["network"], {2: str(known.pk)}) == 1
    batch.refresh_from_db()
    assert batch.counts == {"changed": 1, "same": 2}  # the name changes, the tie stands already


def test_a_tie_that_cannot_be_is_refused_with_its_reason(bring: Any, collaboration: Collaboration):
    rows = ["Mill,Union,9,", "Mill,Mill,1,", "Mill,,1,", "Mill,Union,two,", "Mill,Union,1,2098-01-01"]
    batch = bring("from,to,level,since\n" + "\n".join(rows))
    assert refused(batch) == [
        "“Value” must lie between 0 and 5.",
        "Both sides are the same organisation.",
        "“To” is empty; it is needed.",
        "“two” is not a number for “Value”.",
        "“Counts from” lies in the future.",
    ]
    assert batch.counts == {"new": 2, "refused": 5}


def test_a_file_does_not_overrule_people_and_finds_no_trust_out(bring: Any, collaboration: Collaboration):
    mill, union = (factories.organization(collaboration=collaboration, name=name) for name in ("Mill", "Union"))
    person = factories.person(organization=mill)
    factories.answers(mill, union, joint=3, trust=(2,), counted_on=DAY, rater_person=person)
    assert bring("from,to,level\nMill,Union,3\n").counts == {"same": 3}
    assert refused(bring("from,to,level\nMill,Union,4\n")) == [
        "People answered this in a survey; a file does not overrule them."
    ]
    for level in (2, 3):
        assert bring(f"from,to,level\nMill,Union,{level}\n", item="trust-reliable").counts == {"new": 1, "same": 2}


@pytest.mark.parametrize("write", [kumu_xlsx, kumu_json, gexf, graphml])
def test_what_goes_out_comes_in_without_a_change(write: Any, bring: Any, collaboration: Collaboration):
    a, b, c = (factories.organization(collaboration=collaboration, name=name) for name in ("Á & B", "Union", "Río"))
    factories.answers(a, b, joint=2, counted_on=date(2025, 2, 1))
    factories.answers(a, b, joint=4, counted_on=DAY, rater_person=factories.person(organization=a))
    for level in (3, 3, 4):
        factories.answers(a, c, joint=level, counted_on=DAY, rater_person=factories.person(organization=a))
    view = network.measures(collaboration, "joint-work", on=DAY)
    out = sent(collaboration, view, view.nodes, title="Joint work")
    assert len(out.ties) == 2
    batch = bring(write(out))
    assert (set(batch.counts), refused(batch)) == ({"same"}, [])
    assert batch.counts["same"] >= len(out.members) + 2


BAD = {
    "entities": ('<!DOCTYPE x [<!ENTITY e "ha">]><graphml>&e;</graphml>', "instructions that no network needs"),
    "cut off": (GEXF[:200], "cut off"),
    "some XML": ("<rss><channel/></rss>", "no network"),
    "some JSON": ('{"a": 1}', "no Kumu blueprint"),
    "deep JSON": ("[" * 100_000, "cut off"),
    "a table": ("Name,Place\nMill,Lima\n", "no network"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_network_is_refused(name: str):
    data, why = BAD[name]
    with pytest.raises(FileRefused, match=why):
        open_graph(data.encode())
