"""The first look at a file that came: what it holds, which column is which; found by a worker, kept for the page.

Nothing here runs in a request but `glance`, which reads a few signs: what a file was made to do, it does to a worker.
"""

import logging
from typing import Any

from django.utils.translation import get_language

from collab.models import Collaboration
from metrics.exchange.incoming.graph import Graph
from metrics.exchange.incoming.opening import MARKS, open_graph
from metrics.exchange.kinds import KINDS, Kind
from metrics.exchange.mapping import guess, samples, writing_of
from metrics.exchange.sheets import WEB_PAGE, check_signs, open_sheet
from metrics.exchange.staging import known_of
from metrics.exchange.workbook import FileRefused
from metrics.models import Import
from partners.models import JOINT_WORK_ITEM

logger = logging.getLogger(__name__)


def glance(data: bytes, kind: Kind) -> None:
    """Refuse what its size or its first signs show to be none of ours. Raises FileRefused with the reason."""
    check_signs(data)
    if not kind.steps and data.lstrip(MARKS).startswith(b"<"):
        raise FileRefused(WEB_PAGE)


def open_file(batch: Import) -> None:
    """Open the file of an import and keep what its page asks about, or why it cannot be taken. Safe to run twice."""
    try:
        values = _as_before(batch, look_over(batch))
    except FileRefused as refused:
        batch.move(Import.State.REFUSED, only_from=(Import.State.OPENING,), trouble=str(refused), content=b"")
    else:
        batch.move(Import.State.COLUMNS, only_from=(Import.State.OPENING,), **values)
    logger.info("import %s opened: %s", batch.pk, batch.state)


def _as_before(batch: Import, values: dict[str, Any]) -> dict[str, Any]:
    """A network whose ties name no relation begins with the one that was said of the last such network."""
    if not values["found"].get("without_item"):
        return values
    last = Import.objects.written(batch.collaboration, batch.kind).filter(found__without_item__gt=0).first()
    if last is None or last.written_at is None:
        return values
    day = last.written_at.astimezone(batch.collaboration.zone).date()
    found = values["found"] | {"item_as_on": day.isoformat()}
    return values | {"found": found, "writing": values["writing"] | {"item": last.writing["item"]}}


def look_over(batch: Import) -> dict[str, Any]:
    """What a file holds and a first guess of its columns, as fields of an import. Raises FileRefused."""
    kind, content = KINDS[batch.kind], bytes(batch.content)
    if kind.steps:
        return asked_of(open_graph(content), batch.collaboration)
    sheet = open_sheet(content)
    peek = sheet.peek()
    examples = [one["values"] for one in samples(sheet.headers, peek)]
    return {
        "found": {"headers": sheet.headers, "samples": examples, "notes": sheet.notes},
        "writing": writing_of(peek, language=get_language() or "en"),
        "columns": guess(kind, sheet.headers, peek, known_of(batch)),
    }


def asked_of(graph: Graph, collaboration: Collaboration) -> dict[str, Any]:
    """How much there is in a network, and what its ties leave open."""
    found = {
        "organizations": len(graph.nodes), "ties": len(graph.ties),
        "without_item": sum("item" not in tie.cells for tie in graph.ties),
        "without_day": sum("counted_on" not in tie.cells for tie in graph.ties),
    }  # fmt: skip
    return {
        "found": found,
        "writing": {"item": JOINT_WORK_ITEM, "counted_on": collaboration.today().isoformat()},
    }
