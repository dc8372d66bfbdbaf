"""Words of records in a column of their own, folded (no case, no accents), so that search is one look into an index.

The column is made by PostgreSQL from the columns named here; private notes are not among them. Its first word names the
collaboration, so the index itself stays within it. The models do not know the column: it is never loaded with a row.
"""

from django.db import migrations

TEXTS = {
    "meeting": ("topics", "summary"), "person": ("name", "job_title"), "organization": ("name", "short_label", "place"),
    "commitment": ("text", "reason"), "decision": ("text",),
}  # fmt: skip

# letters that are no base letter with a mark, and signs that part words
FOLD = r"""
CREATE FUNCTION collab_fold(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN translate(
  replace(lower(regexp_replace(normalize(words, NFKD), '[\u0300-\u036f\u064b-\u065f]', '', 'g')), 'ß', 'ss'),
  'øłđħıæœ' || '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', 'oldhiao' || repeat(' ', 32))
"""


def _column(table: str, columns: tuple[str, ...]) -> migrations.RunSQL:
    text = " || ' ' || ".join(columns)
    return migrations.RunSQL(
        f"ALTER TABLE collab_{table} ADD COLUMN words tsvector GENERATED ALWAYS AS"
        f" (to_tsvector('simple'::regconfig, 'in' || collaboration_id::text || 'collaboration ' || collab_fold({text})))"
        f" STORED; CREATE INDEX collab_{table}_words ON collab_{table} USING gin (words) WITH (fastupdate = off)",
        f"ALTER TABLE collab_{table} DROP COLUMN words",
    )


class Migration(migrations.Migration):
    dependencies = [("collab", "0009_reminders")]
    operations = [
        migrations.RunSQL(FOLD, "DROP FUNCTION collab_fold(text)"),
        *(_column(table, columns) for table, columns in TEXTS.items()),
    ]
