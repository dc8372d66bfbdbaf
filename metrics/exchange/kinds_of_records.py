"""Meetings, commitments, ratings, resources and mandates as they stand in tables."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collab.models import Attendance, Commitment, Meeting, Resource
from government.models import Mandate
from metrics.exchange import cells
from metrics.exchange.kind import BY_ID, ID, Column, Kind, Part, folded
from metrics.exchange.reasons import Wrong
from partners.models import HIGHEST_LEVEL, ReadinessRating


def _other_side(values: dict[str, Any]) -> None:
    if values.get("promisee_id") is not None and values.get("promisee_id") == values.get("promiser_id"):
        raise Wrong("itself", column="promisee_id")
    if values.get("due_on", "9") < values.get("made_on", ""):
        raise Wrong("order", column="due_on", other="made_on")
    is_open = values.get("outcome", "open") == "open"
    if not is_open and "closed_on" not in values:
        raise Wrong("missing", column="closed_on")
    if is_open:
        values.pop("closed_on", None)


def _worth(values: dict[str, Any]) -> None:
    """What a resource is worth at its rate; a rate that the file does not name stays as it is."""
    rate = Decimal(values.get("unit_rate", "1"))
    worth = str((Decimal(values["amount"]) * rate).quantize(Decimal("0.01"), ROUND_HALF_UP))
    if "unit_rate" in values:
        values["value"] = worth
    else:
        values["_new"] = {"value": worth}


def _ends_after(values: dict[str, Any]) -> None:
    if values.get("to_on", "9") < values.get("from_on", ""):
        raise Wrong("order", column="to_on", other="from_on")


MEETINGS = Kind(
    key="meetings", label=_("Meetings"), hint=_("When, how, topics, who was there …"), model=Meeting,
    columns=(
        ID,
        Column("held_at", _("When"), cells.moment, "when|date|held at|held on|day|date and time|fecha|cuando|data"
               "|quando"
               "|datum|wann|tag", is_needed=True),
        Column("topics", _("Topics"), cells.text(200), "topics|topic|title|subject|agenda|tema|temas|asunto|titulo"
               "|assunto"
               "|pauta|themen|thema|titel|betreff"),
        Column("mode", _("How"), cells.choice(Meeting.Mode, {
                   "online": "video", "zoom": "video", "teams": "video", "phone": "call", "face to face": "in person",
                   "email": "message", "virtual": "video",
                   "en linea": "video", "presencial": "in person", "telefon": "call", "videoanruf": "video",
               }), "how|mode|medium|channel|modo|canal|modalidad|modalidade|art|weise"),
        Column("kind", _("Kind"), cells.choice(Meeting.Kind), "kind|type|tipo|typ|meeting type"),
        Column("summary", _("What happened"), cells.text(20_000, lines=True),
               "what happened|summary|minutes|notes|resumen|acta|resumo|ata|protokoll|zusammenfassung"),
        Column("_organizations", _("Organisations present"), cells.several(cells.organization),
               "organisations|organizations|organisations present|present|attendance|participants|organizaciones"
               "|asistentes|organizacoes|presentes|organisationen|anwesend|teilnehmer", names="organization"),
    ),
    rules=(
        BY_ID,
        "t.held_at = (r.cells->>'held_at')::timestamptz"
        " AND collab_fold(t.topics) = collab_fold(coalesce(r.cells->>'topics', ''))",
    ),
    identity=lambda values: folded(values, "id", "held_at", "topics"),
    parts=(Part("_organizations", Attendance, "meeting_id", "organization_id"),),
)  # fmt: skip

COMMITMENTS = Kind(
    key="commitments", label=_("Commitments"), hint=_("Who promised what to whom, until when …"), model=Commitment,
    columns=(
        ID,
        Column("promiser_id", _("Who promised"), cells.organization, "who promised|promiser|who|organisation"
               "|organization"
               "|from|owner|responsible|quien|responsable|organizacion|quem|responsavel|organizacao|wer"
               "|verantwortlich",
               is_needed=True, names="organization"),
        Column("text", _("What was promised"), cells.text(400), "what was promised|commitment|promise|what|action"
               "|task"
               "|text|compromiso|que|accion|compromisso|o que|acao|zusage|was|aufgabe", is_needed=True),
        Column("promisee_id", _("To whom"), cells.organization, "to whom|promisee|to|a quien|para|a quem|an wen|wem",
               names="organization"),
        Column("person_id", _("In person"), cells.person, "in person|person|contact|persona|pessoa|contacto|contato",
               names="person"),
        Column("made_on", _("Made on"), cells.past_day, "made on|made|date|agreed on|fecha|acordado el|data"
               "|acordado em|fecha de compromiso|fecha del compromiso"
               "|datum|zugesagt am", is_needed=True),
        Column("due_on", _("Due on"), cells.day, "due on|due|deadline|due date|fecha limite|vence|prazo|vencimento"
               "|fallig"
               "|fallig am|frist|bis", is_needed=True),
        Column("outcome", _("Outcome"), cells.choice(Commitment.Outcome, {
                   "done": "kept", "not kept": "broken", "pending": "open", "abierto": "open", "pendiente": "open",
                   "pendente": "open", "aberto": "open", "offen": "open", "cumplido": "kept", "cumprido": "kept",
                   "erledigt": "kept", "hecho": "kept", "incumplido": "broken", "no cumplido": "broken",
               }),
               "outcome|status|estatus|state|estado|resultado|situacao|ergebnis|stand"),
        Column("closed_on", _("Closed on"), cells.past_day, "closed on|closed|done on|cerrado el|fechado em"
               "|erledigt am"),
        Column("reason", _("Reason"), cells.text(400), "reason|why|comment|motivo|razon|grund|kommentar"),
    ),
    rules=(
        BY_ID,
        "t.promiser_id = (r.cells->>'promiser_id')::bigint AND collab_fold(t.text) = collab_fold(r.cells->>'text')"
        " AND t.made_on = (r.cells->>'made_on')::date",
    ),
    identity=lambda values: folded(values, "id", "promiser_id", "text", "made_on"),
    check=_other_side,
)  # fmt: skip

RATINGS = Kind(
    key="ratings", label=_("Readiness ratings"), hint=_("Partner, criterion, level, who judged, when …"),
    model=ReadinessRating,
    columns=(
        ID,
        Column("partner_id", _("Partner"), cells.partner, "partner|organisation|organization|rated|socio|organizacion"
               "|parceiro|organizacao", is_needed=True, names="partner"),
        Column("criterion", _("Criterion"), cells.choice(ReadinessRating.Criterion), "criterion|criteria|item"
               "|criterio"
               "|kriterium|merkmal", is_needed=True),
        Column("assessor_id", _("Assessor"), cells.organization, "assessor|rated by|rater|judged by|evaluador"
               "|calificado por|avaliador|avaliado por|bewertet von|bewerter", is_needed=True, names="organization"),
        Column("rated_on", _("Rated on"), cells.past_day, "rated on|date|day|fecha|data|datum"
               "|bewertet am", is_needed=True),
        Column("level", pgettext_lazy("rating", "Level"), cells.number(0, HIGHEST_LEVEL), "level|rating|score|value"
               "|nivel"
               "|calificacion|nota|stufe|wert|bewertung"),
        Column("evidence", _("Evidence"), cells.text(400), "evidence|reason|why|note|evidencia|prueba|beleg|grund"),
        Column("link", _("Link to the evidence"), cells.url, "link|link to the evidence|enlace|source|fuente|quelle"),
    ),
    rules=(
        BY_ID,
        "t.partner_id = (r.cells->>'partner_id')::bigint AND t.criterion = r.cells->>'criterion'"
        " AND t.assessor_id = (r.cells->>'assessor_id')::bigint AND t.rated_on = (r.cells->>'rated_on')::date",
    ),
    identity=lambda values: folded(values, "id", "partner_id", "criterion", "assessor_id", "rated_on"),
)  # fmt: skip

RESOURCES = Kind(
    key="resources", label=_("Resources"), hint=_("Who gave what, how much, when …"), model=Resource,
    columns=(
        ID,
        Column("organization_id", _("Organisation"), cells.organization, "organisation|organization|given by|who"
               "|donor"
               "|organizacion|donante|organizacao|doador|geber|wer", is_needed=True, names="organization"),
        Column("text", _("What it is"), cells.text(200), "what it is|what|text|description|descripcion|que"
               "|descricao|o que"
               "|beschreibung|was", is_needed=True),
        Column("kind", _("Kind"), cells.choice(Resource.Kind, {
                   "in kind": "in kind", "cash": "money", "especie": "in kind", "efectivo": "money",
                   "dinero": "money", "dinheiro": "money",
                   "geld": "money", "sachleistung": "in kind",
               }), "kind|type|tipo|art", is_needed=True),
        Column("amount", _("Amount"), cells.number(Decimal("0.01"), Decimal("9999999999"), 2),
               "amount|quantity|value|monto|cantidad|valor|quantidade|betrag|menge", is_needed=True),
        Column("unit", _("Unit"), cells.text(20), "unit|currency|unidad|moneda|unidade|moeda|einheit|wahrung",
               is_needed=True),
        Column("unit_rate", _("Worth of one unit"), cells.number(0, Decimal("99999999"), 4),
               "worth of one unit|rate|unit rate|exchange rate|tasa|tipo de cambio|taxa|kurs|satz"),
        Column("given_on", _("Given on"), cells.past_day, "given on|date|day|fecha|data|datum"
               "|gegeben am", is_needed=True),
    ),
    rules=(
        BY_ID,
        "t.organization_id = (r.cells->>'organization_id')::bigint AND t.kind = r.cells->>'kind'"
        " AND t.text = r.cells->>'text' AND t.amount = (r.cells->>'amount')::numeric"
        " AND t.given_on = (r.cells->>'given_on')::date",
    ),
    identity=lambda values: folded(values, "id", "organization_id", "kind", "text", "amount", "given_on"),
    check=_worth,
)  # fmt: skip

MANDATES = Kind(
    key="mandates", label=_("Mandates"), hint=_("Public body, level, topic, weight …"), model=Mandate,
    columns=(
        ID,
        Column("body_id", _("Public body"), cells.organization, "public body|body|organisation|organization|authority"
               "|organismo|entidad publica|orgao|orgao publico|behorde|stelle", is_needed=True, names="organization"),
        Column("level", pgettext_lazy("mandate", "Level"), cells.choice(Mandate.Level, {
                   "local": "municipal", "state": "regional", "provincial": "regional", "federal": "national",
                   "municipal": "municipal", "estatal": "regional", "estadual": "regional", "nacional": "national",
               }), "level|nivel|ebene", is_needed=True),
        Column("topic", _("Topic"), cells.text(120), "topic|subject|mandate|tema|assunto|thema"
               "|mandat", is_needed=True),
        Column("decides", _("What they decide"), cells.text(2000, lines=True),
               "what they decide|decides|competence|decide|que decide|o que decide|entscheidet|zustandigkeit"),
        Column("weight", _("Weight"), cells.number(1, 3), "weight|importance|peso|importancia|gewicht"),
        Column("from_on", _("Matters from"), cells.day, "matters from|from|since|desde|a partir de|ab|seit|von",
               is_needed=True),
        Column("to_on", _("Until"), cells.day, "until|to|hasta|ate|bis"),
    ),
    rules=(
        BY_ID,
        "t.body_id = (r.cells->>'body_id')::bigint AND collab_fold(t.topic) = collab_fold(r.cells->>'topic')"
        " AND t.to_on IS NULL",
    ),
    identity=lambda values: folded(values, "id", "body_id", "topic"),
    check=_ends_after,
)  # fmt: skip
