"""Organisations and people as they stand in tables."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from collab.models import Affiliation, Organization, Person
from metrics.exchange import cells
from metrics.exchange.kind import BY_ID, ID, Column, Kind, Part, folded

ORGANIZATIONS = Kind(
    key="organizations", label=_("Organisations"), hint=_("Name, sector, place, website …"), model=Organization,
    columns=(
        ID,
        Column("name", _("Name"), cells.text(160),
               "nombre de la organizacion|nome da organizacao|name der organisation|"
               "name|organisation|organization|organisation name|primary organization|nombre|organizacion|nome"
               "|organizacao|organisationsname|label|partner|institution|institucion|instituicao|entidad|entidade",
               is_needed=True),
        Column("short_label", _("Short label"), cells.text(12),
               "short label|short name|abbreviation|acronym|node label|sigla|siglas|abreviatura|kurzel|kurzname"
               "|abkurzung"),
        Column("sector", _("Sector"), cells.choice(Organization.Sector, {
                   "ngo": "nonprofit", "ong": "nonprofit", "nro": "nonprofit", "non profit": "nonprofit",
                   "civil society": "nonprofit", "foundation": "philanthropy", "fundacion": "philanthropy",
                   "fundacao": "philanthropy", "stiftung": "philanthropy", "private sector": "business",
                   "company": "business", "empresa": "business", "public": "government", "public sector": "government",
                   "gobierno": "government", "governo": "government", "university": "academia", "research": "academia",
                   "sociedad civil": "nonprofit",
                   "sociedade civil": "nonprofit", "sector privado": "business", "setor privado": "business",
                   "privado": "business", "sector publico": "government", "setor publico": "government",
                   "publico": "government",
                   "universidad": "academia", "universidade": "academia", "un": "multilateral", "press": "media",
               }), "sector|type|kind|tipo|setor|sektor|art|category|categoria"),
        Column("is_local", _("Local to the country"), cells.flag,
               "local|is local|es local|local or foreign|local to the country|nacional|lokal|ortlich|inlandisch"),
        Column("place", _("Place"), cells.text(120),
               "place|city|town|location|address|ciudad|lugar|cidade|local sede|ort|stadt|sitz|region"),
        Column("website", _("Website"), cells.url, "website|url|web|web site|homepage|sitio web|site|pagina web"
               "|webseite"),
        Column("parent_id", _("Part of"), cells.organization,
               "part of|parent|belongs to|parte de|pertenece a|pertence a|teil von|gehort zu", names="organization"),
    ),
    rules=(BY_ID, "lower(t.name) = lower(r.cells->>'name')"),
    identity=lambda values: (str(values["name"]).lower(),) if "name" in values else ("id", values.get("id")),
    likeness="name",
)  # fmt: skip


def _who(values: Mapping[str, Any]) -> tuple[Any, ...]:
    """An id, else an address, else a name and for whom they act: two with ids may share an address."""
    sure = next((name for name in ("id", "email") if name in values), "")
    return (sure, *folded(values, sure)) if sure else folded(values, "name", "_organizations")


PEOPLE = Kind(
    key="people", label=_("People"), hint=_("Name, job title, address, for whom they act …"), model=Person,
    columns=(
        ID,
        Column("name", _("Name"), cells.text(120), "name|full name|person|contact|nombre|nombre completo|nome"
               "|nome completo|kontakt|contacto|contato|vollstandiger name", is_needed=True),
        Column("email", _("E-mail address"), cells.email, "email|e mail|mail|email address|e mail address|correo"
               "|correo electronico|e mail adresse|endereco de e mail"),
        Column("job_title", _("Job title"), cells.text(120),
               "job title|title|position|role|cargo|puesto|funcao|funktion|stelle|beruf"),
        Column("phone", _("Telephone"), cells.text(40),
               "phone|telephone|phone number|mobile|telefono|telefone|telefon|handy|celular"),
        Column("language", _("Language"), cells.text(10), "language|idioma|lingua|sprache"),
        Column("informed_on", _("Informed on"), cells.past_day, "informed on|informado el|informado em"
               "|informiert am"),
        Column("_organizations", _("Acts for"), cells.several(cells.organization),
               "acts for|organisation|organization|primary organization|employer|organizacion|organizacao|firma"
               "|institution|arbeitet fur", names="organization"),
    ),
    rules=(
        BY_ID, "t.email <> '' AND lower(t.email) = lower(r.cells->>'email')",
        "collab_fold(t.name) = collab_fold(r.cells->>'name') AND EXISTS (SELECT FROM collab_affiliation a"
        " WHERE a.person_id = coalesce(t.survivor_id, t.id)"
        " AND r.cells->'_organizations' @> to_jsonb(a.organization_id))",
    ),
    identity=_who,
    parts=(Part("_organizations", Affiliation, "person_id", "organization_id", "p.to_on IS NULL"),),
    likeness="name",
)  # fmt: skip
