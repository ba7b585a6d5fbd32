"""BAD_DATE, FUTURE_DATE, END_BEFORE_START: dates are EDTF or relative, not reversed, and not after tomorrow."""

import datetime

import pytest
from writing import TODAY, assessment, instrument, move, role, schedule, source, statement

from events.contents import Period

TOMORROW, AFTER_TOMORROW = ({"edtf": (TODAY + datetime.timedelta(days=days)).isoformat()} for days in (1, 2))
HANGING = {"surface": "last Wednesday", "relative": "last-weekday(WE)", "anchor": "doc-cameron"}


def occurred(desk, **period):
    return desk.record(statement(occurred=period)).content.occurred


def test_a_date_is_stored_with_its_strict_bounds(desk):
    assert occurred(desk, edtf="2021-12?") == Period(
        edtf="2021-12?", earliest=datetime.date(2021, 12, 1), latest=datetime.date(2021, 12, 31)
    )


def test_a_relative_date_is_stored_without_bounds_for_the_projection_to_resolve(desk):
    assert occurred(desk, **HANGING) == Period(**HANGING)


def test_a_date_left_empty_is_unknown_and_accepted(desk):
    assert occurred(desk) == Period()


@pytest.mark.parametrize("text", ["yesterday", "2021-02-29", "2021/12/15", "2021-W50"])
def test_what_is_no_edtf_is_refused(desk, text):
    assert desk.refusals(statement(occurred={"edtf": text})) == [("BAD_DATE", "input.occurred.edtf")]


def test_a_relative_date_that_is_not_on_the_closed_list_is_refused(desk):
    period = {"relative": "the-other-day", "anchor": "doc-cameron"}
    assert desk.refusals(statement(occurred=period)) == [("BAD_DATE", "input.occurred.relative")]


@pytest.mark.parametrize(("given", "missing"), [("relative", "anchor"), ("anchor", "relative")])
def test_a_relative_date_and_its_anchor_need_each_other(desk, given, missing):
    assert desk.refusals(statement(occurred={given: HANGING[given]})) == [("BAD_DATE", f"input.occurred.{missing}")]


def test_a_date_is_not_both_absolute_and_relative(desk):
    period = HANGING | {"edtf": "2021-12-15"}
    assert desk.refusals(statement(occurred=period)) == [("INVALID", "input.occurred.relative")]


def test_that_a_source_bounds_a_date_is_derived_and_never_recorded(desk):
    period = {"basis": "BOUNDED_BY_SOURCE"}
    assert desk.refusals(statement(occurred=period)) == [("INVALID", "input.occurred.basis")]


def test_an_interval_that_ends_before_it_starts_is_refused(desk):
    period = {"edtf": "2021-12-15/2021-12-10"}
    assert desk.refusals(statement(occurred=period)) == [("END_BEFORE_START", "input.occurred.edtf")]


def test_a_role_that_ends_before_it_begins_is_refused(desk):
    draft = role("vladimir-putin", "represents", "russia", **{"from": "2020-01-02", "to": "2020-01-01"})
    assert desk.refusals(draft) == [("END_BEFORE_START", "input.to")]


def test_a_role_of_one_day_is_accepted(desk):
    draft = role("vladimir-putin", "represents", "russia", **{"from": "2020-01-01", "to": "2020-01-01"})
    assert desk.refusals(draft) == []


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (statement(public={"edtf": "?"}), "public"),
        (move(quantities=[{"counts": "tanks", "value": 1, "asOf": {"edtf": "?"}}]), "quantities.0.asOf"),
        (source("another", published={"edtf": "?"}), "published"),
        (schedule(when={"edtf": "?"}), "when"),
        (instrument("another", tabled={"edtf": "?"}), "tabled"),
    ],
    ids=["public", "of a quantity", "of publication", "of a schedule", "of tabling"],
)
def test_every_date_of_a_draft_is_read(desk, draft, field):
    assert desk.refusals(draft) == [("BAD_DATE", f"input.{field}.edtf")]


@pytest.mark.parametrize("kind", [statement, move, assessment, schedule])
def test_what_occurred_after_tomorrow_is_refused(desk, kind):
    assert desk.refusals(kind(occurred=AFTER_TOMORROW)) == [("FUTURE_DATE", "input.occurred")]


@pytest.mark.parametrize("kind", [statement, move, assessment, schedule])
def test_what_occurs_tomorrow_may_have_occurred_already_east_of_here(desk, kind):
    assert desk.refusals(kind(occurred=TOMORROW)) == []


def test_what_becomes_public_after_tomorrow_is_refused(desk):
    assert desk.refusals(statement(public=AFTER_TOMORROW)) == [("FUTURE_DATE", "input.public")]


def test_an_instrument_to_be_tabled_after_tomorrow_is_refused(desk):
    assert desk.refusals(instrument("another", tabled=AFTER_TOMORROW)) == [("FUTURE_DATE", "input.tabled")]


def test_a_range_that_only_ends_after_tomorrow_is_accepted(desk):
    assert desk.refusals(statement(occurred={"edtf": "2021-12-24/2022-01-31"})) == []


def test_a_relative_date_is_resolved_before_it_is_compared_with_tomorrow(desk):
    desk.record(source("doc-of-2022", published={"edtf": "2022-03-01"}))
    period = {"relative": "days-before(1)", "anchor": "doc-of-2022"}
    assert desk.refusals(statement(occurred=period)) == [("FUTURE_DATE", "input.occurred")]


def test_what_a_schedule_is_for_and_a_projection_may_lie_ahead(desk):
    quantity = {"counts": "soldiers", "value": 175_000, "asOf": {"edtf": "2022-02"}, "projected": True}
    assert desk.refusals(schedule(when={"edtf": "2022-01-10"})) == []
    assert desk.refusals(statement(quantities=[quantity])) == []
