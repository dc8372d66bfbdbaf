"""Why a number is what it is, as far as a reader may know: parts, differences, pairs, evidence."""

from metrics.explain.changes import Change, change, trend
from metrics.explain.items import EvidenceItem, part_evidence
from metrics.explain.pairs import Member, PairExplanation, PairRow, pair, pairs_for
from metrics.explain.partners import as_score, partner_change, partner_evidence
from metrics.explain.parts import Part, parts
from metrics.explain.records import score_evidence

__all__ = [
    "Change", "EvidenceItem", "Member", "PairExplanation", "PairRow", "Part", "as_score", "change", "pair", "pairs_for",
    "part_evidence", "partner_change", "partner_evidence", "parts", "score_evidence", "trend",
]  # fmt: skip
