"""Pages: their sizes, their cursors, and what is refused (R5)."""

import base64
from uuid import UUID

import pytest
from writing import stance, statement

LISTS = ["actors", "issues", "sources", "positions", "positionSteps", "events", "quantities", "statementsWithoutRole"]
EVENTS = """query ($first: Int, $after: String, $last: Int, $before: String) {
  events(first: $first, after: $after, last: $last, before: $before) {
    edges { node { id } cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""


def on(day: int, **fields):
    return statement(occurred={"edtf": f"2021-12-{day:02}"}, **fields)


async def test_every_list_is_walked_page_by_page_without_gap_or_repetition(desk):
    await desk.do(*(on(day, stances=[stance(), stance("nato-enlargement")]) for day in (18, 19, 20)))
    for name in ("actors", "issues", "sources", "positions", "positionSteps", "events"):
        whole = [edge["cursor"] for edge in (await desk.ask(f"{{ {name} {{ edges {{ cursor }} }} }}"))[name]["edges"]]
        walked, after, more = [], None, True
        while more:
            page = (
                await desk.ask(
                    f"query ($after: String) {{ {name}(first: 2, after: $after) {{ edges {{ cursor }} "
                    "pageInfo { hasNextPage endCursor } } }",
                    after=after,
                )
            )[name]
            walked += [edge["cursor"] for edge in page["edges"]]
            after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
        assert walked == whole
        assert len(set(whole)) == len(whole) > 1


async def test_changes_are_walked_too(desk):
    await desk.do(*(on(day, stances=[stance(), stance("nato-enlargement")]) for day in (19, 20)))
    query = """query ($after: String) { changes(from: "2021-12-18", to: "2021-12-24", first: 1, after: $after) {
      edges { node { issue { id } } } pageInfo { hasNextPage endCursor } } }"""
    first = (await desk.ask(query))["changes"]
    second = (await desk.ask(query, after=first["pageInfo"]["endCursor"]))["changes"]
    assert [page["edges"][0]["node"]["issue"]["id"] for page in (first, second)] == [
        "nato-enlargement",
        "ukraine-joins-nato",
    ]
    assert (first["pageInfo"]["hasNextPage"], second["pageInfo"]["hasNextPage"]) == (True, False)


async def test_evidence_is_walked_by_event(desk):
    await desk.do(on(18), on(19), on(20))
    query = """query ($after: String) { position(actor: "russia", issue: "ukraine-joins-nato") {
      evidence(first: 2, after: $after) {
        totalCount edges { node { role } cursor } pageInfo { hasNextPage endCursor } } } }"""
    first = (await desk.ask(query))["position"]["evidence"]
    second = (await desk.ask(query, after=first["pageInfo"]["endCursor"]))["position"]["evidence"]
    assert [len(page["edges"]) for page in (first, second)] == [2, 1]
    assert (first["totalCount"], second["pageInfo"]["hasNextPage"]) == (3, False)


async def test_events_are_read_from_either_end(desk):
    ids = [str(event.id) for event in await desk.do(on(18), on(19), on(20), on(21))]
    before = (await desk.ask(EVENTS, first=1))["events"]["edges"][0]["node"]["id"]  # the instrument, tabled on the 15th
    last = (await desk.ask(EVENTS, last=2))["events"]
    assert [edge["node"]["id"] for edge in last["edges"]] == ids[2:]
    assert (last["pageInfo"]["hasPreviousPage"], last["pageInfo"]["hasNextPage"]) == (True, False)
    earlier = (await desk.ask(EVENTS, last=2, before=last["pageInfo"]["startCursor"]))["events"]
    assert [edge["node"]["id"] for edge in earlier["edges"]] == ids[:2]
    first = (await desk.ask(EVENTS, last=5, before=earlier["pageInfo"]["startCursor"]))["events"]
    assert [edge["node"]["id"] for edge in first["edges"]] == [before]
    assert (first["pageInfo"]["hasPreviousPage"], first["pageInfo"]["hasNextPage"]) == (False, True)


async def test_a_page_may_be_empty(desk):
    page = (await desk.ask(EVENTS, first=0))["events"]
    assert page == {
        "edges": [],
        "pageInfo": {"hasNextPage": True, "hasPreviousPage": False, "startCursor": None, "endCursor": None},
    }


@pytest.mark.parametrize("name", LISTS)
async def test_a_broken_or_foreign_cursor_is_refused(desk, name):
    own = {"events": "positions"}.get(name, "events")
    foreign = base64.urlsafe_b64encode(f'["{own}",1,"a","b"]'.encode()).decode()
    later = base64.urlsafe_b64encode(f'["{name}",2,"a","b","c"]'.encode()).decode()
    too_long = base64.urlsafe_b64encode(f'["{name}",1,"a","b","c","d","e"]'.encode()).decode()
    for cursor in ("nonsense", "é", "", "bnVsbA==", "e30=", foreign, later, too_long):
        query = f"query ($after: String) {{ {name}(after: $after) {{ edges {{ cursor }} }} }}"
        refusal = await desk.refusal(query, after=cursor)
        assert (refusal["code"], refusal["argument"]) == ("BAD_CURSOR", ["after"]), cursor


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("events", f'"2021-12-20",{2**31},"{UUID(int=1)}"'),
        ("quantities", f'"2021-12-20","{UUID(int=1)}",{-(2**31) - 1}'),
        ("actors", '"\\u0000"'),
        ("positions", '"russia","\\u0000"'),
    ],
)
async def test_a_cursor_of_what_the_database_cannot_hold_is_refused(desk, name, key):
    cursor = base64.urlsafe_b64encode(f'["{name}",1,{key}]'.encode()).decode()
    refusal = await desk.refusal(
        f"query ($after: String) {{ {name}(after: $after) {{ edges {{ cursor }} }} }}", after=cursor
    )
    assert (refusal["code"], refusal["argument"]) == ("BAD_CURSOR", ["after"])


async def test_a_cursor_of_other_evidence_is_refused(desk):
    await desk.do(on(18))
    cursor = base64.urlsafe_b64encode(b'["evidence",1,1]').decode()
    query = """query ($after: String) { position(actor: "russia", issue: "ukraine-joins-nato") {
      evidence(after: $after) { totalCount } } }"""
    assert (await desk.refusal(query, after=cursor))["code"] == "BAD_CURSOR"


@pytest.mark.parametrize(
    ("variables", "argument"),
    [
        ({"first": 1, "last": 1}, "last"),
        ({"first": -1}, "first"),
        ({"first": 501}, "first"),
        ({"last": 501}, "last"),
        ({"first": 1, "before": "x"}, "before"),
        ({"last": 1, "after": "x"}, "after"),
    ],
)
async def test_pages_that_are_not_handed_out(desk, variables, argument):
    refusal = await desk.refusal(EVENTS, **variables)
    assert (refusal["code"], refusal["argument"]) == ("BAD_PAGE", [argument])


async def test_positions_and_their_steps_come_in_pages_of_twenty_thousand(desk):
    for name in ("positions", "positionSteps"):
        await desk.ask(f"{{ {name}(first: 20000) {{ edges {{ cursor }} }} }}")
        refusal = await desk.refusal(f"{{ {name}(first: 20001) {{ edges {{ cursor }} }} }}")
        assert refusal["largest"] == 20000
