"""Why a number is what it is, as far as a reader may know: parts, differences, pairs, evidence."""

from metrics.explain.changes import Change, change, trend
from metrics.explain.items import EvidenceItem, part_evidence
from metrics.explain.mandates import MandateScores, mandate_scores
from metrics.explain.offices import mandate_evidence
from metrics.explain.pairs import Member, PairExplanation, PairRow, pair, pairs_for
from metrics.explain.partners import as_score, partner_change, partner_evidence
from metrics.explain.parts import Part, parts
from metrics.explain.records import score_evidence
from metrics.explain.sentences import change_sentence, reasons, score_sentence

__all__ = [
    "Change", "EvidenceItem", "MandateScores", "Member", "PairExplanation", "PairRow", "Part", "as_score", "change",
    "change_sentence", "mandate_evidence", "mandate_scores", "pair", "pairs_for", "part_evidence", "partner_change",
    "partner_evidence", "parts", "reasons", "score_evidence", "score_sentence", "trend",
]  # fmt: skip
