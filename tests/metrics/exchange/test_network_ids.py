"""The ids in a network file: ours find their organisation whatever its name, others' where the file came before."""

from datetime import date
from typing import Any

import networkx as nx
import pytest

from collab.merging import merge
from collab.models import Collaboration, Organization, Seat
from metrics import network
from metrics.exchange.first_look import look_over
from metrics.exchange.kinds import KINDS
from metrics.exchange.node_ids import key_of, mark_of
from metrics.exchange.outgoing.gephi import gexf
from metrics.exchange.outgoing.graphml import graphml
from metrics.exchange.outgoing.kumu import kumu_json, kumu_xlsx
from metrics.exchange.outgoing.network import sent
from metrics.exchange.preview import decide
from metrics.exchange.working import work_on
from metrics.models import Import, ImportRow
from tests import factories

State = Import.State
DAY = date(2025, 3, 1)
WRITERS = [kumu_xlsx, kumu_json, gexf, graphml]


@pytest.fixture
def bring(coordinator: Seat) -> Any:
    """`bring(data)` previews a network; its ties count from the first of March."""

    def _bring(data: str | bytes) -> Import:
        content = data.encode() if isinstance(data, str) else data
        batch = Import(
            collaboration=coordinator.collaboration, kind="network", file_name="net", content=content,
            asked_by=coordinator.user, state=State.READING,
        )  # fmt: skip
        batch.writing = look_over(batch)["writing"] | {"counted_on": str(DAY)}
        batch.save()
        work_on(batch)
        return batch

    return _bring


def written(batch: Import) -> Import:
    batch.move(State.WRITING, only_from=(State.PREVIEW,))
    work_on(batch)
    assert (batch.state, batch.trouble) == ("written", "")
    return batch


def names(collaboration: Collaboration) -> list[str]:
    rows = Organization.objects.filter(collaboration=collaboration).exclude(pk=collaboration.backbone_id)
    return sorted(rows.exclude(name__startswith="Organisation ").values_list("name", flat=True))


def a_file_of_ours(collaboration: Collaboration, write: Any) -> bytes:
    mill, union = (factories.organization(collaboration=collaboration, name=name) for name in ("Mill", "Union"))
    factories.answers(mill, union, joint=3, counted_on=DAY)
    view = network.measures(collaboration, "joint-work", on=DAY)
    return write(sent(collaboration, view, view.nodes, title="Joint work"))  # type: ignore[no-any-return]


@pytest.mark.parametrize("write", WRITERS)
def test_a_file_of_ours_finds_an_organisation_that_has_another_name_by_now(
    write: Any, bring: Any, collaboration: Collaboration
):
    file = a_file_of_ours(collaboration, write)
    Organization.objects.filter(name="Mill").update(name="River Works")
    batch = bring(file)
    assert batch.counts == {"changed": 1, "same": 3}  # the backbone, Union and the tie
    assert ImportRow.objects.get(batch=batch, state="changed").before == {"name": "River Works"}
    written(batch)
    assert names(collaboration) == ["Mill", "Union"]


@pytest.mark.parametrize("write", WRITERS)
def test_a_file_of_ours_takes_no_name_that_another_organisation_has_by_now(
    write: Any, bring: Any, collaboration: Collaboration
):
    file = a_file_of_ours(collaboration, write)
    Organization.objects.filter(name="Mill").update(name="River Works")
    factories.organization(collaboration=collaboration, name="Mill")
    assert bring(file).counts == {"same": 4}
    assert names(collaboration) == ["Mill", "River Works", "Union"]


def test_a_file_of_ours_finds_whoever_stands_for_a_merged_organisation(bring: Any, collaboration: Collaboration):
    file = a_file_of_ours(collaboration, graphml)
    works = factories.organization(collaboration=collaboration, name="River Works")
    merge(Organization.objects.get(name="Mill"), into=works, by=None)
    batch = bring(file)
    assert (batch.counts, ImportRow.objects.filter(batch=batch, record=str(works.pk)).count()) == ({"same": 4}, 1)


def test_a_file_of_another_collaboration_finds_nobody_by_its_ids(bring: Any, collaboration: Collaboration):
    other = factories.collaboration()
    here = factories.organization(collaboration=collaboration, name="Ours")
    for mark in (mark_of(other), "00000000", ""):
        batch = bring(f"from,to,level\n{key_of(here.pk, mark)},Ours,2\n")
        assert batch.counts == {"new": 2, "same": 1}


def test_ties_that_name_our_ids_alone_find_their_organisations(bring: Any, collaboration: Collaboration):
    """Gephi's table of edges holds no names."""
    mill, union = (factories.organization(collaboration=collaboration, name=name) for name in ("Mill", "Union"))
    mark = mark_of(collaboration)
    batch = bring(f"Source,Target,Type,Weight\n{key_of(mill.pk, mark)},{key_of(union.pk, mark)},Directed,3\n")
    assert batch.counts == {"new": 1, "same": 2}
    written(batch)
    assert names(collaboration) == ["Mill", "Union"]


def foreign(labels: dict[str, str]) -> bytes:
    """A file as networkx writes it: a ring of organisations under ids of its own."""
    ring = nx.DiGraph()
    ring.add_nodes_from((key, {"label": label}) for key, label in labels.items())
    keys = list(labels)
    ring.add_edges_from((a, b, {"weight": 2.0}) for a, b in zip(keys, keys[1:] + keys[:1], strict=True))
    return "\n".join(nx.generate_graphml(ring)).encode()


FIRST = {"n1": "Mill", "n2": "Union", "n3": "School", "n4": "Harbour"}


def test_another_programs_file_updates_the_organisation_whose_label_changed(bring: Any, collaboration: Collaboration):
    written(bring(foreign(FIRST)))
    batch = bring(foreign(FIRST | {"n2": "Workers’ Council"}))
    assert batch.counts == {"changed": 1, "same": 7}
    assert ImportRow.objects.get(batch=batch, state="changed").before == {"name": "Union"}
    written(batch)
    assert names(collaboration) == ["Harbour", "Mill", "School", "Workers’ Council"]
    assert bring(foreign(FIRST | {"n2": "Workers’ Council"})).counts == {"same": 8}


def test_of_a_file_that_is_less_sure_a_person_is_asked(bring: Any, collaboration: Collaboration):
    small = dict(list(FIRST.items())[:2])
    written(bring(foreign(small)))
    union = Organization.objects.get(name="Union")
    batch = bring(foreign(small | {"n2": "Workers’ Council"}))
    assert (batch.counts["near"], ImportRow.objects.get(batch=batch, state="near").near) == (1, [str(union.pk)])
    decide(batch, KINDS["network"], {2: str(union.pk)})
    batch.refresh_from_db()
    assert batch.counts == {"changed": 1, "same": 3}
    written(batch)
    assert names(collaboration) == ["Mill", "Workers’ Council"]


def test_the_same_ids_in_quite_another_file_mean_nothing(bring: Any, collaboration: Collaboration):
    written(bring(foreign(FIRST)))
    assert bring(foreign({"n1": "Bakery", "n2": "Chapel", "n3": "Ferry"})).counts == {"new": 6}
    # called by an id that is another's here: names are surer
    batch = bring(foreign({"n1": "Union", "n2": "Mill", "n3": "Ferry"}))
    assert ImportRow.objects.filter(batch=batch, number=3, state="new").exists()


def test_what_a_file_said_in_another_collaboration_is_not_remembered_here(bring: Any, collaboration: Collaboration):
    batch = written(bring(foreign(FIRST)))
    Import.objects.filter(pk=batch.pk).update(collaboration=factories.collaboration())
    assert bring(foreign(FIRST | {"n2": "Workers’ Council"})).counts == {"new": 3, "same": 5}
