"""Who may do what at which address: the declared table that the rights test holds the product against.

A row: methods -> who. Everybody else with a seat gets 403 there; who has no seat gets 404; other methods get 405.
This table is written by hand from the words of the domain, never derived from the code under test.
"""

from dataclasses import dataclass, field

TEAM = {"coordinator", "facilitator"}
EVIDENCE = TEAM | {"funder", "partner", "liaison"}
EVERYWHERE = TEAM | {"funder"}
SCORES = TEAM | {"funder", "partner", "viewer"}
COMMITMENTS = TEAM | {"funder", "partner"}
READINESS = TEAM | {"funder", "partner"}
COORDINATOR = {"coordinator"}
ANYBODY = {"coordinator", "facilitator", "funder", "partner", "liaison", "viewer"}


@dataclass(frozen=True)
class Row:
    """One address. `kind` is where it stands: inside a collaboration, or one of the few places outside."""

    get: set[str] | None = None
    post: set[str] | None = None
    patch: set[str] | None = None  # of the API; so is `put`
    put: set[str] | None = None
    kind: str = "collaboration"  # or "open", "signed in", "administrator", "demo", "api"
    data: dict[str, str] = field(default_factory=dict)  # query or form data that the address needs
    own_only: bool = False  # partner and liaison find their own records only


def page(who: set[str], **values: object) -> Row:
    """Read only."""
    return Row(get=who, **values)  # type: ignore[arg-type]


def form(who: set[str], **values: object) -> Row:
    """A form and its sending."""
    return Row(get=who, post=who, **values)  # type: ignore[arg-type]


def act(who: set[str], **values: object) -> Row:
    """Sending only."""
    return Row(post=who, **values)  # type: ignore[arg-type]


TABLE: dict[str, Row] = {
    "health": Row(kind="open"),
    # the shell of a device without signal: the same for everybody, and who is signed in for those who are
    "collab:worker": Row(kind="open"),
    "collab:manifest": Row(kind="open"),
    "collab:device": Row(kind="open"),
    "collab:device_state": Row(kind="open"),
    # personal links: what they open is said by their token, tests/collab/test_reminders.py
    "collab:feed_detail": Row(kind="open"),  # tests/collab/test_calendars.py
    "metrics:share_detail": Row(kind="open"),  # by its link: tests/metrics/pages/test_sharing.py
    "collab:promise_edit": Row(kind="open"),
    "collab:reminder_edit": Row(kind="open"),
    "collab:reminder_stop": Row(kind="open"),
    # everybody who has signed in, with a seat or not
    "metrics:portfolio": Row(kind="signed in"),
    "metrics:comparison_detail": Row(kind="signed in"),
    "metrics:definition_list": Row(kind="signed in"),
    "metrics:saved_view_create": Row(kind="signed in", post=ANYBODY),
    "metrics:saved_view_delete": Row(
        kind="signed in", post=ANYBODY
    ),  # one's own: tests/metrics/pages/test_portfolio.py
    "collab:profile_edit": Row(kind="signed in"),
    "collab:own_reminder": Row(kind="signed in"),
    "collab:token_list": Row(kind="signed in"),
    "collab:token_create": Row(kind="signed in", post=ANYBODY),
    "collab:token_delete": Row(kind="signed in", post=ANYBODY),  # one's own: tests/collab/test_tokens.py
    "collab:sign_out_everywhere": Row(kind="signed in", post=ANYBODY),
    # administrators, who read no collaboration by that
    "collab:collaboration_list": Row(kind="administrator"),
    "collab:collaboration_create": Row(kind="administrator"),
    "collab:coordinator_create": Row(kind="administrator"),
    # the loopback demo only
    "collab:demo_sign_in": Row(kind="demo"),
    "collab:demo_mail_list": Row(kind="demo"),
    "collab:demo_mail_detail": Row(kind="demo"),
    # scores
    "metrics:collaboration_detail": page(SCORES),
    "metrics:score_detail": page(SCORES),
    "metrics:import_list": form(COORDINATOR),
    "metrics:import_detail": page(COORDINATOR),
    "metrics:import_edit": form(COORDINATOR),
    "metrics:import_preset": act(COORDINATOR),
    "metrics:import_decide": act(COORDINATOR),
    "metrics:import_write": act(COORDINATOR),
    "metrics:import_undo": act(COORDINATOR),
    "metrics:import_delete": act(COORDINATOR),
    "metrics:import_refused": page(COORDINATOR),
    "metrics:gate_list": page(SCORES),
    "metrics:rule_list": page(SCORES),
    "metrics:ownership_panel": page(SCORES),
    "metrics:week_detail": page(TEAM),
    "metrics:sheet_detail": page(TEAM, data={"organization": "{organization}"}),
    "metrics:score_csv": page(SCORES),
    "metrics:score_chart": page(SCORES),
    "metrics:partner_score_detail": page(READINESS, own_only=True),
    "metrics:partner_score_csv": page(READINESS, own_only=True),
    "metrics:partner_score_chart": page(READINESS, own_only=True),
    "metrics:share_list": form(COORDINATOR),
    "metrics:share_delete": act(COORDINATOR),
    "metrics:pair_list": page(EVIDENCE),
    "metrics:pair_detail": page(EVIDENCE, own_only=True),
    "metrics:network_detail": page(EVERYWHERE),
    "metrics:network_csv": page(EVERYWHERE),
    "metrics:activity_file": page({"coordinator", "facilitator"}),
    "metrics:network_file": page(EVERYWHERE),
    "metrics:weight_set_create": form(COORDINATOR),
    "metrics:milestone_edit": form(TEAM),
    # reports
    "metrics:report_list": page(SCORES),
    "metrics:report_detail": page(SCORES),
    "metrics:report_compare": page(SCORES),
    "metrics:report_file": page({"coordinator", "funder"}),
    "metrics:report_create": form(TEAM),
    "metrics:report_edit": form(TEAM),
    "metrics:report_write": page(TEAM),
    "metrics:report_section_edit": act(TEAM),
    "metrics:report_section_create": act(TEAM),
    "metrics:report_section_delete": act(TEAM),
    "metrics:report_section_move": act(TEAM),
    "metrics:report_template_create": act(TEAM),
    "metrics:report_submit": act(TEAM),
    "metrics:report_return": act(EVERYWHERE),
    "metrics:report_lock": act(EVERYWHERE),
    "metrics:report_revise": act(TEAM),
    "metrics:report_schedule_create": form(TEAM),
    "metrics:report_schedule_delete": act(TEAM),
    "metrics:indicator_list": page(SCORES),
    "metrics:indicator_detail": page(SCORES),
    "metrics:indicator_create": form(TEAM),
    "metrics:indicator_edit": form(TEAM),
    "metrics:indicator_confirm": act(TEAM),
    "metrics:period_create": form(TEAM),
    "metrics:period_edit": form(TEAM),
    # records
    "collab:calendar_detail": page(EVIDENCE),
    "collab:calendar_upload": act(TEAM),
    "collab:subscription_create": act(TEAM),
    "collab:subscription_delete": act(TEAM),
    "collab:feed_create": act(EVIDENCE),
    "collab:feed_delete": act(EVIDENCE),
    "collab:search_list": page(EVIDENCE, data={"q": "talk"}),
    "collab:meeting_list": page(EVIDENCE),
    "collab:meeting_detail": page(EVIDENCE, own_only=True),
    "collab:meeting_kept": page(TEAM),
    "collab:outline_list": page(TEAM),
    "collab:outline_create": form(TEAM),
    "collab:outline_edit": form(TEAM),
    "collab:outline_delete": act(TEAM),
    "collab:meeting_create": form(TEAM),
    "collab:meeting_edit": form(TEAM),
    "collab:meeting_delete": form(TEAM),
    "collab:meeting_note": act(TEAM),
    "collab:meeting_note_edit": act(TEAM),
    "collab:organization_list": page(EVIDENCE),
    "collab:organization_detail": page(EVIDENCE),
    "collab:organization_create": form(TEAM),
    "collab:organization_edit": form(TEAM),
    "collab:organization_merge": form(COORDINATOR),
    "collab:organization_unmerge": act(COORDINATOR),
    "collab:person_list": page(EVIDENCE),
    "collab:person_detail": page(EVIDENCE, own_only=True),
    "collab:person_create": form(TEAM),
    "collab:person_edit": form(TEAM),
    "collab:person_merge": form(COORDINATOR),
    "collab:person_unmerge": act(COORDINATOR),
    "collab:affiliation_create": act(TEAM),
    "collab:affiliation_end": act(TEAM),
    "collab:commitment_list": page(COMMITMENTS),
    "collab:commitment_register": page(COMMITMENTS),
    "collab:closing_create": form(TEAM),
    "collab:commitment_detail": page(COMMITMENTS, own_only=True),
    "collab:commitment_create": form(TEAM),
    "collab:commitment_edit": form(TEAM),
    "collab:commitment_close": form(TEAM),
    "collab:decision_list": page(EVIDENCE),
    "collab:decision_detail": page(EVIDENCE, own_only=True),
    "collab:decision_create": form(TEAM),
    "collab:decision_edit": form(TEAM),
    "collab:comment_list": page(EVERYWHERE, data={"organization": "{organization}"}),
    "collab:comment_create": act(EVERYWHERE, data={"organization": "{organization}"}),
    # strategy
    "collab:strategy_list": page(EVIDENCE),
    "collab:strategy_detail": page(EVIDENCE),
    "collab:strategy_create": form(TEAM),
    "collab:strategy_edit": form(TEAM),
    "collab:contribution_create": form(TEAM),
    "collab:contribution_edit": form(TEAM),
    "collab:endorsement_create": form({"partner"}),
    "collab:endorsement_note": form(TEAM),
    "collab:endorsement_link_create": form(TEAM),
    "collab:endorsement_answer": Row(kind="open"),
    "collab:leadership_create": form(TEAM),
    "collab:leadership_edit": form(TEAM),
    "collab:resource_create": form(TEAM),
    "collab:resource_edit": form(TEAM),
    # partners
    "partners:partner_list": page(READINESS),
    "partners:partner_detail": page(READINESS, own_only=True),
    "partners:statement_list": page(READINESS),
    "partners:partner_create": form(TEAM),
    "partners:partner_edit": form(TEAM),
    "partners:field_list": page(COORDINATOR),
    "partners:field_create": form(COORDINATOR),
    "partners:field_edit": form(COORDINATOR),
    "partners:stage_create": form(TEAM),
    "partners:readiness_rating_create": form(READINESS, own_only=True),
    "partners:rating_reply_edit": form({"partner"}, own_only=True),
    "partners:readiness_detail": page(READINESS),
    "partners:collaboration_rating_create": form(READINESS),
    "partners:review_list": page(READINESS),
    "partners:review_detail": page(READINESS, own_only=True),
    "partners:review_create": form({"funder"}),
    "partners:review_reply_edit": form({"partner"}, own_only=True),
    "partners:review_closing_create": act(COORDINATOR),
    "partners:investment_create": form({"funder"}),
    "partners:investment_edit": form({"funder"}),
    "partners:tie_list": page(TEAM),
    "partners:tie_edit": form(TEAM),
    # government
    "government:mandate_list": page(EVIDENCE),
    "government:mandate_detail": page(EVIDENCE),  # a liaison's own only: tests/government/test_rights.py
    "government:mandate_create": form(TEAM),
    "government:mandate_edit": form(TEAM),
    "government:mandate_compare": page(TEAM),
    "government:none_found_create": form(TEAM),
    "government:official_create": form(TEAM),
    "government:official_leave": form(TEAM),
    "government:liaison_create": form(TEAM),
    "government:liaison_edit": form(TEAM),
    "government:liaison_leave": form(TEAM),
    "government:rating_create": form(TEAM),
    "government:rating_edit": form(TEAM),
    "government:official_edit": form(TEAM),
    "government:stance_create": form(TEAM),
    "government:stance_panel": page(TEAM, data={"meeting": "{meeting}"}),
    "government:consultation_create": form(TEAM),
    "government:influence_list": page(TEAM),
    "government:influence_create": form(TEAM),
    "government:state_role_create": form(COORDINATOR),
    "government:entry_list": page(TEAM),
    "government:entry_detail": page(TEAM),
    "government:entry_export": act(TEAM),
    "government:privacy_notice_create": form(TEAM),
    "government:entry_review_create": form(TEAM),
    "government:own_entry_link_create": act(TEAM),
    "government:own_entry_edit": form(TEAM | {"liaison"}, own_only=True),  # the team is led on to its own page
    "government:contact_csv": page(EVERYWHERE | {"liaison"}),
    "government:own_statement_edit": form(TEAM),
    "government:erasure_create": form(COORDINATOR),
    "government:erasure_detail": page(COORDINATOR),
    "government:own_entry_open": Row(kind="link"),  # a personal link: tests/government/test_own_entry.py
    "government:own_entry_detail": Row(kind="link"),
    # surveys; the pages of a respondent are capabilities: tests/partners/test_answer_page.py
    **{
        f"partners:answer_{one}": Row(kind="link")
        for one in ("open", "start", "pick", "step", "review", "decline", "language", "earlier")
    },
    "partners:survey_list": page(TEAM | {"partner", "liaison"}),
    "partners:survey_results": page(TEAM | {"partner", "liaison"}),
    "partners:instrument_list": page(TEAM),
    "partners:instrument_file": page(TEAM),
    "partners:instrument_detail": page(TEAM),
    "partners:instrument_create": form(COORDINATOR),
    "partners:instrument_edit": form(COORDINATOR),
    "partners:instrument_publish": act(COORDINATOR),
    "partners:survey_create": form(TEAM),
    "partners:survey_detail": page(TEAM),
    "partners:survey_edit": form(TEAM),
    "partners:survey_respondents": form(TEAM),
    "partners:survey_remind": act(TEAM),
    "partners:survey_sheet": act(TEAM),
    "partners:survey_close": form(TEAM),
    "partners:invitation_send": act(TEAM),
    "partners:invitation_revoke": act(TEAM),
    # people, settings, audit
    "collab:seat_list": page(TEAM),
    "collab:seat_create": form(TEAM),
    "collab:seat_edit": form(TEAM),
    "collab:collaboration_edit": form(COORDINATOR),
    "collab:audit_list": page(COORDINATOR),
}

# The API, by a token only: who may use an operation is said by the page that does the same.
LIKE: dict[str, str] = {
    f"{noun}_{what}": f"{app}:{noun}_{what}"
    for app, nouns in (
        ("collab", ("organization", "person", "meeting", "commitment", "decision")),
        ("partners", ("partner",)), ("government", ("mandate",)),
    )
    for noun in nouns
    for what in ("list", "detail", "create", "edit")
} | {
    "stage_create": "partners:stage_create", "readiness_detail": "partners:partner_detail",
    "readiness_rating_create": "partners:readiness_rating_create", "tie_list": "partners:tie_list",
    "tie_edit": "partners:tie_edit", "official_create": "government:official_create",
    "score_list": "metrics:collaboration_detail", "score_detail": "metrics:score_detail",
    "gate_list": "metrics:gate_list",
}  # fmt: skip


def _api(name: str, like: Row) -> Row:
    """The method of an operation, with the people of its page."""
    method = "put" if name == "tie_edit" else {"create": "post", "edit": "patch"}.get(name.rpartition("_")[2], "get")
    return Row(kind="api", own_only=like.own_only, **{method: like.get if method == "get" else like.post})  # type: ignore[arg-type]


TABLE |= {f"api:{name}": _api(name, TABLE[page]) for name, page in LIKE.items()} | {
    "api:collaboration_list": Row(kind="api", get=ANYBODY),
    "api:openapi-json": Row(kind="open"),
    "api:api-root": Row(kind="open"),
}
