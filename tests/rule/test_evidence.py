"""Evidence: every event's role on the card of a position, the reason, and what it counted for."""

import pytest
from rule.asking import (
    HEAD,
    ISSUE,
    OFFICIAL,
    OTHER_ISSUE,
    PUBLIC,
    RUSSIA,
    SOURCE,
    card,
    day,
    known,
    position,
    says,
    words,
)
from rule.reasons import about, world_of_reasons
from writing import appearance, appearance_of, assessment, capacity, coding, move, relation, stance

from events.vocabulary import Clock, EvidenceReason
from projections.rule.evidence import SENTENCES, evidence

BOTH_ISSUES = [stance(ISSUE, "OPPOSE"), stance(OTHER_ISSUE, "OPPOSE")]


# ---- what counts ----


def test_a_position_rests_on_its_last_statement_and_lists_those_it_restates(desk):
    first, second, third = (says(desk, "OPPOSE", on=on) for on in (13, 15, 17))
    assert card(desk, 20) == {
        third.id: ("DECISIVE", "RESTS_ON", "OPPOSE"),
        second.id: ("EARLIER", "RESTATED", "OPPOSE"),
        first.id: ("EARLIER", "RESTATED", "OPPOSE"),
    }


def test_it_lists_what_another_stance_superseded_with_what_that_counted_for(desk):
    first = says(desk, "CONDITIONAL", on=13, conditions=["they withdraw"])
    second = says(desk, "SUPPORT", on=14)
    third = says(desk, "OPPOSE", on=15)
    assert card(desk, 14) == {
        second.id: ("DECISIVE", "RESTS_ON", "CONDITIONAL"),
        first.id: ("DECISIVE", "CONDITION_CARRIED", "CONDITIONAL"),
        third.id: ("EXCLUDED", "DATE_NOT_PAST", None),
    }
    assert card(desk, 15) == {
        third.id: ("DECISIVE", "RESTS_ON", "OPPOSE"),
        second.id: ("EARLIER", "SUPERSEDED_LATER", "CONDITIONAL"),
        first.id: ("EARLIER", "SUPERSEDED_LATER", "CONDITIONAL"),
    }


def test_an_earlier_run_of_the_same_stance_was_superseded(desk):
    first = says(desk, "OPPOSE", on=13)
    says(desk, "NEUTRAL", on=14)
    says(desk, "OPPOSE", on=15)
    assert card(desk, 20)[first.id] == ("EARLIER", "SUPERSEDED_LATER", "OPPOSE")


def test_all_equals_are_decisive(desk):
    together = [says(desk, value, on=15) for value in ("SUPPORT", "OPPOSE")]
    assert card(desk, 20) == {event.id: ("DECISIVE", "RESTS_ON", "AMBIGUOUS") for event in together}


def test_the_last_words_are_decisive_beside_the_implication_that_agrees(desk):
    said = says(desk, "OPPOSE", on=13)
    first, second = (says(desk, "OPPOSE", on=on, implied=True) for on in (14, 15))
    assert card(desk, 20) == {
        second.id: ("DECISIVE", "RESTS_ON", "OPPOSE"),
        said.id: ("DECISIVE", "RESTS_ON", "OPPOSE"),
        first.id: ("EARLIER", "RESTATED", "OPPOSE"),
    }


def test_a_lower_rank_on_the_same_day_is_outranked(desk):
    head = says(desk, "OPPOSE", on=15, by=HEAD)
    official = says(desk, "SUPPORT", on=15, by=OFFICIAL)
    assert card(desk, 20) == {
        head.id: ("DECISIVE", "RESTS_ON", "OPPOSE"),
        official.id: ("OUTRANKED", "LOWER_RANK", None),
    }


def test_what_is_only_implied_against_words_is_excluded_and_stays_so(desk):
    said = says(desk, "SUPPORT", on=13)
    implied = says(desk, "OPPOSE", on=14, implied=True)
    again = says(desk, "SUPPORT", on=15)
    assert card(desk, 14) == {
        said.id: ("DECISIVE", "RESTS_ON", "SUPPORT"),
        implied.id: ("EXCLUDED", "IMPLIED_AGAINST_EXPLICIT", None),
        again.id: ("EXCLUDED", "DATE_NOT_PAST", None),
    }
    assert card(desk, 20)[implied.id] == ("EXCLUDED", "IMPLIED_AGAINST_EXPLICIT", None)


def test_an_implication_that_once_was_the_position_was_superseded(desk):
    implied = says(desk, "OPPOSE", on=13, implied=True)
    says(desk, "SUPPORT", on=14)
    assert card(desk, 20)[implied.id] == ("EARLIER", "SUPERSEDED_LATER", "OPPOSE")


# ---- what does not ----


def test_what_an_analyst_says_is_never_counted(desk):
    said = about("2021-12-15", desk)
    assert card(desk, 14) == {}
    assert card(desk, 15) == {said.id: ("EXCLUDED", "ASSESSMENT", None)}
    assert position(desk, 20) is None


def test_an_assessment_that_is_only_its_sources_title_is_a_headline(desk):
    headline = about("2021-12-15", desk, appearances=[appearance(SOURCE, quote=SOURCE)])
    more = about("2021-12-15", desk, appearances=[appearance(SOURCE, quote=SOURCE), appearance("doc-early")])
    other = about("2021-12-15", desk, appearances=[appearance(SOURCE, quote="Not a title")])
    assert card(desk, 20) == {
        headline.id: ("EXCLUDED", "HEADLINE", None),
        more.id: ("EXCLUDED", "ASSESSMENT", None),
        other.id: ("EXCLUDED", "ASSESSMENT", None),
    }


def test_an_assessment_of_another_actor_or_issue_is_not_on_the_card(desk):
    desk.record(assessment(about=["nato"], issues=[ISSUE], occurred={"edtf": "2021-12-15"}))
    desk.record(assessment(about=[RUSSIA], issues=[OTHER_ISSUE], occurred={"edtf": "2021-12-15"}))
    assert card(desk, 20) == {}


def test_what_another_side_reports_the_actor_to_have_said_is_that_sides_claim(desk):
    relayed = says(desk, "OPPOSE", on=15, attributesTo=["north-atlantic-council"])
    assert card(desk, 20, actor="nato") == {relayed.id: ("EXCLUDED", "REPORTED_BY_OTHERS", None)}
    assert card(desk, 14, actor="nato") == {}
    assert card(desk, 20) == {relayed.id: ("DECISIVE", "RESTS_ON", "OPPOSE")}


@pytest.mark.parametrize(("actor", "other"), [("bulgaria", "nato"), ("nato", "bulgaria")])
def test_members_do_not_speak_for_their_organisation_nor_it_for_them(desk, actor, other):
    said = says(desk, "SUPPORT", on=15, capacities=[capacity(other, other)])
    assert card(desk, 20, actor=actor) == {said.id: ("EXCLUDED", "MEMBER_NOT_ORGANISATION", None)}
    assert card(desk, 20, actor=RUSSIA) == {}


def test_what_an_office_says_for_itself_is_no_members_word(desk):
    says(desk, "SUPPORT", on=15, capacities=[capacity("kremlin")])
    assert card(desk, 20) == {}


def test_what_is_relayed_or_said_by_a_member_on_another_issue_is_not_on_the_card(desk):
    says(desk, "OPPOSE", on=15, issue=OTHER_ISSUE, attributesTo=["north-atlantic-council"])
    says(desk, "OPPOSE", on=15, issue=OTHER_ISSUE, capacities=[capacity("bulgaria", "bulgaria")])
    assert card(desk, 20, actor="nato") == {}


def test_conduct_is_never_counted(desk):
    moved = desk.record(move(issues=[ISSUE]))
    desk.record(move(issues=[OTHER_ISSUE]))
    assert card(desk, 14) == {}
    assert card(desk, 20) == {moved.id: ("EXCLUDED", "MOVE", None)}
    assert card(desk, 20, actor="nato") == {}


def test_what_was_said_after_the_date_or_may_have_been_is_excluded(desk):
    later, perhaps = says(desk, "OPPOSE", on=17), says(desk, "OPPOSE", on=(13, 18))
    assert card(desk, 15) == {event.id: ("EXCLUDED", "DATE_NOT_PAST", None) for event in (later, perhaps)}


def test_what_was_said_and_not_yet_public_is_excluded_under_the_public_clock(desk):
    said, later = says(desk, "OPPOSE", on=15, public=17), says(desk, "OPPOSE", on=17, public=18)
    assert card(desk, 16, clock=PUBLIC) == {
        said.id: ("EXCLUDED", "NOT_YET_PUBLIC", None),
        later.id: ("EXCLUDED", "DATE_NOT_PAST", None),
    }
    assert card(desk, 16)[said.id] == ("DECISIVE", "RESTS_ON", "OPPOSE")


def test_versions_that_do_not_stand_are_listed_with_what_became_of_them(desk):
    first = says(desk, "OPPOSE", on=15)
    second = desk.correct(first, words("NEUTRAL", on=15))
    third = desk.correct(first, words("SUPPORT", on=15))
    desk.retract(third)
    assert card(desk, 20) == {
        second.id: ("DECISIVE", "RESTS_ON", "NEUTRAL"),
        first.id: ("EXCLUDED", "CORRECTED", None),
        third.id: ("EXCLUDED", "RETRACTED", None),
    }
    desk.retract(first)
    assert card(desk, 20) == {event.id: ("EXCLUDED", "RETRACTED", None) for event in (first, second, third)}


def test_a_stance_corrected_away_is_still_listed(desk):
    first = says(desk, "OPPOSE", on=15)
    desk.correct(first, words("OPPOSE", on=15, issue=OTHER_ISSUE))
    assert card(desk, 20) == {first.id: ("EXCLUDED", "CORRECTED", None)}


def test_a_version_that_never_bore_on_the_pair_is_not_on_its_card(desk):
    first = says(desk, "OPPOSE", on=15, issue=OTHER_ISSUE)
    second = desk.correct(first, words("OPPOSE", on=15))
    assert card(desk, 20) == {second.id: ("DECISIVE", "RESTS_ON", "OPPOSE")}


def test_a_statement_on_two_issues_is_on_both_cards(desk):
    said = says(desk, "OPPOSE", on=15, stances=BOTH_ISSUES, attributesTo=["north-atlantic-council"])
    for issue in (ISSUE, OTHER_ISSUE):
        assert card(desk, 20, actor="nato", issue=issue) == {said.id: ("EXCLUDED", "REPORTED_BY_OTHERS", None)}
    desk.retract(said)
    for issue in (ISSUE, OTHER_ISSUE):
        assert card(desk, 20, issue=issue) == {said.id: ("EXCLUDED", "RETRACTED", None)}


def test_a_further_appearance_takes_the_place_of_the_version_before(desk):
    first = says(desk, "OPPOSE", on=15)
    added = desk.do(appearance_of(first, source_id="doc-early"))
    assert card(desk, 20) == {
        added.id: ("DECISIVE", "RESTS_ON", "OPPOSE"),
        first.id: ("EXCLUDED", "CORRECTED", None),
    }


def test_a_merged_statement_is_excluded(desk):
    one, other = says(desk, "OPPOSE", on=15), says(desk, "OPPOSE", on=15)
    desk.record(relation("SAME_STATEMENT", one, other))
    assert card(desk, 20) == {
        one.id: ("DECISIVE", "RESTS_ON", "OPPOSE"),
        other.id: ("EXCLUDED", "MERGED", None),
    }


def test_a_statement_without_a_live_source_is_excluded(desk):
    said = says(desk, "OPPOSE", on=15)
    desk.retract(desk.of(SOURCE))
    assert card(desk, 20) == {said.id: ("EXCLUDED", "NO_LIVE_SOURCE", None)}


def test_a_stance_implied_for_a_person_is_excluded(desk):
    said = says(desk, "OPPOSE", on=15, implied=True, capacities=[capacity(HEAD)])
    assert card(desk, 20, actor=HEAD) == {said.id: ("EXCLUDED", "IMPLIED_FOR_PERSON", None)}


def test_a_proposed_coding_is_not_on_the_card(desk):
    said = says(desk, "OPPOSE", on=15)
    desk.record(coding(said))
    assert card(desk, 20) == {said.id: ("DECISIVE", "RESTS_ON", "OPPOSE")}


# ---- the card as a whole ----


def test_decisive_events_come_first_then_earlier_then_outranked_then_excluded_the_newest_first_in_each(desk):
    implied = says(desk, "OPPOSE", on=14, implied=True)
    superseded = says(desk, "NEUTRAL", on=15)
    outranked = says(desk, "OPPOSE", on=16, by=OFFICIAL)
    restated, decisive = says(desk, "SUPPORT", on=16), says(desk, "SUPPORT", on=17)
    future = says(desk, "SUPPORT", on=22)
    found = evidence(known(desk), (RUSSIA, ISSUE), as_of=day(20), clock=Clock.OCCURRED)
    in_order = [decisive, restated, superseded, implied, outranked, future]
    assert [item.log_offset for item in found] == [event.log_offset for event in in_order]
    assert [item.is_counted for item in found] == [True, True, True, True, False, False]


def test_every_reason_is_reached_under_the_public_clock(desk):
    world_of_reasons(desk)
    cards = [card(desk, 20, actor=actor, clock=PUBLIC) for actor in (RUSSIA, "nato", HEAD)]
    assert {code for found in cards for _, code, _ in found.values()} == set(EvidenceReason)


def test_every_reason_has_its_sentence():
    assert set(SENTENCES) == set(EvidenceReason)
    assert len(set(SENTENCES.values())) == len(SENTENCES)
    assert all(sentence.endswith(".") for sentence in SENTENCES.values())
