"""A backup restores into an empty place with every record, every score and every private note."""

import shutil
from pathlib import Path

import pytest

from tests.ops.copies import Copy, copy_to

COUNTS = """
from collab.models import Meeting, Score
from django.db.models import Sum
note = Meeting.objects.exclude(private_note_sealed=b"").order_by("pk").first()
print(Meeting.objects.count(), Score.objects.count(), Score.objects.aggregate(t=Sum("value"))["t"], note.private_note)
"""

pytestmark = pytest.mark.slow


def open_copy(folder: Path) -> Copy:
    """A checkout that the database's own user may enter."""
    found = copy_to(folder)
    for one in (folder, *folder.parents):
        if one.owner() == folder.owner() and one.stat().st_mode & 0o11 == 0:
            one.chmod(0o711)
    return found


def told(copy: Copy, question: str = COUNTS, lines: int = 1) -> str:
    done = copy.dev("manage", "shell", "-v0", "-c", question)
    assert done.returncode == 0, done.stderr
    return "\n".join(done.stdout.strip().splitlines()[-lines:])


def test_scores_and_notes_are_equal_after_a_restore(tmp_path: Path) -> None:
    first, file = open_copy(tmp_path / "first"), tmp_path / "groundwork.dump"
    early = first.dev("manage", "first_admin", "ada@example.org")
    assert (early.returncode, early.stderr.count("\n")) == (1, 1)
    assert "run ./dev up once" in early.stderr
    for verb in ("migrate", "load_demo", "recompute"):
        done = first.dev("manage", verb)
        assert done.returncode == 0, done.stderr
    done = first.dev("backup", str(file))
    assert done.returncode == 0, done.stderr
    second = open_copy(tmp_path / "second")
    (second.root / "var").mkdir(exist_ok=True)
    shutil.copy2(first.root / "var" / "secrets.json", second.root / "var" / "secrets.json")
    done = second.dev("restore", str(file))
    assert done.returncode == 0, done.stderr
    assert told(second) == told(first)
    assert int(told(second).split()[0]) > 100
    checked = second.dev("manage", "recompute", "--check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
