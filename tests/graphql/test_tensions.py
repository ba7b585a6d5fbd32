"""On which days a position stands in a tension that somebody asserts, for all positions at once."""

from writing import capacity, correction_of, move, relation, retraction_of, stance, statement

TENSIONS = """
query ($k: LogOffset, $clock: Clock, $actors: [ID!], $issues: [ID!]) {
  positionTensions(knownAtOffset: $k, clock: $clock, actors: $actors, issues: $issues) {
    actor { id } issue { id } from until relation { id } } }
"""


def on(day: int, value: str = "OPPOSE", **fields):
    stances = fields.pop("stances", [stance(value=value)])
    return statement(occurred={"edtf": f"2021-12-{day:02}"}, stances=stances, **fields)


def done(day: int, **fields):
    return move(occurred={"edtf": f"2021-12-{day:02}"}, **fields)


async def days(desk, **variables):
    """Return first day and end of each run of days."""
    rows = (await desk.ask(TENSIONS, **variables))["positionTensions"]
    return [(row["from"], row["until"]) for row in rows]


async def test_a_tension_is_told_with_its_pair_and_link(desk):
    said, moved = await desk.do(on(20), done(22))
    (tension,) = await desk.do(relation("IN_TENSION", said, moved))
    assert (await desk.ask(TENSIONS))["positionTensions"] == [
        {
            "actor": {"id": "russia"},
            "issue": {"id": "ukraine-joins-nato"},
            "from": "2021-12-22",
            "until": None,
            "relation": {"id": str(tension.id)},
        }
    ]


async def test_it_lasts_while_the_position_rests_on_either_end(desk):
    first, second, moved = await desk.do(on(18), on(20), done(15))
    await desk.do(on(22, "SUPPORT"))
    await desk.do(relation("IN_TENSION", moved, first))
    assert await days(desk) == [("2021-12-18", "2021-12-20")]
    await desk.do(relation("IN_TENSION", first, second))
    assert await days(desk) == [("2021-12-18", "2021-12-20"), ("2021-12-20", "2021-12-22")]


async def test_it_is_one_run_of_days_though_the_position_is_contested_from_one_of_them(desk):
    said, moved = await desk.do(on(18), done(15))
    await desk.do(on(20, stances=[stance(value="SUPPORT", basis="IMPLIED", impliedBy="He offered talks.")]))
    await desk.do(relation("IN_TENSION", said, moved))
    assert await days(desk) == [("2021-12-18", None)]


async def test_it_comes_back_once_what_took_the_place_of_its_end_is_withdrawn(desk):
    said, moved, later = await desk.do(on(18), done(15), on(20))
    (tension,) = await desk.do(relation("IN_TENSION", said, moved))
    (withdrawn,) = await desk.do(retraction_of(later))
    assert await days(desk) == [("2021-12-18", None)]
    assert await days(desk, k=str(withdrawn.log_offset - 1)) == [("2021-12-18", "2021-12-20")]
    assert await days(desk, k=str(tension.log_offset - 1)) == []


async def test_days_are_those_of_the_clock(desk):
    said, moved = await desk.do(on(18), done(15, public={"edtf": "2021-12-20"}))
    await desk.do(relation("IN_TENSION", said, moved))
    assert await days(desk, clock="OCCURRED") == [("2021-12-18", None)]
    assert await days(desk, clock="PUBLIC") == [("2021-12-20", None)]


async def test_a_corrected_end_counts_from_its_new_day(desk):
    said, moved = await desk.do(on(18), done(15))
    await desk.do(relation("IN_TENSION", said, moved), correction_of(moved, done(21)))
    assert await days(desk) == [("2021-12-21", None)]


async def test_there_is_none_once_the_link_or_an_end_is_withdrawn(desk):
    said, moved = await desk.do(on(18), done(15))
    (tension,) = await desk.do(relation("IN_TENSION", said, moved))
    (withdrawn,) = await desk.do(retraction_of(tension))
    assert await days(desk) == []
    await desk.do(retraction_of(withdrawn))
    assert await days(desk) == [("2021-12-18", None)]
    await desk.do(retraction_of(moved))
    assert await days(desk) == []


async def test_an_end_merged_into_another_record_still_counts(desk):
    nato = [capacity("north-atlantic-council", "nato")]
    said, one, again = await desk.do(on(18), on(20, capacities=nato), on(20, capacities=nato))
    await desk.do(relation("IN_TENSION", said, again), relation("SAME_STATEMENT", one, again))
    assert await days(desk) == [("2021-12-20", None)]


async def test_other_links_are_no_tensions(desk):
    said, moved = await desk.do(on(18), done(15))
    await desk.do(relation("RESPONDS_TO", said, moved))
    assert await days(desk) == []


async def test_they_are_filtered_by_actor_and_issue_and_ordered_by_pair(desk):
    both = [capacity("vladimir-putin", "russia"), capacity("north-atlantic-council", "nato")]
    stances = [stance(), stance("nato-enlargement")]
    said, moved = await desk.do(on(18, capacities=both, stances=stances), done(15))
    await desk.do(relation("IN_TENSION", said, moved))
    for variables, expected in [
        ({}, [(actor, issue) for actor in ("nato", "russia") for issue in ("nato-enlargement", "ukraine-joins-nato")]),
        ({"actors": ["nato"]}, [("nato", "nato-enlargement"), ("nato", "ukraine-joins-nato")]),
        ({"issues": ["nato-enlargement"]}, [("nato", "nato-enlargement"), ("russia", "nato-enlargement")]),
        ({"actors": ["bulgaria"]}, []),
        ({"actors": []}, []),
    ]:
        rows = (await desk.ask(TENSIONS, **variables))["positionTensions"]
        assert [(row["actor"]["id"], row["issue"]["id"]) for row in rows] == expected


async def test_an_unknown_id_in_the_filter_is_an_error(desk):
    refusal = await desk.refusal(TENSIONS, actors=["russia", "atlantis"])
    assert (refusal["code"], refusal["argument"]) == ("UNKNOWN_ID", ["actors", "1"])
