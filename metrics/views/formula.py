"""The formula of relationship strength in words, under the keys of its components."""

from django.utils.translation import gettext_lazy as _

COMPONENTS = {
    "trust": _(
        "Three statements, answered from hardly to fully: the other does what it says; its goals fit ours; we can "
        "disagree openly and still work on. The mean of both directions, from 0 to 100. Answers count in full for "
        "180 days and half up to a year."
    ),
    "commitments": _(
        "Of the promises between the two that fell due in the last 365 days: kept counts fully, partly kept half, "
        "broken not. One kept and one open promise are added to each side, so that a single promise decides little. "
        "A promise 90 days overdue without an outcome counts as broken."
    ),
    "joint_work": _(
        "How closely each says they work together, from 0, no contact, to 5, one system. The mean of both "
        "directions, times 20. Answers age as those on trust do."
    ),
    "contact": _(
        "Every held meeting adds one contact: in person or joint work 1, call or video 0.7, message 0.3; more than "
        "eight organisations present, 0.2. A contact counts half after 60 days. The more contact there is, the less "
        "one more adds."
    ),
    "reciprocity": _(
        "Whether both sides answered alike on trust and joint work, and whether each of them called some of the "
        "meetings of the last 180 days."
    ),
}
VALUE = _(
    "The value of a pair is the weighted mean of the components that are known. The score is the mean of the needed "
    "pairs that have enough evidence, half of the weight or more. What is not known is left out; it never counts as 0."
)
BOUNDS = _(
    "The bounds say how low and how high the score could be if everything that is not known turned out as bad, or as "
    "good, as it can be. They speak of all needed pairs."
)
COVERAGE = _(
    "Coverage says how much of the score rests on good evidence. Below 50 % no number is shown, below 80 % it is "
    "provisional."
)
