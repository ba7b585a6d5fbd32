"""Clock PUBLIC: the same rule over what outsiders could know, still in the order in which it was said."""

from rule.asking import OCCURRED, OFFICIAL, PUBLIC, SOURCE, position, says, stances, stands
from writing import source


def seen(desk, at):
    return position(desk, at, clock=PUBLIC)


def test_what_was_said_on_wednesday_and_public_on_friday_differs_on_thursday(desk):
    said = says(desk, "OPPOSE", on=15, public=17)
    assert position(desk, 16) == stands("OPPOSE", since=15, on=[said])
    assert seen(desk, 16) is None
    assert seen(desk, 17) == stands("OPPOSE", since=17, last_stated=15, on=[said])


def test_the_last_day_it_was_stated_is_the_day_it_was_said_under_both_clocks(desk):
    says(desk, "OPPOSE", on=15, public=17)
    assert [position(desk, 20, clock=clock).last_stated for clock in (OCCURRED, PUBLIC)] == [15, 15]
    assert [position(desk, 20, clock=clock).since for clock in (OCCURRED, PUBLIC)] == [15, 17]


def test_what_is_not_given_a_public_day_was_public_when_it_was_said(desk):
    said = says(desk, "OPPOSE", on=(15, 16))
    assert seen(desk, 15) is None
    assert seen(desk, 16) == stands("OPPOSE", since=16, since_earliest=15, on=[said])


def test_what_became_public_on_an_unknown_day_was_public_once_its_source_was(desk):
    said = says(desk, "OPPOSE", on=15, public=None, sources=[SOURCE, "doc-early"])
    assert seen(desk, 17) is None
    assert seen(desk, 24) == stands("OPPOSE", since=18, last_stated=15, on=[said])
    desk.retract(desk.of("doc-early"))
    assert seen(desk, 24) == stands("OPPOSE", since=22, last_stated=15, on=[said])


def test_a_source_that_may_have_been_published_on_several_days_makes_public_on_the_last(desk):
    desk.correct(desk.of("doc-early"), source("doc-early", published={"edtf": "2021-12-17/2021-12-20"}))
    said = says(desk, "OPPOSE", on=15, public=None, sources=["doc-early"])
    assert seen(desk, 24) == stands("OPPOSE", since=20, last_stated=15, on=[said])


def test_a_public_range_counts_from_its_last_day(desk):
    said = says(desk, "OPPOSE", on=14, public=(16, 18))
    assert seen(desk, 17) is None
    assert seen(desk, 18) == stands("OPPOSE", since=18, since_earliest=16, last_stated=14, on=[said])


def test_a_public_day_may_hang_on_a_source(desk):
    said = says(desk, "OPPOSE", on=14, public={"relative": "days-before(1)", "anchor": "doc-early"})
    assert seen(desk, 24) == stands("OPPOSE", since=17, last_stated=14, on=[said])


def test_order_is_by_the_day_said_though_the_earlier_became_public_later(desk):
    says(desk, "SUPPORT", on=15, public=17)
    thursday = says(desk, "OPPOSE", on=16, public=16)
    assert seen(desk, 16) == stands("OPPOSE", since=16, on=[thursday])
    assert seen(desk, 17) == stands("OPPOSE", since=16, on=[thursday])


def test_what_was_said_later_changes_the_answer_on_the_day_it_becomes_public(desk):
    says(desk, "SUPPORT", on=15)
    thursday = says(desk, "OPPOSE", on=16, public=18)
    assert stances(desk, 15, 17, clock=PUBLIC) == ["SUPPORT", "SUPPORT"]
    assert seen(desk, 18) == stands("OPPOSE", since=18, last_stated=16, on=[thursday])


def test_a_condition_stated_earlier_and_public_later_is_carried_from_that_day_on(desk):
    monday = says(desk, "CONDITIONAL", on=13, public=17, conditions=["they withdraw"])
    tuesday = says(desk, "SUPPORT", on=14)
    assert seen(desk, 16) == stands("SUPPORT", since=14, on=[tuesday])
    carried = {"they withdraw": [monday]}
    assert seen(desk, 17) == stands("CONDITIONAL", since=17, last_stated=14, on=[monday, tuesday], conditions=carried)


def test_what_ends_a_run_ends_it_from_the_day_it_becomes_public(desk):
    says(desk, "CONDITIONAL", on=13, conditions=["they withdraw"])
    says(desk, "OPPOSE", on=14, public=17)
    support = says(desk, "SUPPORT", on=15)
    assert stances(desk, 13, 15, 16, 17, clock=PUBLIC) == ["CONDITIONAL"] * 3 + ["SUPPORT"]
    assert seen(desk, 17) == stands("SUPPORT", since=17, last_stated=15, on=[support])


def test_the_lower_rank_stands_until_the_higher_becomes_public(desk):
    official = says(desk, "SUPPORT", on=15, by=OFFICIAL)
    head = says(desk, "OPPOSE", on=15, public=17)
    assert seen(desk, 16) == stands("SUPPORT", since=15, on=[official])
    assert seen(desk, 17) == stands("OPPOSE", since=17, last_stated=15, on=[head])


def test_an_implied_stance_contests_from_the_day_it_becomes_public(desk):
    said = says(desk, "SUPPORT", on=14)
    implied = says(desk, "OPPOSE", on=15, public=17, implied=True)
    assert seen(desk, 16) == stands("SUPPORT", since=14, on=[said])
    assert seen(desk, 17) == stands("SUPPORT", since=14, on=[said], contested_by=[implied])


def test_words_that_become_public_late_do_not_end_a_contest_that_was_implied_after_them(desk):
    says(desk, "SUPPORT", on=13)
    implied = says(desk, "OPPOSE", on=15, implied=True)
    restated = says(desk, "SUPPORT", on=14, public=17)
    assert seen(desk, 17) == stands("SUPPORT", since=13, last_stated=14, on=[restated], contested_by=[implied])


def test_ranges_are_compared_by_the_days_said(desk):
    early = says(desk, "SUPPORT", on=(13, 15), public=20)
    late = says(desk, "OPPOSE", on=(14, 16), public=18)
    assert seen(desk, 18) == stands("OPPOSE", since=18, last_stated=16, on=[late])
    assert seen(desk, 20) == stands("OPPOSE", since=18, last_stated=16, on=[late], contested_by=[early])


def test_what_may_have_been_said_later_than_it_was_public_counts_when_it_was_public(desk):
    said = says(desk, "OPPOSE", on=(15, 20), public=17)
    assert position(desk, 17) is None
    assert seen(desk, 17) == stands("OPPOSE", since=17, last_stated=20, on=[said])


def test_both_clocks_know_the_record_as_of_an_offset(desk):
    said = says(desk, "OPPOSE", on=15, public=17)
    desk.retract(said)
    assert [position(desk, 20, clock=clock) for clock in (OCCURRED, PUBLIC)] == [None, None]
    assert position(desk, 20, clock=PUBLIC, known_at=said) == stands("OPPOSE", since=17, last_stated=15, on=[said])
