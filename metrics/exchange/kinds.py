"""All kinds of records that can be imported from a table."""

from metrics.exchange.kind import Column, Kind, Part
from metrics.exchange.kinds_of_answers import ANSWERS, NETWORK
from metrics.exchange.kinds_of_directory import ORGANIZATIONS, PEOPLE
from metrics.exchange.kinds_of_records import COMMITMENTS, MANDATES, MEETINGS, RATINGS, RESOURCES

__all__ = ["KINDS", "Column", "Kind", "Part"]

KINDS: dict[str, Kind] = {
    one.key: one
    for one in (ORGANIZATIONS, PEOPLE, MEETINGS, COMMITMENTS, RATINGS, ANSWERS, RESOURCES, MANDATES, NETWORK)
}
