"""Whose position it is: that of the principals, of the speaker only in a personal capacity, and of nobody else."""

import pytest
from rule.asking import HEAD, ISSUE, MINISTER, OFFICIAL, RUSSIA, position, says, stands, words
from writing import actor, assessment, capacity, coding, issue, move, role


def holders(desk, at=20, issue=ISSUE):
    """Return the actors that have a position."""
    actors = [event.record.id for event in desk.events if event.record.kind == "ACTOR"]
    return {slug for slug in actors if position(desk, at, actor=slug, issue=issue)}


def test_words_on_behalf_of_a_state_are_its_position_and_not_the_speakers(desk):
    says(desk, "OPPOSE", on=15, by=HEAD)
    assert holders(desk) == {RUSSIA}


def test_words_for_an_office_are_the_position_of_all_it_speaks_for(desk):
    says(desk, "OPPOSE", on=15, capacities=[capacity(OFFICIAL, "deputy-foreign-minister-of-russia")])
    assert holders(desk) == {"deputy-foreign-minister-of-russia", "russian-foreign-ministry", RUSSIA}


def test_words_for_nobody_else_are_the_speakers_own(desk):
    said = says(desk, "OPPOSE", on=15, capacities=[capacity(HEAD)])
    assert holders(desk) == {HEAD}
    assert position(desk, 20, actor=HEAD) == stands("OPPOSE", since=15, on=[said])


def test_a_person_may_think_otherwise_than_he_says_for_his_state(desk):
    official = says(desk, "OPPOSE", on=15, by=OFFICIAL)
    own = says(desk, "SUPPORT", on=16, capacities=[capacity(OFFICIAL)])
    assert position(desk, 20) == stands("OPPOSE", since=15, on=[official])
    assert position(desk, 20, actor=OFFICIAL) == stands("SUPPORT", since=16, on=[own])


def test_several_capacities_are_several_positions_each_in_its_rank(desk):
    both = [capacity("north-atlantic-council", "nato"), capacity(OFFICIAL, RUSSIA)]
    joint = says(desk, "SUPPORT", on=15, capacities=both)
    minister = says(desk, "OPPOSE", on=15, by=MINISTER)
    assert position(desk, 20, actor="nato") == stands("SUPPORT", since=15, on=[joint])
    assert position(desk, 20) == stands("OPPOSE", since=15, on=[minister])


def test_several_principals_of_one_capacity_all_hold_the_position(desk):
    desk.record(role("sergei-ryabkov", "represents", "nato", rank="OFFICIAL"))
    says(desk, "SUPPORT", on=15, capacities=[capacity(OFFICIAL, RUSSIA, "nato")])
    assert holders(desk) == {RUSSIA, "nato"}


@pytest.mark.parametrize("speakers", [(OFFICIAL, HEAD), (HEAD, OFFICIAL)])
def test_where_several_capacities_reach_one_principal_the_highest_rank_counts(desk, speakers):
    joint = says(desk, "SUPPORT", on=15, capacities=[capacity(speaker, RUSSIA) for speaker in speakers])
    says(desk, "OPPOSE", on=15, by=MINISTER)
    assert position(desk, 20) == stands("SUPPORT", since=15, on=[joint])


def test_two_capacities_of_one_statement_are_no_tie(desk):
    joint = says(desk, "SUPPORT", on=15, capacities=[capacity(speaker, RUSSIA) for speaker in (HEAD, "kremlin")])
    assert position(desk, 20) == stands("SUPPORT", since=15, on=[joint])


def test_words_without_a_role_count_where_it_is_said_why(desk):
    stranger = capacity("bulgaria", RUSSIA, withoutRoleBecause="It was asked to speak for it.")
    said = says(desk, "OPPOSE", on=15, capacities=[stranger])
    assert holders(desk) == {RUSSIA}
    assert position(desk, 20) == stands("OPPOSE", since=15, on=[said])


def test_later_role_events_move_no_position(desk):
    says(desk, "OPPOSE", on=15, capacities=[capacity(OFFICIAL, "russian-foreign-ministry")])
    before = position(desk, 20)
    roles = [event for event in desk.events if event.record.kind == "ROLE" and event.content.holder in {
        OFFICIAL, "deputy-foreign-minister-of-russia", "russian-foreign-ministry"}]  # fmt: skip
    for event in roles:
        desk.retract(event)
    desk.record(role(OFFICIAL, "represents", RUSSIA, rank="HEAD"))
    says(desk, "SUPPORT", on=15, by=HEAD)
    assert before is not None
    assert position(desk, 20).stance == "SUPPORT", "the rank is the one copied when it was written"
    assert holders(desk) == {RUSSIA, "russian-foreign-ministry"}


# ---- persons ----


def test_a_stance_is_never_implied_for_a_person(desk):
    says(desk, "OPPOSE", on=15, implied=True, capacities=[capacity(HEAD)])
    assert holders(desk) == set()
    said = says(desk, "SUPPORT", on=16, capacities=[capacity(HEAD)])
    says(desk, "OPPOSE", on=17, implied=True, capacities=[capacity(HEAD)])
    assert position(desk, 20, actor=HEAD) == stands("SUPPORT", since=16, on=[said])


def test_a_stance_is_implied_for_those_a_person_speaks_for(desk):
    implied = says(desk, "OPPOSE", on=15, implied=True, by=HEAD)
    assert holders(desk) == {RUSSIA}
    assert position(desk, 20) == stands("OPPOSE", since=15, on=[implied], basis="IMPLIED")


def test_nor_is_it_implied_for_a_person_by_his_spokesman_though_it_is_for_those_above(desk):
    desk.record(role("kremlin", "represents", HEAD, rank="OFFICIAL"))
    says(desk, "OPPOSE", on=15, implied=True, capacities=[capacity("kremlin", HEAD)])
    assert holders(desk) == {"president-of-russia", RUSSIA}
    says(desk, "OPPOSE", on=16, capacities=[capacity("kremlin", HEAD)])
    assert holders(desk) == {HEAD, "president-of-russia", RUSSIA}


# ---- members, organisations, groups ----


def test_an_organisations_words_are_not_its_members(desk):
    says(desk, "SUPPORT", on=15, capacities=[capacity("north-atlantic-council", "nato")])
    assert holders(desk) == {"nato"}


def test_a_members_words_are_not_its_organisations(desk):
    says(desk, "SUPPORT", on=15, capacities=[capacity("bulgaria", "bulgaria")])
    assert holders(desk) == {"bulgaria"}


@pytest.mark.parametrize("speaker", ["the-west", "united-states"])
def test_a_collective_is_never_resolved_to_its_members_nor_made_up_of_them(desk, speaker):
    says(desk, "SUPPORT", on=15, capacities=[capacity(speaker)])
    assert holders(desk) == {speaker}


@pytest.mark.parametrize(
    "kind",
    ["member-of", "members-of", "joint-body-of", "part-of", "composed-of", "backed-by", "ally-of", "subset-of"],
)
def test_no_role_but_a_speaking_one_hands_on_a_position(desk, kind):
    desk.record(actor("donbas", kind="group"), role("donbas", kind, "united-states"))
    says(desk, "SUPPORT", on=15, capacities=[capacity("donbas")])
    says(desk, "OPPOSE", on=15, capacities=[capacity("united-states")])
    assert position(desk, 20, actor="donbas").stance == "SUPPORT"
    assert position(desk, 20, actor="united-states").stance == "OPPOSE"


# ---- what is no statement of the actor ----


def test_to_act_to_be_addressed_and_to_be_spoken_of_is_no_position(desk):
    desk.record(move(actors=["bulgaria"], targets=["nato"], issues=[ISSUE]))
    desk.record(assessment(about=["nato", "bulgaria"], issues=[ISSUE]))
    says(desk, "OPPOSE", on=15, addressees=["nato"], about=["bulgaria"])
    assert holders(desk) == {RUSSIA}


def test_words_that_a_speaker_relays_are_his_claim(desk):
    says(desk, "OPPOSE", on=15, attributesTo=["north-atlantic-council"])
    assert holders(desk) == {RUSSIA}


def test_a_proposed_coding_never_counts_until_it_is_adopted(desk):
    said = says(desk, "OPPOSE", on=15)
    proposed = desk.record(coding(said))
    assert position(desk, 20) == stands("OPPOSE", since=15, on=[said])
    adopting = desk.correct(said, words("OPPOSE", on=15, stances=[]), adopts=str(proposed.id))
    assert position(desk, 20, issue="ukraine-joins-nato") == stands("NEUTRAL", since=15, on=[adopting])


# ---- issues ----


def test_nothing_is_inherited_along_the_tree(desk):
    desk.record(issue("ukraine-joins-soon", parent=ISSUE))
    says(desk, "OPPOSE", on=15)
    assert [holders(desk, issue=slug) for slug in ("nato-enlargement", ISSUE, "ukraine-joins-soon")] == [
        set(), {RUSSIA}, set()]  # fmt: skip


def test_an_issue_that_replaces_another_takes_no_position_over(desk):
    desk.record(issue("ukraine-in-nato", replaces=ISSUE))
    says(desk, "OPPOSE", on=15)
    assert holders(desk, issue="ukraine-in-nato") == set()
