"""The registry: what statements refer to, as the log stands, whether it was folded step by step or at once."""

from functools import cached_property

import pytest
from writing import actor, instrument, move, relation, retraction_of, role, source, statement

from events.registry import _DERIVED_FROM, Registry

DERIVED = [name for name, value in vars(Registry).items() if isinstance(value, cached_property)]


@pytest.fixture
def eventful(desk):
    """Change records of every kind after they were first recorded."""
    said, again = desk.record(statement()), desk.record(statement())
    desk.retract(desk.record(relation("SAME_STATEMENT", said, again)))
    desk.record(relation("NOT_SAME_STATEMENT", said, again))
    desk.record(source("doc-new"), actor("ukraine"))
    desk.retract(desk.record(role("ukraine", "represents", "nato")))
    desk.record(role("ukraine", "government-of", "russia"))
    desk.do(retraction_of("draft-treaty"))
    desk.record(instrument("other", "other-art1"))
    return desk


def derived(registry):
    return {
        "roles": registry.roles,
        "provisions": registry.instrument_of_provision,
        "apart": registry.judgements.chain("a", "b"),
        "merged": registry.judgements.merged_records,
        "reach": registry.speaking_roles.reach("ukraine", earliest=None, latest=None),
    }


def test_what_is_derived_follows_every_event(eventful):
    registry, before = Registry(), []
    for event in eventful.events:
        registry = registry.evolved([event])
        before.append(event)
        assert derived(registry) == derived(Registry().evolved(before))


def test_everything_kept_says_from_which_records_it_is_derived():
    assert set(_DERIVED_FROM) == set(DERIVED)


def test_a_registry_does_not_change(desk):
    before = desk.knowledge().registry
    held = [*before.in_force()]
    before.evolved([desk.record(actor("ukraine"))])
    assert ([*before.in_force()], before.actor("ukraine")) == (held, None)


def test_records_that_it_does_not_keep_leave_it_as_it_is(desk):
    registry = desk.knowledge().registry
    assert registry.evolved([desk.record(move())]) is registry


def test_a_date_hangs_on_a_chain_of_sources(desk):
    week_before = {"relative": "week-before", "anchor": "doc-cameron"}
    day_before = {"relative": "days-before(1)", "anchor": "doc-a"}
    desk.record(source("doc-a", published=week_before), source("doc-b", published=day_before))
    registry = desk.knowledge().registry
    assert [day.isoformat() for day in (registry.published("doc-b").earliest, registry.published("doc-b").latest)] == [
        "2021-12-12",
        "2021-12-18",
    ]
    assert registry.anchors_of("doc-b") == ["doc-b", "doc-a", "doc-cameron"]


def test_redating_a_source_moves_what_hangs_on_it(desk):
    said = desk.record(statement(occurred={"relative": "last-weekday(WE)", "anchor": "doc-cameron"}))
    assert desk.knowledge().registry.bounds(said.content.occurred).latest.isoformat() == "2021-12-15"
    desk.correct(desk.of("doc-cameron"), source("doc-cameron", published={"edtf": "2021-12-23"}))
    assert desk.knowledge().registry.bounds(said.content.occurred).latest.isoformat() == "2021-12-22"
