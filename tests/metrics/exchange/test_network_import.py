"""A network comes in from a file: all or nothing, and twice gives the same."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from collab.models import AuditEvent, Collaboration, Organization
from metrics.exchange.network_file import full_matrix, read_network
from metrics.exchange.network_import import ImportRefused, import_network
from partners.models import Answer
from tests import factories

KNOKE = Path(__file__).parents[2] / "data" / "knoke_information_matrix.csv"
ON = date(2025, 2, 1)


def run(collaboration: Collaboration, path: Path, item: str = "information-exchange", on: str = "2025-02-01") -> None:
    call_command("import_network", str(path), collaboration=collaboration.slug, item=item, date=on)


def test_knoke_matrix_creates_organizations_and_answers_once(
    collaboration: Collaboration, capsys: pytest.CaptureFixture[str]
):
    run(collaboration, KNOKE)
    assert (
        "organisations: 10 created, 0 matched\nanswers: 90 created, 0 changed, 0 the same, 0 refused"
        in capsys.readouterr().out
    )
    run(collaboration, KNOKE)
    assert (
        "organisations: 0 created, 10 matched\nanswers: 0 created, 0 changed, 90 the same, 0 refused"
        in capsys.readouterr().out
    )
    assert Answer.objects.filter(collaboration=collaboration, value=1).count() == 49
    assert AuditEvent.objects.filter(collaboration=collaboration, act="imported").count() == 2


def test_edge_list_matches_by_name_or_label_whatever_the_case(collaboration: Collaboration):
    factories.organization(collaboration=collaboration, name="River Union", short_label="RU")
    network = read_network("﻿from;to;level\nru;Mill;3\nMILL;RU;2.5\n".encode())
    report = import_network(network, collaboration=collaboration, item="joint-work", on=ON)
    assert (report.organizations_created, report.organizations_matched) == (["Mill"], ["ru"])
    assert sorted(Answer.objects.values_list("rater__name", "subject__name", "value")) == [
        ("Mill", "River Union", Decimal("2.500")),
        ("River Union", "Mill", Decimal("3.000")),
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "The file is empty."),
        (b"from,to,level\n", "The file holds no pair of organisations."),
        (b"from,to,level\nA,A,1\n", "row 2: An organisation cannot be tied to itself."),
        (b"from,to,level\nA,B,1\na,b,2\n", "row 3: This pair stands in the file already."),
        (b"from,to,level\nA,B,many\n", "row 2: “many” is not a number."),
        (b"from,to,level\nA,B,NaN\n", "row 2: NaN does not lie between 0 and 9999."),
        (b"from,to,level\nA,B,1e309\n", "row 2: 1e309 does not lie between 0 and 9999."),
        (b"from,to,level\nA,B,-1\n", "row 2: -1 does not lie between 0 and 9999."),
        (b"from,to,level\nA,B\n", "row 2: It has 2 cells; three are needed."),
        (b"from,to,level\n,B,1\n", "row 2: A name is missing."),
        (b"from,to,level\n" + b"A" * 161 + b",B,1\n", "row 2: A name is longer than 160 characters."),
        (b"from,to,level\nA\0,B,1\n", "The file holds NUL characters; it is not a CSV file."),
        ("from,to,level\nA\u202e,B,1\n".encode(), "row 2: A name holds characters that cannot be shown."),
        ("from,to,level\nÄ,B,1\n".encode("cp1252"), "The file is not in UTF-8. Save it as “CSV UTF-8”."),
        (b'from,to,level\n"A,B,1\n', "row 2: The quotation marks or the length of a cell make no sense."),
        (b",A,B\nA,0,1\nB,1\n", "row 3: It has 1 values; 2 are needed."),
        (b",A,B\nA,0,1\nC,1,0\n", "First row and first column must name the same organisations"),
        (b",A,a\nA,0,1\na,1,0\n", "row 1: A name stands twice in the first row."),
    ],
)
def test_bad_file_is_refused_with_row_and_reason(collaboration: Collaboration, data: bytes, reason: str):
    with pytest.raises(ImportRefused) as refused:
        import_network(read_network(data), collaboration=collaboration, item="exchange", on=ON)
    assert reason in "\n".join(str(one) for one in refused.value.refusals)
    assert not Answer.objects.exists()


def test_one_bad_row_refuses_all(collaboration: Collaboration, tmp_path: Path):
    path = tmp_path / "net.csv"
    path.write_text("from,to,level\nA,B,1\nB,C,x\n")
    before = Organization.objects.count()
    with pytest.raises(CommandError, match=r"Nothing was written\.\nrefused  row 3: “x” is not a number\."):
        run(collaboration, path)
    assert (Organization.objects.count(), Answer.objects.count()) == (before, 0)


@pytest.mark.parametrize(
    ("item", "on", "message"),
    [
        ("joint-work", "2025-02-01", "does not lie between 0 and 5"),
        ("trust-open", "2025-02-01", "does not lie between 1 and 4"),
        ("Not An Item", "2025-02-01", "The item “Not An Item” is refused"),
        ("exchange", "2999-01-01", "lies in the future"),
        ("exchange", "soon", "soon is not a date"),
    ],
)
def test_item_and_day_are_checked(collaboration: Collaboration, tmp_path: Path, item: str, on: str, message: str):
    path = tmp_path / "net.csv"
    path.write_text("from,to,level\nA,B,6\n")
    with pytest.raises(CommandError, match=message):
        run(collaboration, path, item, on)
    assert not Answer.objects.exists()


def test_empty_cell_is_cannot_say_not_zero(collaboration: Collaboration):
    import_network(read_network(b",A,B\nA,,\nB,0,\n"), collaboration=collaboration, item="exchange", on=ON)
    assert sorted(Answer.objects.values_list("rater__name", "value")) == [("A", None), ("B", Decimal(0))]


names_of_organizations = st.text("abcXYZ äö,;\"'", min_size=1, max_size=8).map(str.strip).filter(bool)


@given(names=st.lists(names_of_organizations, min_size=2, max_size=8, unique_by=str.casefold), data=st.data())
def test_what_is_written_as_a_matrix_reads_back(names: list[str], data: st.DataObject):
    pairs = [(a, b) for a in names for b in names if a != b]
    ties = set(data.draw(st.lists(st.sampled_from(pairs), unique=True)))
    network = read_network(full_matrix(names, ties).encode())
    assert network.names == names
    assert {pair for pair, value in network.values.items() if value} == ties
    assert len(network.values) == len(pairs)
