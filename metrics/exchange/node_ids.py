"""The ids by which files call organisations: ours, which say whose they are, and those of other programs."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from django.db import connection

from collab.models import Collaboration, Organization
from collab.search import fold
from metrics.exchange.cells import Known, plain
from metrics.exchange.incoming.graph import Graph
from metrics.exchange.kinds_of_answers import FIRST_TIE, NETWORK
from metrics.models import Import

MOST_FILES = 20  # files that came before whose ids are remembered
SURE = 3  # organisations called the same under the same id make a file one that came before
_ours = re.compile(r"o([1-9][0-9]{0,17})-([0-9a-f]{8})")


def mark_of(collaboration: Collaboration) -> str:
    """Eight signs that tell the ids of a collaboration from those of others, here and after a move by archive."""
    return sha256(f"{collaboration.pk} {collaboration.created_at.isoformat()}".encode()).hexdigest()[:8]


def key_of(organization: int, mark: str) -> str:
    """How our files call an organisation. Example: 12, "3fa9c2d1" -> "o12-3fa9c2d1".

    No underscore or point: they break searches in Kumu.
    """
    return f"o{organization}-{mark}"


@dataclass(frozen=True)
class NodeIds:
    """Which organisations a file's ids mean."""

    ours: Mapping[str, int] = field(default_factory=dict)
    remembered: Mapping[str, int] = field(default_factory=dict)
    is_sure: bool = False
    merged: frozenset[str] = frozenset()  # ids of ours whose organisation another stands for

    @classmethod
    def of(cls, graph: Graph, batch: Import, known: Known) -> "NodeIds":
        """Ids of ours are as good as ours; those of others count only in a file that is seen to have come before."""
        rows = Organization.everyone.filter(collaboration=batch.collaboration)
        stands = {pk: survivor or pk for pk, survivor in rows.values_list("pk", "survivor")}
        mark = mark_of(batch.collaboration)
        found = {key: int(match[1]) for key in graph.nodes if (match := _ours.fullmatch(key)) and match[2] == mark}
        ours = {key: stands[pk] for key, pk in found.items() if pk in stands}
        merged = frozenset(key for key, pk in found.items() if stands.get(pk, pk) != pk)
        before = Import.objects.written(batch.collaboration, NETWORK.key).exclude(node_ids={})
        called = {key: _called(node.cells.get("name"), known) for key, node in graph.nodes.items()}
        for node_ids in before.values_list("node_ids", flat=True)[:MOST_FILES]:
            shared = {key: stands[node_ids[key]] for key in graph.nodes if node_ids.get(key) in stands}
            agreed = sum(called[key] == [pk] for key, pk in shared.items())
            if agreed > sum(bool(called[key]) and called[key] != [pk] for key, pk in shared.items()):
                return cls(ours, shared, agreed >= SURE and 2 * agreed >= len(shared), merged)
        return cls(ours, merged=merged)


def _called(name: object, known: Known) -> list[int]:
    return known.organizations.get(fold(" ".join(plain(name).split())), [])


def ids_of(batch: Import) -> dict[str, int]:
    """The ids of other programs in a file that is being written -> the organisations they mean."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT coalesce(jsonb_object_agg(cells ->> '_key', record::bigint), '{}')::text FROM metrics_importrow
            WHERE batch_id = %s AND number < %s AND record <> '' AND state <> 'refused' AND cells ? '_key'""",
            [batch.pk, FIRST_TIE],
        )
        found: dict[str, int] = json.loads(cursor.fetchone()[0])
    return found
