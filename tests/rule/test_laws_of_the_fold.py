"""What must hold of any fold, whatever was said."""

import itertools
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from rule.drawing import claims, drawing, every_day, words_of_distinct_days

from events.vocabulary import Basis, LogOffset, Stance
from projections.rule.claims import in_order
from projections.rule.fold import fold, step
from projections.rule.timeline import timeline

NEVER_CARRIED = st.sampled_from([Stance.OPPOSE, Stance.NEUTRAL, Stance.SUPPORT])
IN_WORDS = st.just(Basis.EXPLICIT)


@drawing(150)
@given(claims(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_never_matters(said, random):
    arrived = random.sample(said, len(said))
    renumbered = [
        replace(claim, event=replace(claim.event, log_offset=LogOffset(number)))
        for number, claim in enumerate(arrived, 1)
    ]
    assert shown(fold(renumbered)) == shown(fold(said))


def shown(standing):
    """All that an answer shows, events by their ids."""
    offsets = {
        claim.event.log_offset: claim.event.id for claim in (*standing.run, *standing.disputing, *standing.reversible)
    }
    named = [standing.rests_on, standing.contested_by, *map(standing.carried_from, sorted(standing.conditions))]
    answer = standing.stance, standing.basis, standing.last_stated, sorted(standing.conditions)
    return answer, [sorted(offsets[offset] for offset in found) for found in named]


@drawing(150)
@given(claims())
def test_a_position_is_conditional_if_and_only_if_it_has_a_condition(said):
    standing = fold(said)
    assert (standing.stance is Stance.CONDITIONAL) == bool(standing.conditions)


@drawing(150)
@given(claims())
def test_it_is_explicit_if_and_only_if_any_of_its_run_is(said):
    standing = fold(said)
    assert (standing.basis is Basis.EXPLICIT) == any(claim.basis is Basis.EXPLICIT for claim in standing.run)


@drawing(150)
@given(claims())
def test_it_rests_on_what_takes_part_in_its_run_and_on_every_event_that_a_condition_is_carried_from(said):
    standing = fold(said)
    run = {claim.event.log_offset for claim in standing.run}
    assert standing.rests_on
    assert standing.rests_on <= run
    assert {offset for key in standing.conditions for offset in standing.carried_from(key)} <= standing.rests_on


@drawing(150)
@given(claims())
def test_it_was_last_stated_by_what_it_rests_on(said):
    standing = fold(said)
    days = [claim.said.latest for claim in said if claim.event.log_offset in standing.rests_on]
    assert standing.last_stated == max(days)


@drawing(150)
@given(claims())
def test_the_outranked_change_nothing(said):
    taking_part = [claim for group in in_order(said) for claim in group]
    assert fold(taking_part) == fold(said)


@drawing(150)
@given(claims(basis=IN_WORDS))
def test_where_all_is_said_in_words_the_last_word_has_its_way(said):
    standing = fold(said)
    last = in_order(said)[-1]
    assert {claim.event.log_offset for claim in last} <= standing.rests_on
    assert standing.last_stated == last[0].said.latest


@drawing(150)
@given(claims(longest=5), claims(longest=3, basis=st.just(Basis.IMPLIED)))
def test_no_implication_displaces_words(said, implied):
    before = fold(said)
    later = [_later(claim, len(said)) for claim in implied]
    after = fold([*said, *later])
    if before.basis is Basis.EXPLICIT:
        assert (after.stance, after.basis, after.explicit) == (before.stance, before.basis, before.explicit)


def _later(claim, count):
    """Return the claim as said after all others, under another offset."""
    event = replace(claim.event, log_offset=LogOffset(claim.event.log_offset + count))
    day = claim.said.latest.replace(day=claim.said.latest.day + 10)
    return replace(claim, event=event, said=replace(claim.said, latest=day, earliest=day))


# ---- timelines ----


@drawing(100)
@given(claims())
def test_on_every_day_the_timeline_is_the_fold_of_what_is_visible(said):
    line = timeline(said)
    for day in every_day(said):
        step = line.at(day)
        assert (step.standing if step else None) == fold(claim for claim in said if claim.visible <= day)


@drawing(100)
@given(claims())
def test_since_is_the_first_of_the_unbroken_days_with_the_stance(said):
    line = timeline(said)
    before = None
    for day in every_day(said):
        now = line.at(day)
        if now is None:
            continue
        is_same = before is not None and before.standing.stance is now.standing.stance
        assert now.since == (before.since if is_same else day)
        assert now.since_earliest is None or now.since_earliest < now.since
        before = now


# ---- ranges ----


def orders(said):
    """Yield every order that the ranges allow: each after whatever had certainly been said before."""
    for order in itertools.permutations(said):
        pairs = itertools.combinations(order, 2)
        if not any(first.said.earliest and second.said.latest <= first.said.earliest for first, second in pairs):
            yield order


def stances_of_orders(said):
    found = set()
    for order in orders(said):
        standing = None
        for claim in order:
            standing = step(standing, (claim,))
        found.add(standing.stance)
    return found


@drawing(500)
@given(words_of_distinct_days(longest=5))
def test_ranges_contest_only_what_some_order_within_them_would_reverse(said):
    standing = fold(said)
    in_dispute = {claim.event.log_offset for claim in standing.disputing}
    if standing.contested_by - in_dispute:
        assert stances_of_orders(said) > {standing.stance}


@drawing(150)
@given(words_of_distinct_days(longest=5, basis=IN_WORDS, stance=NEVER_CARRIED))
def test_ranges_of_words_contest_all_that_some_order_within_them_would_reverse(said):
    """With conditions to carry, or implications, it is a matter of more than the last word."""
    standing = fold(said)
    assert bool(standing.contested_by) == (stances_of_orders(said) > {standing.stance})


@drawing(100)
@given(claims())
def test_exact_days_leave_no_doubt_about_the_order(said):
    exact = [replace(claim, said=replace(claim.said, earliest=claim.said.latest)) for claim in said]
    standing = fold(exact)
    assert standing.contested_by == {claim.event.log_offset for claim in standing.disputing}
