"""NO_ROLE, and whose words they are: principals completed upward, each with the rank of the speaker's first link."""

import datetime

import pytest
from writing import actor, capacity, retraction_of, role, source, statement

from events.contents import Capacity
from events.vocabulary import Rank

ANY_DAY = {"earliest": None, "latest": None}


def capacities(desk, *given, **fields):
    """Record a statement in these capacities and return those that are stored."""
    return desk.record(statement(capacities=list(given), **fields)).content.capacities


def ranks(desk, speaker, *principals):
    return [(c.rank.value, *c.on_behalf_of) for c in capacities(desk, capacity(speaker, *principals))]


def test_a_deputy_minister_speaks_for_his_state_through_office_and_ministry_as_an_official(desk):
    assert ranks(desk, "sergei-ryabkov", "russia") == [("OFFICIAL", "russia")]


def test_principals_are_completed_upward(desk):
    assert ranks(desk, "sergei-ryabkov", "deputy-foreign-minister-of-russia") == [
        ("OFFICIAL", "deputy-foreign-minister-of-russia", "russian-foreign-ministry", "russia")
    ]


@pytest.mark.parametrize(
    ("speaker", "principal", "rank"),
    [
        ("vladimir-putin", "russia", "HEAD"),
        ("president-of-russia", "russia", "HEAD"),
        ("kremlin", "russia", "HEAD"),
        ("north-atlantic-council", "nato", "HEAD"),
        ("russia", "russia", "HEAD"),
        ("russian-foreign-ministry", "russia", "MINISTER"),
        ("russian-foreign-ministry-board", "russia", "MINISTER"),
        ("deputy-foreign-minister-of-russia", "russia", "OFFICIAL"),
    ],
)
def test_rank_is_that_of_the_first_link_to_the_principal(desk, speaker, principal, rank):
    assert ranks(desk, speaker, principal) == [(rank, principal)]


def test_principals_reached_in_different_ranks_are_different_capacities(desk):
    desk.record(role("sergei-ryabkov", "represents", "nato", rank="MINISTER"))
    assert ranks(desk, "sergei-ryabkov", "russia", "nato") == [("MINISTER", "nato"), ("OFFICIAL", "russia")]


def test_of_several_links_to_a_principal_the_highest_counts(desk):
    desk.record(role("sergei-ryabkov", "represents", "russia", rank="MINISTER"))
    assert ranks(desk, "sergei-ryabkov", "russia") == [("MINISTER", "russia")]


def test_two_speakers_have_two_capacities(desk):
    given = [capacity("vladimir-putin", "russia"), capacity("sergei-ryabkov", "russia")]
    assert [c.rank for c in capacities(desk, *given)] == [Rank.HEAD, Rank.OFFICIAL]


def test_a_personal_capacity_is_the_speakers_own(desk):
    (stored,) = capacities(desk, capacity("sergei-ryabkov"))
    assert stored == Capacity(speaker="sergei-ryabkov", on_behalf_of=(), rank=Rank.HEAD)


@pytest.mark.parametrize(
    ("speaker", "principal"),
    [("bulgaria", "nato"), ("nato", "bulgaria"), ("russia", "vladimir-putin"), ("david-r-cameron", "united-states")],
    ids=["a member for its organisation", "the reverse", "downward", "a stranger"],
)
def test_whoever_has_no_speaking_role_is_refused(desk, speaker, principal):
    draft = statement(capacities=[capacity(speaker, principal)])
    assert desk.refusals(draft) == [("NO_ROLE", "input.capacities.0.onBehalfOf.0")]


@pytest.mark.parametrize(
    "kind",
    ["member-of", "members-of", "joint-body-of", "part-of", "composed-of", "backed-by", "ally-of", "subset-of"],
)
def test_no_silent_role_lets_anybody_speak(desk, kind):
    desk.record(role("united-states", kind, "nato"))
    draft = statement(capacities=[capacity("united-states", "nato")])
    assert desk.refusals(draft) == [("NO_ROLE", "input.capacities.0.onBehalfOf.0")]


def test_nobody_speaks_along_a_membership_further_up(desk):
    desk.record(role("russia", "member-of", "nato"))
    draft = statement(capacities=[capacity("vladimir-putin", "russia", "nato")])
    assert desk.refusals(draft) == [("NO_ROLE", "input.capacities.0.onBehalfOf.1")]


def test_the_refusal_says_who_has_no_role_for_whom_and_what_to_do(desk):
    (refusal,) = desk.refusals_in_full(statement(capacities=[capacity("bulgaria", "nato")]))
    assert refusal.message == (
        "'bulgaria' has no role that speaks for 'nato' then; "
        "record the role, or say in withoutRoleBecause why the words count all the same"
    )


def test_whoever_says_why_speaks_without_a_role_as_an_official(desk):
    (stored,) = capacities(desk, capacity("bulgaria", "nato", withoutRoleBecause="It held the chair that day."))
    assert (stored.rank, stored.on_behalf_of) == (Rank.OFFICIAL, ("nato",))
    assert stored.without_role_because == "It held the chair that day."


def test_a_blank_is_no_reason_to_speak_without_a_role(desk):
    draft = statement(capacities=[capacity("bulgaria", "nato", withoutRoleBecause=" ")])
    assert desk.refusals(draft) == [("NO_ROLE", "input.capacities.0.onBehalfOf.0")]


class TestOnTheDay:
    """A role counts if it is in force on some day on which the words can have been said."""

    @pytest.fixture(autouse=True)
    def envoy(self, desk):
        desk.record(actor("envoy", kind="person"))
        desk.record(role("envoy", "represents", "russia", **{"from": "2021-12-10", "to": "2021-12-15"}))

    @pytest.mark.parametrize("day", ["2021-12-10", "2021-12-15", "2021-12", "2021-12-15/2021-12-20", "../2021-12-11"])
    def test_a_role_in_force_then_lets_him_speak(self, desk, day):
        assert desk.refusals(statement(capacities=[capacity("envoy", "russia")], occurred={"edtf": day})) == []

    @pytest.mark.parametrize("day", ["2021-12-09", "2021-12-16", "2021-11", "../2021-12-09", "2021-12-16/.."])
    def test_a_role_not_in_force_then_does_not(self, desk, day):
        draft = statement(capacities=[capacity("envoy", "russia")], occurred={"edtf": day})
        assert desk.refusals(draft) == [("NO_ROLE", "input.capacities.0.onBehalfOf.0")]

    def test_words_without_a_date_are_bounded_by_their_earliest_source(self, desk):
        desk.record(source("doc-early", published={"edtf": "2021-12-09"}))
        words = {"capacities": [capacity("envoy", "russia")], "occurred": {}}
        appearances = [{"source": name, "rendering": "DIRECT"} for name in ("doc-cameron", "doc-early")]
        assert desk.refusals(statement(**words, appearances=appearances)) == [
            ("NO_ROLE", "input.capacities.0.onBehalfOf.0")
        ]
        assert desk.refusals(statement(**words, appearances=appearances[:1])) == []

    def test_a_source_without_a_date_bounds_nothing(self, desk):
        desk.record(source("doc-undated"))
        appearances = [{"source": name, "rendering": "DIRECT"} for name in ("doc-undated", "doc-cameron")]
        words = {"capacities": [capacity("envoy", "russia")], "occurred": {}}
        assert desk.refusals(statement(**words, appearances=appearances)) == []
        assert desk.refusals(statement(**words, appearances=appearances[:1])) == []

    def test_a_withdrawn_source_bounds_nothing(self, desk):
        early = desk.record(source("doc-early", published={"edtf": "2021-12-09"}))
        desk.retract(early)
        appearances = [{"source": name, "rendering": "DIRECT"} for name in ("doc-cameron", "doc-early")]
        draft = statement(capacities=[capacity("envoy", "russia")], occurred={}, appearances=appearances)
        assert desk.refusals(draft) == []

    def test_a_relative_date_is_resolved_first(self, desk):
        def said(relative):
            period = {"relative": relative, "anchor": "doc-cameron"}
            return statement(capacities=[capacity("envoy", "russia")], occurred=period)

        assert desk.refusals(said("days-before(7)")) == []
        assert desk.refusals(said("days-before(6)")) == [("NO_ROLE", "input.capacities.0.onBehalfOf.0")]

    def test_a_role_withdrawn_is_no_role(self, desk):
        desk.do(retraction_of(desk.events[-1]))
        draft = statement(capacities=[capacity("envoy", "russia")], occurred={"edtf": "2021-12-12"})
        assert desk.refusals(draft) == [("NO_ROLE", "input.capacities.0.onBehalfOf.0")]


def test_a_later_role_event_does_not_touch_what_was_copied_into_the_statement(desk):
    said = desk.record(statement())
    before = said.content.capacities
    holding = next(event for event in desk.events if getattr(event.content, "type", "") == "holds-office")
    desk.retract(holding)
    assert desk.knowledge().event(str(said.id)).content.capacities == before
    assert before[0].rank is Rank.HEAD


def test_those_whose_words_are_relayed_are_completed_upward(desk):
    stored = desk.record(
        statement(
            capacities=[capacity("united-states", "united-states")],
            attributesTo=["sergei-ryabkov"],
        )
    ).content
    assert stored.relayed_principals == (
        "sergei-ryabkov",
        "deputy-foreign-minister-of-russia",
        "russian-foreign-ministry",
        "russia",
    )


def test_a_circle_of_roles_ends(desk):
    desk.record(role("russia", "represents", "kremlin"))
    assert ranks(desk, "kremlin", "russia") == [("HEAD", "russia", "kremlin")]
    assert ranks(desk, "vladimir-putin", "russia") == [("HEAD", "russia", "kremlin")]
    assert desk.knowledge().registry.speaking_roles.upward("kremlin", **ANY_DAY) == ["russia"]


def test_several_principals_are_reached_in_the_lowest_of_their_ranks(desk):
    desk.record(role("sergei-ryabkov", "represents", "nato", rank="MINISTER"))
    reach = desk.knowledge().registry.speaking_roles.reach("sergei-ryabkov", **ANY_DAY)
    assert reach.rank_for(["nato"]) is Rank.MINISTER
    assert reach.rank_for(["nato", "russia"]) is Rank.OFFICIAL
    assert reach.rank_for(["nato", "bulgaria"]) is None
    assert reach.rank_for([]) is None


def test_an_office_ranks_as_it_ever_did(desk):
    desk.record(actor("chair", kind="office"))
    desk.record(role("chair", "office-of", "nato", **{"from": "2021-01-01", "to": "2021-01-31"}))
    assert desk.record(role("bulgaria", "holds-office", "chair")).content.rank is Rank.HEAD


@pytest.mark.parametrize(
    ("draft", "rank"),
    [
        (role("vladimir-putin", "represents", "russia"), Rank.OFFICIAL),
        (role("vladimir-putin", "holds-office", "deputy-foreign-minister-of-russia"), Rank.OFFICIAL),
        (role("vladimir-putin", "holds-office", "president-of-russia"), Rank.HEAD),
        (role("kremlin", "government-of", "russia"), Rank.HEAD),
        (role("vladimir-putin", "holds-office", "president-of-russia", rank="MINISTER"), Rank.MINISTER),
        (role("bulgaria", "member-of", "nato"), None),
        (role("vladimir-putin", "held-office", "president-of-russia"), None),
    ],
)
def test_a_role_without_a_rank_gets_that_of_its_kind(desk, draft, rank):
    assert desk.record(draft).content.rank is rank


def test_a_role_keeps_its_dates(desk):
    stored = desk.record(role("bulgaria", "member-of", "nato", **{"from": "2004-03-29"})).content
    assert (stored.from_date, stored.to_date) == (datetime.date(2004, 3, 29), None)
