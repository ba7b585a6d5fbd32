"""`since` is the first of the unbroken days with this stance, `lastStated` the day of the last that agrees."""

from rule.asking import PUBLIC, position, says, stands, words


def test_a_restatement_moves_last_stated_and_leaves_since(desk):
    says(desk, "OPPOSE", on=15)
    again = says(desk, "OPPOSE", on=18)
    assert position(desk, 17).last_stated == 15
    assert position(desk, 18) == stands("OPPOSE", since=15, last_stated=18, on=[again])


def test_another_stance_between_begins_anew(desk):
    says(desk, "OPPOSE", on=13)
    says(desk, "SUPPORT", on=15)
    again = says(desk, "OPPOSE", on=17)
    assert position(desk, 20) == stands("OPPOSE", since=17, on=[again])


def test_days_are_unbroken_though_the_stance_changed_and_changed_back_within_one(desk):
    says(desk, "OPPOSE", on=13)
    says(desk, "SUPPORT", on=15, ordinal=1)
    again = says(desk, "OPPOSE", on=15, ordinal=2)
    assert position(desk, 15) == stands("OPPOSE", since=13, last_stated=15, on=[again])


def test_a_run_broken_within_a_day_carries_nothing_though_the_days_are_unbroken(desk):
    says(desk, "CONDITIONAL", on=13, conditions=["they withdraw"])
    says(desk, "OPPOSE", on=15, ordinal=1)
    again = says(desk, "CONDITIONAL", on=15, ordinal=2, conditions=["they talk"])
    expected = stands("CONDITIONAL", since=13, last_stated=15, on=[again], conditions={"they talk": []})
    assert position(desk, 15) == expected


def test_what_is_found_out_later_moves_since_back(desk):
    said = says(desk, "OPPOSE", on=15)
    says(desk, "OPPOSE", on=10)
    assert position(desk, 20) == stands("OPPOSE", since=10, last_stated=15, on=[said])
    assert position(desk, 20, known_at=said).since == 15


def test_what_is_found_out_later_breaks_a_run(desk):
    says(desk, "OPPOSE", on=10)
    said = says(desk, "OPPOSE", on=15)
    says(desk, "NEUTRAL", on=12)
    assert position(desk, 20) == stands("OPPOSE", since=15, on=[said])
    assert position(desk, 20, known_at=said).since == 10


def test_further_conditions_do_not_begin_anew(desk):
    first = says(desk, "CONDITIONAL", on=13, conditions=["they withdraw"])
    second = says(desk, "CONDITIONAL", on=15, conditions=["they talk"])
    carried = {"they withdraw": [first], "they talk": []}
    expected = stands("CONDITIONAL", since=13, last_stated=15, on=[first, second], conditions=carried)
    assert position(desk, 20) == expected


def test_words_that_confirm_an_implication_do_not_begin_anew(desk):
    says(desk, "OPPOSE", on=13, implied=True)
    said = says(desk, "OPPOSE", on=15)
    assert position(desk, 14).basis == "IMPLIED"
    assert position(desk, 15) == stands("OPPOSE", since=13, last_stated=15, on=[said])


def test_a_correction_does_not_begin_anew(desk):
    said = says(desk, "OPPOSE", on=13)
    corrected = desk.correct(said, words("OPPOSE", on=13, summary="He was all against it."))
    assert position(desk, 20) == stands("OPPOSE", since=13, on=[corrected])


# ---- the earliest day, where the first event has a range ----


def test_the_first_event_alone_gives_the_earliest_day(desk):
    says(desk, "OPPOSE", on=(13, 15))
    again = says(desk, "OPPOSE", on=17)
    assert position(desk, 20) == stands("OPPOSE", since=15, since_earliest=13, last_stated=17, on=[again])


def test_a_range_that_only_restates_gives_no_earliest_day(desk):
    says(desk, "OPPOSE", on=14)
    again = says(desk, "OPPOSE", on=(13, 17))
    assert position(desk, 20) == stands("OPPOSE", since=14, last_stated=17, on=[again])


def test_the_first_of_two_on_one_day_gives_the_earliest_day(desk):
    says(desk, "OPPOSE", on=(13, 15), ordinal=1)
    again = says(desk, "OPPOSE", on=15, ordinal=2)
    assert position(desk, 20) == stands("OPPOSE", since=15, since_earliest=13, on=[again])


def test_the_second_of_two_on_one_day_does_not(desk):
    says(desk, "OPPOSE", on=15, ordinal=1)
    again = says(desk, "OPPOSE", on=(13, 15), ordinal=2)
    assert position(desk, 20) == stands("OPPOSE", since=15, on=[again])


def test_of_first_events_said_together_the_earliest_counts(desk):
    together = [says(desk, "OPPOSE", on=on) for on in ((13, 15), 15, (12, 15))]
    assert position(desk, 20) == stands("OPPOSE", since=15, since_earliest=12, on=together)


def test_what_took_no_part_gives_no_earliest_day(desk):
    said = says(desk, "OPPOSE", on=15)
    implied = says(desk, "SUPPORT", on=(12, 15), implied=True)
    assert position(desk, 20) == stands("OPPOSE", since=15, on=[said], contested_by=[implied])


def test_the_first_event_on_the_day_that_broke_the_run_before_it_gives_the_earliest_day(desk):
    says(desk, "OPPOSE", on=15, ordinal=1)
    first = says(desk, "SUPPORT", on=(14, 15), ordinal=2)
    last = says(desk, "SUPPORT", on=15, ordinal=3)
    assert position(desk, 20).since_earliest == 14
    desk.retract(first)
    assert position(desk, 20) == stands("SUPPORT", since=15, on=[last])


def test_the_first_event_to_become_public_on_the_day_gives_the_earliest_day(desk):
    first = says(desk, "CONDITIONAL", on=13, public=(15, 17), conditions=["they withdraw"])
    said = says(desk, "SUPPORT", on=14)
    expected = stands(
        "CONDITIONAL",
        since=17,
        since_earliest=15,
        last_stated=14,
        on=[first, said],
        conditions={"they withdraw": [first]},
    )
    assert position(desk, 20, clock=PUBLIC) == expected


def test_a_run_that_begins_because_something_else_became_public_has_no_earliest_day(desk):
    says(desk, "CONDITIONAL", on=12, conditions=["they withdraw"])
    says(desk, "OPPOSE", on=13, public=17)
    said = says(desk, "SUPPORT", on=14, public=(15, 16))
    assert position(desk, 20, clock=PUBLIC) == stands("SUPPORT", since=17, last_stated=14, on=[said])
