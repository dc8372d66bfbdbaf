"""A network goes out: five formats, read back by programs that are not ours, say what the screen says."""

import csv
import io
import json
import zipfile
from datetime import date, timedelta

import networkx as nx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics import network
from metrics.exchange.node_ids import key_of, mark_of
from metrics.exchange.outgoing.gephi import gephi_tables, gexf
from metrics.exchange.outgoing.graphml import graphml
from metrics.exchange.outgoing.kumu import kumu_json, kumu_xlsx
from metrics.exchange.outgoing.network import Member, SentNetwork, SentTie, Spell, spells
from metrics.exchange.outgoing.xml import fitting
from tests import factories

NOT_IN_A_NAME = {"\r", "\n", "\t"}
START, TODAY = date(2026, 1, 1), date(2026, 6, 1)
levels = st.sampled_from([1.0, 2.0, 2.5, 3.0, 10 / 3, 5.0])
words = st.text(min_size=1, max_size=12).filter(lambda name: name.strip() == name and fitting(name).strip() == name)


@st.composite
def networks(draw: st.DrawFn) -> SentNetwork:
    """Up to eight organisations of any name, any ties, each with a past of one to three levels."""
    names = draw(st.lists(words.filter(lambda one: not NOT_IN_A_NAME & set(one)), max_size=8))
    members = tuple(
        Member(f"o{n}", name, name[:5], draw(st.sampled_from(["government", "ngo"])), n, draw(st.none() | levels))
        for n, name in enumerate(names)
    )
    pairs = [(a, b) for a in range(len(names)) for b in range(len(names)) if a != b]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    ties = tuple(SentTie(f"t{a}-{b}", f"o{a}", f"o{b}", draw(pasts())) for a, b in chosen)
    return SentNetwork("Río & <Delta>", "joint-work", TODAY, members, ties)


@st.composite
def pasts(draw: st.DrawFn) -> tuple[Spell, ...]:
    """Levels one after the other; the last one stands today."""
    days = sorted(draw(st.lists(st.integers(0, 150), min_size=1, max_size=3, unique=True)))
    ends = [*days[1:], (TODAY - START).days + 1]
    day = START.__add__
    return tuple(Spell(day(timedelta(a)), day(timedelta(b)), draw(levels)) for a, b in zip(days, ends, strict=True))


@pytest.mark.slow
@settings(max_examples=1000, deadline=None)
@given(networks())
def test_networkx_reads_all_of_a_thousand_networks_from_gexf_and_graphml(sent: SentNetwork):
    read = nx.read_gexf(io.BytesIO(gexf(sent)))
    assert {(key, one["label"]) for key, one in read.nodes(data=True)} == {(one.key, one.name) for one in sent.members}
    found = {
        one["id"]: ((source, target), [(float(value), start) for value, start, _end in one["level"]])
        for source, target, one in read.edges(data=True)
    }
    assert found == {
        tie.key: ((tie.source, tie.target), [(one.level, one.start.isoformat()) for one in tie.spells])
        for tie in sent.ties
    }
    assert all(start < end for *_pair, one in read.edges(data=True) for start, end in one["spells"])

    read = nx.read_graphml(io.BytesIO(graphml(sent)), force_multigraph=True)
    assert {(key, one["label"], one.get("betweenness")) for key, one in read.nodes(data=True)} == {
        (one.key, one.name, one.between) for one in sent.members
    }
    assert {(source, target, key, one["weight"]) for source, target, key, one in read.edges(keys=True, data=True)} == {
        (tie.source, tie.target, tie.key, level) for tie, level in sent.standing()
    }


@pytest.mark.slow
@settings(max_examples=1000, deadline=None)
@given(networks())
def test_kumu_and_the_tables_hold_all_of_a_thousand_networks(sent: SentNetwork):
    ties = {(tie.key, tie.source, tie.target, level) for tie, level in sent.standing()}
    blueprint = json.loads(kumu_json(sent))
    assert {(one["id"], one["label"]) for one in blueprint["elements"]} == {(one.key, one.name) for one in sent.members}
    assert {(one["id"], one["from"], one["to"], one["Strength"]) for one in blueprint["connections"]} == ties
    with zipfile.ZipFile(io.BytesIO(gephi_tables(sent))) as files:
        edges = list(csv.DictReader(io.StringIO(files.read("edges.csv").decode("utf-8-sig"), newline="")))
    assert {(one["Id"], one["Source"], one["Target"], float(one["Weight"])) for one in edges} == ties


@settings(max_examples=50, deadline=None)
@given(networks())
def test_kumu_workbook_is_read_back_by_another_program(sent: SentNetwork):
    book = openpyxl.load_workbook(io.BytesIO(kumu_xlsx(sent)), read_only=True)
    assert book.sheetnames == ["elements", "connections", "README (ignore)"]
    elements = list(book["elements"].iter_rows(values_only=True))
    assert elements[0][:3] == ("ID", "Label", "Type")
    assert {(row[0], str(row[1])) for row in elements[1:]} == {(one.key, one.name) for one in sent.members}
    rows = list(book["connections"].iter_rows(values_only=True))
    assert rows[0][:3] == ("ID", "From", "To")
    # a workbook keeps sixteen digits
    assert {(row[0], row[1], row[2], round(row[5], 12)) for row in rows[1:]} == {
        (tie.key, tie.source, tie.target, round(level, 12)) for tie, level in sent.standing()
    }


@pytest.fixture
def trio(collaboration):
    """A tells B more over time, B stays silent after a first answer, C has not been spoken of for a year."""
    a, b, c = (factories.organization(collaboration=collaboration, name=name) for name in ("A", "=B()", "C"))
    for one in (a, b, c):
        factories.partner(one)
    factories.answers(a, b, joint=2, counted_on=date(2025, 12, 1))
    factories.answers(a, b, joint=4, counted_on=date(2026, 3, 1))
    factories.answers(b, a, joint=1, counted_on=date(2026, 3, 1))
    factories.answers(c, a, joint=5, counted_on=date(2025, 3, 1))
    return a, b, c


@pytest.fixture
def funder(collaboration, sign_in):
    """A funder's browser."""
    return sign_in(factories.seat(collaboration=collaboration, role="funder"))


def test_a_tie_keeps_its_past_and_ends_when_nobody_has_said_so_for_a_year(collaboration, trio):
    a, b, c = (one.pk for one in trio)
    assert spells(collaboration, "joint-work", cut=2, until=TODAY) == {
        (a, b): (
            Spell(date(2025, 12, 1), date(2026, 3, 1), 2.0),
            Spell(date(2026, 3, 1), date(2026, 6, 2), 4.0),
        ),
        (c, a): (Spell(date(2025, 3, 1), date(2026, 3, 2), 5.0),),
    }


@pytest.mark.parametrize("on", [date(2025, 2, 28), date(2025, 3, 1), date(2026, 3, 1), date(2026, 3, 2), TODAY])
def test_the_ties_that_stand_are_those_of_the_page(collaboration, trio, on):
    view = network.measures(collaboration, "joint-work", on=on)
    past = spells(collaboration, "joint-work", cut=view.cut, until=on)
    standing = {(*pair, one.level) for pair, stretch in past.items() for one in stretch if one.start <= on < one.end}
    assert standing == {(link.source, link.target, link.level) for link in view.links}


def test_a_file_holds_what_is_on_screen(funder, collaboration, trio):
    a, b, _c = (key_of(one.pk, mark_of(collaboration)) for one in trio)
    address = f"/c/{collaboration.slug}/network.graphml"
    read = nx.read_graphml(io.BytesIO(funder.get(address).content), force_multigraph=True)
    assert [(one, two, tie["weight"]) for one, two, tie in read.edges(data=True)] == [(a, b, 4.0)]
    assert len(read) == 4
    read = nx.read_graphml(io.BytesIO(funder.get(address, {"level": 5}).content), force_multigraph=True)
    assert len(read.edges) == 0
    read = nx.read_graphml(io.BytesIO(funder.get(address, {"focus": trio[1].pk}).content))
    assert set(read) == {a, b}


def test_a_name_that_looks_like_a_formula_stays_text(funder, collaboration, trio):
    content = funder.get(f"/c/{collaboration.slug}/network.kumu.xlsx").content
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(content))["elements"].iter_rows() for cell in row]
    assert [(cell.value, cell.data_type) for cell in cells if str(cell.value).startswith("=")] == [("=B()", "s")]
    content = funder.get(f"/c/{collaboration.slug}/network.gephi.zip").content
    with zipfile.ZipFile(io.BytesIO(content)) as files:
        assert "'=B()" in files.read("nodes.csv").decode()


def test_answers_in_confidence_are_in_no_file(funder, collaboration, trio):
    a, b, _c = trio
    factories.answers(a, b, power=4, counted_on=date(2026, 3, 1))
    for ending in ("kumu.xlsx", "kumu.json", "gexf", "gephi.zip", "graphml"):
        address = f"/c/{collaboration.slug}/network.{ending}"
        plain = funder.get(address)
        asked = funder.get(address, {"item": "power"})
        assert (plain.status_code, asked.status_code) == (200, 200)
        assert b"power" not in asked.content
