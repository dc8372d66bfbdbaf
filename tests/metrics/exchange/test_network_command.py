"""A network comes in by a command of the server: as the pages bring it, all or nothing, and twice gives the same."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from collab.models import AuditEvent, Collaboration, Organization
from metrics.exchange.incoming.opening import open_graph
from metrics.exchange.working import work_on
from metrics.models import Import, ImportRow
from partners.models import Answer
from tests import factories

KNOKE = Path(__file__).parents[2] / "data" / "knoke_information_matrix.csv"


@pytest.fixture
def bring(collaboration: Collaboration, tmp_path: Path) -> Any:
    """`bring(data)` runs the command on a file that holds it."""

    def _bring(data: str | bytes | Path, item: str = "exchange", on: str = "2025-02-01", **options: Any) -> None:
        path = tmp_path / "net.csv"
        if isinstance(data, Path):
            path = data
        else:
            path.write_bytes(data.encode() if isinstance(data, str) else data)
        call_command("import_network", str(path), collaboration=collaboration.slug, item=item, date=on, **options)

    return _bring


def test_knoke_matrix_creates_organizations_and_answers_once(
    bring: Any, collaboration: Collaboration, capsys: pytest.CaptureFixture[str]
):
    bring(KNOKE)
    assert (
        "organisations: 10 created, 0 matched\nanswers: 90 created, 0 changed, 0 the same, 0 refused"
        in capsys.readouterr().out
    )
    bring(KNOKE)
    assert (
        "organisations: 0 created, 10 matched\nanswers: 0 created, 0 changed, 90 the same, 0 refused"
        in capsys.readouterr().out
    )
    assert Answer.objects.filter(collaboration=collaboration, value=1).count() == 49
    assert [one.subject for one in AuditEvent.objects.filter(collaboration=collaboration, act="imported")] == [
        "network knoke_information_matrix.csv: 100 new"
    ]


def test_what_a_command_brought_is_taken_back_on_the_page(bring: Any, collaboration: Collaboration):
    before = Organization.objects.count()
    bring(KNOKE)
    batch = Import.objects.get()
    assert (batch.state, batch.asked_by, ImportRow.objects.count()) == ("written", None, 0)
    batch.move(Import.State.UNDOING, only_from=(Import.State.WRITTEN,))
    work_on(batch)
    assert (batch.state, Answer.objects.count(), Organization.objects.count()) == ("undone", 0, before)


def test_ties_find_organizations_by_name_or_label_whatever_the_case(bring: Any, collaboration: Collaboration):
    factories.organization(collaboration=collaboration, name="River Union", short_label="RU")
    bring("\ufefffrom;to;level\nru;Mill;3\nMILL;RU;2.5\n", item="joint-work")
    assert sorted(Answer.objects.values_list("rater__name", "subject__name", "value", "counted_on")) == [
        ("Mill", "River Union", Decimal("2.500"), date(2025, 2, 1)),
        ("River Union", "Mill", Decimal("3.000"), date(2025, 2, 1)),
    ]


REFUSED = {
    "empty": (b"", "The file is empty."),
    "only a head": (b"from,to,level\n", "Below its first row the file is empty."),
    "itself": (b"from,to,level\nA,A,1\n", "Tie 2: Both sides are the same organisation."),
    "twice": (b"from,to,level\nA,B,1\na,b,2\n", "Tie 3: It is about the same record as row 2."),
    "words": (b"from,to,level\nA,B,many\n", "Tie 2: “many” is not a number for “Value”."),
    "not a number": (b"from,to,level\nA,B,NaN\n", "Tie 2: “NaN” is not a number"),
    "huge": (b"from,to,level\nA,B,1e309\n", "Tie 2: “Value” must lie between 0 and 9999.999."),
    "below": (b"from,to,level\nA,B,-1\n", "Tie 2: “Value” must lie between 0 and 9999.999."),
    "nobody": (b"from,to,level\n,B,1\n", "Tie 2: “From” is empty; it is needed."),
    "a long name": (b"from,to,level\n" + b"A" * 161 + b",B,1\n", "“Name” is longer than 160 characters."),
    "NUL": (b"from,to,level\nA\0,B,1\n", "The file holds NUL characters; it is not a CSV file."),
    "hidden signs": ("from,to,level\nA\u202e,B,1\n".encode(), "“Name” holds signs that cannot be shown."),
    "quotation mark": (b'from,to,level\n"A,B,1\n', "Row 2 cannot be read: a quotation mark is missing"),
    "a long row": (b",A,B\nA,0,1\nB,1,0,4\n", "Row 3 of the matrix is longer than its first row."),
    "other names": (b",A,B\nA,0,1\nC,1,0\n", "a matrix needs the same names in its first row and first column"),
    "a name twice": (b",A,a\nA,0,1\na,1,0\n", "A name stands twice in the first row of the matrix."),
    "one bad row": (b"from,to,level\nA,B,1\nB,C,x\n", "Tie 3: “x” is not a number"),
    "703 columns": (b"," + b",".join(b"c%d" % n for n in range(702)) + b"\n1\n", "more than 702 columns"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_file_is_refused_with_row_and_reason_and_nothing_is_written(bring: Any, name: str):
    data, reason = REFUSED[name]
    before = Organization.objects.count()
    with pytest.raises(CommandError, match=r"^Nothing was written\.\nrefused  ") as refused:
        bring(data)
    assert reason in str(refused.value)
    assert (Organization.objects.count(), Answer.objects.exists(), Import.objects.exists()) == (before, False, False)
    assert not ImportRow.objects.exists()


@pytest.mark.parametrize(
    ("item", "on", "message"),
    [
        ("joint-work", "2025-02-01", "“Value” must lie between 0 and 5."),
        ("trust-open", "2025-02-01", "“Value” must lie between 1 and 4."),
        ("1 2", "2025-02-01", "“1 2” is no name of a relation"),
        ("exchange", "2098-01-01", "lies in the future"),
        ("exchange", "soon", "soon is not a date"),
    ],
)
def test_item_and_day_are_checked(bring: Any, item: str, on: str, message: str):
    with pytest.raises(CommandError, match=message):
        bring("from,to,level\nA,B,6\n", item, on)
    assert not Answer.objects.exists()
    assert not Import.objects.exists()


def test_a_name_much_like_one_here_is_refused_unless_it_is_said_to_be_new(bring: Any, collaboration: Collaboration):
    factories.organization(collaboration=collaboration, name="Ministry of Health")
    file = "from,to,level\nMill,Health Ministry,3\n"
    with pytest.raises(CommandError, match=r"Organisation 2: Health Ministry: The name is much like one"):
        bring(file)
    assert not Organization.objects.filter(name="Mill").exists()
    bring(file, similar_are_new=True)
    assert list(Answer.objects.values_list("rater__name", "subject__name")) == [("Mill", "Health Ministry")]


def test_a_network_of_500_organizations_and_5_000_ties_comes_as_a_list_and_as_a_matrix(
    bring: Any, collaboration: Collaboration, capsys: pytest.CaptureFixture[str]
):
    names = [f"Body {n * 7919:07}" for n in range(500)]
    ties = {(n, (n + step) % 500) for n in range(500) for step in range(1, 11)}
    lines = ["from,to,level", *(f"{names[a]},{names[b]},{1 + (a + b) % 3}" for a, b in sorted(ties))]
    bring("\n".join(lines))
    assert "500 created, 0 matched\nanswers: 5000 created" in capsys.readouterr().out
    grid = [[str(1 + (a + b) % 3) if (a, b) in ties else "" for b in range(500)] for a in range(500)]
    bring("\n".join([",".join(["", *names]), *(",".join([names[a], *row]) for a, row in enumerate(grid))]))
    assert "0 created, 500 matched\nanswers: 0 created, 0 changed, 5000 the same" in capsys.readouterr().out


names_of_organizations = st.text('abcXYZ äö,;"', min_size=1, max_size=8).map(lambda name: " ".join(name.split()))


@given(
    names=st.lists(names_of_organizations.filter(bool), min_size=2, max_size=8, unique_by=str.casefold), data=st.data()
)
def test_a_matrix_of_any_names_is_read(names: list[str], data: st.DataObject):
    pairs = [(a, b) for a in names for b in names if a != b]
    ties = set(data.draw(st.lists(st.sampled_from(pairs), unique=True)))
    quoted = {name: '"' + name.replace('"', '""') + '"' for name in names}
    rows = [[quoted[a], *(str(int((a, b) in ties)) for b in names)] for a in names]
    graph = open_graph("\n".join(",".join(row) for row in [['""', *quoted.values()], *rows]).encode())
    assert list(graph.nodes) == names
    assert {(tie.source, tie.target) for tie in graph.ties if tie.cells["value"] != "0"} == ties
    assert len(graph.ties) == len(pairs)
