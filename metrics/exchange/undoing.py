"""An import is taken back as a whole, from the history: what it added goes, what it changed is as it was before."""
# ruff: noqa: S608  names of tables and columns come from our own models, values are parameters

import logging
from typing import Any

import pghistory
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import Model, Q
from django.utils.translation import gettext as _

from collab.models import AuditEvent, Collaboration, MovedRow, Organization, Person
from metrics.exchange.kinds import KINDS
from metrics.exchange.matching import BY_SETS
from metrics.exchange.writing import Refused, check_constraints, models_of
from metrics.models import Import

logger = logging.getLogger(__name__)
SHOWN = 3  # merges that a refusal names
LOOKED_AT = 5_000  # changed records of which merges are searched


def undo(batch: Import) -> None:
    """Take an import back. Refused as a whole, with the reason, where later work stands on it. Safe to run twice."""
    kind = KINDS[batch.kind]
    models = list(reversed(models_of(kind)))
    try:
        with transaction.atomic(), pghistory.context(user=batch.asked_by_id, undone=str(batch.pk)):
            Collaboration.objects.select_for_update(no_key=True).get(pk=batch.collaboration_id)
            locked = Import.objects.select_for_update().get(pk=batch.pk)
            if locked.state != Import.State.UNDOING:
                return
            with connection.cursor() as cursor:
                cursor.execute(BY_SETS)
            for model in models:
                _check_untouched(model, locked)
            for model in models:
                _delete_added(model, locked)
                _restore_changed(model, locked)
            check_constraints()
            AuditEvent.record(
                AuditEvent.Act.IMPORTED, collaboration=locked.collaboration, user=locked.asked_by,
                subject=f"undone: {locked.kind} {locked.file_name}",
            )  # fmt: skip
            locked.move(Import.State.UNDONE, only_from=(Import.State.UNDOING,))
    except Refused as refused:
        batch.move(Import.State.WRITTEN, only_from=(Import.State.UNDOING,), trouble=str(refused))
    except IntegrityError as error:
        batch.move(Import.State.WRITTEN, only_from=(Import.State.UNDOING,), trouble=_used_by(error))
    batch.refresh_from_db()
    logger.info("import %s: %s", batch.pk, batch.state)


def _check_untouched(model: type[Model], batch: Import) -> None:
    """Everything must stand as this import left it; what was changed and changed back since does."""
    events: Any = model.pgh_event_model  # type: ignore[attr-defined]
    table = events._meta.db_table
    aside = [one.column for one in events._meta.concrete_fields if one.column.startswith("pgh_")] + ["version"]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""WITH mine AS (SELECT DISTINCT ON (pgh_obj_id) * FROM {table} WHERE pgh_context_id = %s
                ORDER BY pgh_obj_id, pgh_id DESC),
            newest AS (SELECT DISTINCT ON (e.pgh_obj_id) e.* FROM {table} e
                JOIN mine ON mine.pgh_obj_id = e.pgh_obj_id ORDER BY e.pgh_obj_id, e.pgh_id DESC)
            SELECT array_agg(mine.pgh_obj_id::text) FROM mine
            JOIN newest ON newest.pgh_obj_id = mine.pgh_obj_id AND newest.pgh_id > mine.pgh_id
            WHERE newest.pgh_label = 'delete'
                OR to_jsonb(newest) - %s::text[] IS DISTINCT FROM to_jsonb(mine) - %s::text[]""",
            [batch.context, aside, aside],
        )
        changed = cursor.fetchone()[0] or []
    reason = _why(model, batch, changed)
    if reason:
        raise Refused(reason)


def _why(model: type[Model], batch: Import, changed: list[str]) -> str:
    """Why it stays, if it does: a merge is taken back first, as it comes back as if it had never been."""
    if merges := _merges(model, batch, changed):
        said = {"merges": "; ".join(merges[:SHOWN]) + (" …" if len(merges) > SHOWN else "")}
        return (
            _(
                "Records of this import were merged since (%(merges)s). Take these merges back first, each on the"
                " page of the one that stands; then this import can be taken back too. Nothing was undone."
            )
            % said
        )
    if not changed:
        return ""
    said = {"count": str(len(changed)), "what": str(model._meta.verbose_name_plural)}
    return _("%(count)s records of this import were changed since (%(what)s). Nothing was undone.") % said


def _merges(model: type[Model], batch: Import, changed: list[str]) -> list[str]:
    """Merges that moved these records, or lead to or from one that the import brought. Example: "Old Mill → Mill"."""
    events: Any = model.pgh_event_model  # type: ignore[attr-defined]
    added = events.objects.filter(pgh_context_id=batch.context, pgh_label="insert").values("pgh_obj_id")
    moved = MovedRow.objects.filter(
        collaboration=batch.collaboration_id, of_table=model._meta.db_table, of_row__in=changed[:LOOKED_AT]
    )
    found = []
    for merged, name in ((Organization, "organization"), (Person, "person")):
        which = Q(pk__in=moved.values(name))
        if merged is model:
            which |= Q(pk__in=changed[:LOOKED_AT]) | Q(merged_into__in=added)
        gone = merged.everyone.filter(which, collaboration=batch.collaboration_id).exclude(merged_into=None)
        found += [f"{one} → {one.merged_into}" for one in gone.select_related("merged_into").order_by("name")]
    return found


def _delete_added(model: type[Model], batch: Import) -> None:
    events: Any = model.pgh_event_model  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""DELETE FROM {model._meta.db_table} t USING {events._meta.db_table} e
            WHERE e.pgh_context_id = %s AND e.pgh_label = 'insert' AND t.id = e.pgh_obj_id""",
            [batch.context],
        )


def _restore_changed(model: type[Model], batch: Import) -> None:
    """Each changed record as the history held it just before."""
    events: Any = model.pgh_event_model  # type: ignore[attr-defined]
    table = events._meta.db_table
    kept = {one.column for one in events._meta.concrete_fields}
    own = [one for one in model._meta.concrete_fields if not one.primary_key and not one.generated]
    names = [one.column for one in own if one.column in kept and one.name not in ("version", "created_at")]
    sets = [f"{name} = before.{name}" for name in names]
    if any(one.name == "version" for one in model._meta.concrete_fields):
        sets.append("version = t.version + 1")
    with connection.cursor() as cursor:
        cursor.execute(
            f"""UPDATE {model._meta.db_table} t SET {", ".join(sets)}
            FROM (SELECT DISTINCT ON (mine.pgh_obj_id) before.* FROM {table} mine
                  JOIN {table} before ON before.pgh_obj_id = mine.pgh_obj_id AND before.pgh_id < mine.pgh_id
                  WHERE mine.pgh_context_id = %s AND mine.pgh_label = 'update'
                    AND before.pgh_context_id IS DISTINCT FROM mine.pgh_context_id
                  ORDER BY mine.pgh_obj_id, before.pgh_id DESC) before
            WHERE t.id = before.pgh_obj_id""",
            [batch.context],
        )


def _used_by(error: IntegrityError) -> str:
    """Which later work stands on what the import added."""
    table = getattr(getattr(error.__cause__, "diag", None), "table_name", "") or ""
    model: Any = next((one for one in apps.get_models() if one._meta.db_table == table), None)
    what = str(model._meta.verbose_name_plural) if model else table
    return _("Later records stand on what this import added (%(what)s). Nothing was undone.") % {"what": what}
