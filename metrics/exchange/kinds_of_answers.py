"""Answers about other organisations as tables hold them, and networks as other programs do: organisations and ties."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from metrics.exchange import cells
from metrics.exchange.kind import Column, Kind, folded
from metrics.exchange.kinds_of_directory import ORGANIZATIONS
from metrics.exchange.reasons import Wrong
from partners.models import JOINT_WORK_ITEM, PERCEIVED_ITEMS, ROSTER_ITEM, TRUST_ITEMS, Answer

RANGES = {item: (1, 4) for item in TRUST_ITEMS} | {item: (1, 5) for item in PERCEIVED_ITEMS} | {JOINT_WORK_ITEM: (0, 5)}
FIRST_TIE = 2_000_000  # staged rows from this number on are ties; no spreadsheet has so many rows
LAST_NUMBER = 2**31 - 1
# An answer of a person, or of a wave, was given in confidence or to somebody else: a file never finds and never changes
# one, so it cannot be used to read them either.
SAME_TIE = (
    "t.survey_id IS NULL AND t.rater_person_id IS NULL AND t.rater_id = (r.cells->>'rater_id')::bigint"
    " AND t.subject_id IS NOT DISTINCT FROM (r.cells->>'subject_id')::bigint AND t.item = r.cells->>'item'"
    " AND t.counted_on = (r.cells->>'counted_on')::date"
)


def _check(values: dict[str, Any]) -> None:
    """What an item allows: who is spoken of, and on which scale."""
    item, about = values["item"], values.get("subject_id")
    if about is not None and about == values.get("rater_id"):
        raise Wrong("itself", column="subject_id")
    if about is None and item not in PERCEIVED_ITEMS:
        raise Wrong("missing", column="subject_id")
    if about is not None and item in PERCEIVED_ITEMS:
        raise Wrong("whole", column="subject_id")
    check_level(values)


def check_level(values: dict[str, Any]) -> None:
    """Refuse a level that does not lie on the scale of its item, and items that only a survey asks."""
    low, high = RANGES.get(values["item"], (0, None))
    if values["item"] == ROSTER_ITEM:
        raise Wrong("choice", column="item", cell=ROSTER_ITEM)
    if values.get("value") is not None and high is not None and not low <= Decimal(values["value"]) <= high:
        raise Wrong("range", column="value", low=str(low), high=str(high))


ITEM = Column("item", _("Item"), cells.item, "item|question|relation|pregunta|relacion|pergunta|relacao|frage|beziehung"
              "|type|tipo", is_needed=True)  # fmt: skip
VALUE = Column("value", pgettext_lazy("answer", "Value"), cells.level, "value|level|score|answer|rating|strength|weight"
               "|valor|nivel|respuesta|puntaje|resposta|nota|wert|antwort|stufe")  # fmt: skip
DAY = Column("counted_on", _("Counts from"), cells.past_day, "counts from|date|day|counted on|since|wave|fecha|desde"
             "|data|datum|seit", is_needed=True)  # fmt: skip

ANSWERS = Kind(
    key="answers", label=_("Survey answers"), hint=_("Who says it, of whom, on which item, which value, when …"),
    model=Answer,
    columns=(
        Column("rater_id", _("Who says it"), cells.organization, "who says it|rater|from|source|respondent|organisation"
               "|organization|by|quien|de|encuestado|organizacion|quem|respondente|organizacao|wer|von|befragt",
               is_needed=True, names="organization"),
        Column("subject_id", _("Of whom"), cells.organization, "of whom|subject|about|to|target|partner|de quien|a"
               "|sobre|socio|parceiro|para|von wem|uber|an", names="organization"),
        ITEM, VALUE, DAY,
    ),
    rules=(SAME_TIE,),
    identity=lambda values: folded(values, "rater_id", "subject_id", "item", "counted_on"),
    check=_check, defaults={"source": Answer.Source.IMPORT.value},
)  # fmt: skip

_of_organization = ("name", "short_label", "sector")
NODES = replace(
    ORGANIZATIONS, columns=tuple(one for one in ORGANIZATIONS.columns if one.name in _of_organization),
    numbers=(0, FIRST_TIE - 1), has_dependants=True,
)  # fmt: skip
TIES = Kind(
    key="ties", label=_("Ties"), hint=_("Ties"), model=Answer,
    columns=(
        Column("_from", _("From"), cells.text(160), ""), Column("_to", _("To"), cells.text(160), ""), ITEM, VALUE, DAY,
    ),
    rules=(SAME_TIE,),
    identity=lambda values: folded(values, "_source", "_target", "item", "counted_on"),
    check=check_level, defaults={"source": Answer.Source.IMPORT.value}, numbers=(FIRST_TIE, LAST_NUMBER),
)  # fmt: skip
NETWORK = replace(
    NODES, key="network", label=_("A network"),
    hint=_("Kumu (.xlsx or .json), GEXF, GraphML, a list of ties or a matrix: organisations and their ties"),
    steps=(NODES, TIES),
)  # fmt: skip
