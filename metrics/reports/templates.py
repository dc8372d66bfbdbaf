"""The templates that come with the product: ordered sections with guidance, limits and the evidence drawn in."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class SectionPlan:
    """One section to be written. `most_words` 0 = no limit; `evidence`: keys of metrics.reports.evidence.EVIDENCE."""

    title: str | Promise
    guidance: str | Promise = ""
    most_words: int = 0
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """A template: its name, what it is for, its sections."""

    name: str | Promise
    help: str | Promise
    sections: tuple[SectionPlan, ...]
    most_pages: int = 0  # on A4; 0 = no limit


NOT_YET = SectionPlan(
    _("What we deliberately do not measure yet"),
    _("Add what the reader may ask for, and when it will be measured."),
    80,
    ("not_measured",),
)
FAILED = SectionPlan(
    _("What did not work"),
    _("Say it plainly; a board trusts a report that names what failed and what was learned."),
    120,
)
ASKS = SectionPlan(_("What we ask"), _("Decisions wanted, one a line, beginning with “1.”, “2.” and so on."), 120)

BOARD = Plan(
    _("Board paper, two pages"),
    _("Where it stands, what changed, which gates are open, who decides, what is asked."),
    (
        SectionPlan(_("Where it stands"), _("In a few sentences: what do the scores mean this time?"), 90, ("scores",)),
        SectionPlan(_("What changed"), _("The reasons, not the numbers again."), 90, ("changes",)),
        SectionPlan(_("Gates"), _("What must be true before more money is put in?"), 60, ("gates",)),
        SectionPlan(_("Who decides"), _("A look at ourselves: is ownership shared, or ours?"), 90, ("decisions",)),
        FAILED,
        ASKS,
        NOT_YET,
    ),
    most_pages=2,
)
DONOR = Plan(
    _("Donor report by objectives"),
    _("The four objectives of the first 24 months, each with its story and its evidence."),
    (
        SectionPlan(_("Summary"), _("The period in one paragraph."), 150, ("scores",)),
        SectionPlan(
            _("Objective 1: stronger relationships"),
            _("Between whom, and how do we know?"),
            300,
            ("relationship", "commitments"),
        ),
        SectionPlan(
            _("Objective 2: government as a partner"),
            _("Whom do we reach, through which offices, how early?"),
            300,
            ("government", "mandates"),
        ),
        SectionPlan(
            _("Objective 3: shared ownership of strategy"),
            _("Who wrote, who decides, who stands behind it?"),
            300,
            ("ownership", "decisions", "strategy"),
        ),
        SectionPlan(
            _("Objective 4: readiness for joint action"),
            _("What is in place, what is missing?"),
            300,
            ("readiness", "gates"),
        ),
        FAILED,
        SectionPlan(_("Next steps"), _("What happens in the next period, and who does it?"), 200),
        NOT_YET,
    ),
)
QUESTIONS = Plan(
    _("Four questions, common form"),
    _("What did you plan, what happened, what did you learn, what comes next."),
    (
        SectionPlan(_("What did you set out to do?"), most_words=150),
        SectionPlan(_("What happened?"), _("Good and bad."), 250, ("scores", "changes")),
        SectionPlan(_("What did you learn?"), most_words=200),
        SectionPlan(_("What comes next?"), most_words=150, evidence=("gates",)),
        NOT_YET,
    ),
)
SHIPPED: dict[str, Plan] = {"board": BOARD, "donor": DONOR, "questions": QUESTIONS}
