"""A collaboration moves from one installation to another that has its own keys and its own people."""

from pathlib import Path

import pytest

from tests.ops.test_backup import open_copy, told

pytestmark = pytest.mark.slow
ONE = "mesa-riberena"
WORDS = {"GROUNDWORK_ARCHIVE_PASSPHRASE": "correct horse battery staple"}
FIGURES = f"""
from collab.models import Meeting, Score
print(sorted(Score.objects.filter(collaboration__slug="{ONE}").values_list("metric", "month", "value", "low")))
noted = Meeting.objects.filter(collaboration__slug="{ONE}").exclude(private_note_sealed=b"").order_by("pk")
print([one.private_note for one in noted])
"""


def test_an_archive_restores_in_a_new_installation_to_equal_scores(tmp_path: Path) -> None:
    first, second, file = open_copy(tmp_path / "first"), open_copy(tmp_path / "second"), tmp_path / "one.archive"
    for verb in ("migrate", "load_demo", "recompute"):
        done = first.dev("manage", verb)
        assert done.returncode == 0, done.stderr
    done = first.dev("manage", "archive", str(file), "--collaboration", ONE, **WORDS)
    assert done.returncode == 0, done.stderr
    assert file.stat().st_mode & 0o777 == 0o600
    for verb in (["migrate"], ["first_admin", "ada@example.org"], ["restore_archive", str(file)], ["recompute"]):
        done = second.dev("manage", *verb, **WORDS)
        assert done.returncode == 0, done.stderr
    assert told(second, FIGURES, 2) == told(first, FIGURES, 2)
    assert len(told(first, FIGURES, 2)) > 1000
    again = second.dev("manage", "restore_archive", str(file), **WORDS)
    assert (again.returncode, f"there is a collaboration {ONE} already" in again.stderr) == (1, True)
