"""Owns the type Query: its parts, each in a module of its own."""

from service.graphql.access_query import AccessQuery
from service.graphql.event_query import EventQuery
from service.graphql.fields import output
from service.graphql.position_query import PositionQuery
from service.graphql.reference_query import ReferenceQuery
from service.graphql.tally_query import TallyQuery


@output
class Query(ReferenceQuery, PositionQuery, TallyQuery, EventQuery, AccessQuery):
    """All that can be asked.

    What is asked on a field holds for everything below it, unless a nested field asks otherwise; at the top it is today
    (UTC), the head of the log, OCCURRED, and the newest rule.
    """
