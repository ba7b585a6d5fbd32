"""The history of events that give figures."""

from writing import assessment, correction_of, move, statement

LIST = """
query ($k: LogOffset, $f: Boolean, $actors: [ID!], $first: Int, $after: String) {
  events(hasQuantities: $f, knownAtOffset: $k, kinds: [STATEMENT, MOVE, ASSESSMENT], actors: $actors, first: $first,
         after: $after) { edges { cursor node { id } } pageInfo { hasNextPage } } }
"""
FIGURES = [{"value": 1, "counts": "ships"}, {"min": 2, "counts": "aircraft"}]


def on(draft, day: int, **fields):
    return draft(occurred={"edtf": f"2021-12-{day:02}"}, **fields)


async def listed(desk, **variables) -> list[str]:
    return [edge["node"]["id"] for edge in (await desk.ask(LIST, **variables))["events"]["edges"]]


def ids(*events) -> list[str]:
    return [str(event.id) for event in events]


async def test_only_events_of_any_kind_that_give_figures_are_listed_each_once(desk):
    said, done, judged, bare = await desk.do(
        on(statement, 18, quantities=FIGURES),
        on(move, 19, quantities=FIGURES),
        on(assessment, 20, quantities=FIGURES),
        on(statement, 21),
    )
    assert await listed(desk, f=True) == ids(said, done, judged)
    assert await listed(desk, f=False) == await listed(desk, f=None) == ids(said, done, judged, bare)


async def test_figures_narrow_what_the_other_filters_leave(desk):
    _, judged = await desk.do(on(statement, 18, quantities=FIGURES), on(assessment, 20, quantities=FIGURES))
    assert await listed(desk, f=True, actors=["david-r-cameron"]) == ids(judged)


async def test_a_corrected_event_is_listed_by_the_figures_of_the_version_in_force(desk):
    said, bare = await desk.do(on(statement, 18, quantities=FIGURES), on(statement, 19))
    (without,) = await desk.do(correction_of(said, on(statement, 18)))
    (added,) = await desk.do(correction_of(bare, on(statement, 19, quantities=FIGURES)))
    assert await listed(desk, f=True) == ids(added)
    assert await listed(desk, f=True, k=str(without.log_offset)) == []
    assert await listed(desk, f=True, k=str(said.log_offset)) == ids(said)


async def test_they_are_walked_page_by_page(desk):
    first, _, third = await desk.do(
        on(statement, 18, quantities=FIGURES), on(statement, 19), on(move, 20, quantities=FIGURES)
    )
    page = (await desk.ask(LIST, f=True, first=1))["events"]
    assert (page["edges"][0]["node"]["id"], page["pageInfo"]["hasNextPage"]) == (str(first.id), True)
    assert await listed(desk, f=True, after=page["edges"][0]["cursor"]) == ids(third)
