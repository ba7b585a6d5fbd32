"""Drafts on the table: what they say, whom they bind, who answered, and what silence is."""

from writing import capacity, instrument, retraction_of, stance, statement

ANSWERS = """query ($asOf: Date, $clock: Clock) {
  instrument(id: "draft-treaty") { provisions { id responses(asOf: $asOf, clock: $clock) {
  actor { id } response toWhole basis since conditions { text then } restsOn { id } } } } }"""


def by_nato(day: int, response: str | None, provision: str | None = "draft-treaty-art1", **fields):
    answers = {"instrument": "draft-treaty", "provision": provision, "response": response, "basis": "EXPLICIT"}
    return statement(
        capacities=[capacity("north-atlantic-council", "nato")],
        occurred={"edtf": f"2021-12-{day:02}"},
        responses=[answers] if response else [],
        **fields,
    )


async def answers(desk, as_of: str, **variables):
    provisions = (await desk.ask(ANSWERS, asOf=as_of, **variables))["instrument"]["provisions"]
    return {one["id"].removeprefix("draft-treaty-"): one["responses"] for one in provisions}


async def told(desk, as_of: str, **variables):
    found = await answers(desk, as_of, **variables)
    return {
        provision: [(one["actor"]["id"], one["response"], one["toWhole"], one["since"]) for one in responses]
        for provision, responses in found.items()
    }


async def test_an_instrument_says_what_it_is(desk):
    answer = await desk.ask(
        """{ instrument(id: "draft-treaty") { id version title tabledBy { id } addressedTo { id }
          tabled { edtf latest basis } public { edtf } articlesTotal articlesNotDescribed
          provisions { id article label summary binds { id } issues { id } } } instruments { id } }"""
    )
    assert answer["instruments"] == [{"id": "draft-treaty"}]
    assert answer["instrument"]["tabledBy"] == [{"id": "russia"}]
    assert answer["instrument"]["articlesNotDescribed"] == list(range(2, 10))
    assert answer["instrument"]["tabled"] == {"edtf": "2021-12-15", "latest": "2021-12-15", "basis": "STATED"}
    assert answer["instrument"]["provisions"][0] == {
        "id": "draft-treaty-art1", "article": 1, "label": "draft-treaty-art1", "summary": None,
        "binds": [{"id": "nato"}], "issues": [],
    }  # fmt: skip


async def test_nobody_is_expected_to_answer_before_the_tabling(desk):
    assert await told(desk, "2021-12-14") == {"art1": [], "art4": []}


async def test_who_has_not_spoken_since_is_silent_and_who_spoke_of_something_else_has_not_addressed_it(desk):
    await desk.do(by_nato(14, None), by_nato(20, None))
    silent, passing = [("nato", "SILENT", None, None)], [("nato", "NOT_ADDRESSED", None, None)]
    assert await told(desk, "2021-12-19") == {"art1": silent, "art4": silent}
    assert await told(desk, "2021-12-20") == {"art1": passing, "art4": passing}


async def test_an_answer_to_one_provision_is_none_to_another(desk):
    (said,) = await desk.do(by_nato(20, "REJECT"))
    found = await answers(desk, "2021-12-24")
    (first,) = found["art1"]
    assert (first["response"], first["since"], first["basis"]) == ("REJECT", "2021-12-20", "EXPLICIT")
    assert first["restsOn"] == {"id": str(said.id)}
    assert [one["response"] for one in found["art4"]] == ["NOT_ADDRESSED"]


async def test_an_answer_to_the_whole_is_shown_beside_and_never_as_an_answer(desk):
    (said,) = await desk.do(by_nato(20, "OPEN_TO_TALKS", None))
    found = await answers(desk, "2021-12-24")
    for responses in found.values():
        assert [(one["response"], one["toWhole"], one["restsOn"]) for one in responses] == [
            ("NOT_ADDRESSED", "OPEN_TO_TALKS", {"id": str(said.id)})
        ]


async def test_the_latest_answer_is_shown_with_the_first_day_of_its_run(desk):
    await desk.do(by_nato(18, "COUNTER"), by_nato(19, "REJECT"), by_nato(22, "REJECT"))
    assert (await told(desk, "2021-12-24"))["art1"] == [("nato", "REJECT", None, "2021-12-19")]
    assert (await told(desk, "2021-12-18"))["art1"] == [("nato", "COUNTER", None, "2021-12-18")]


async def test_an_answer_that_was_not_public_yet_is_no_answer_of_the_public_clock(desk):
    await desk.do(by_nato(18, "REJECT", public={"edtf": "2021-12-21"}))
    assert (await told(desk, "2021-12-20", clock="PUBLIC"))["art1"] == [("nato", "SILENT", None, None)]
    assert (await told(desk, "2021-12-21", clock="PUBLIC"))["art1"] == [("nato", "REJECT", None, "2021-12-21")]


async def test_others_who_answered_come_after_those_expected_to(desk):
    (said,) = await desk.do(
        statement(
            capacities=[capacity("bulgaria")],
            occurred={"edtf": "2021-12-20"},
            responses=[
                {
                    "instrument": "draft-treaty",
                    "provision": "draft-treaty-art4",
                    "response": "REJECT",
                    "basis": "EXPLICIT",
                }
            ],
        )
    )
    found = await told(desk, "2021-12-24")
    assert found["art4"] == [("nato", "SILENT", None, None), ("bulgaria", "REJECT", None, "2021-12-20")]
    assert found["art1"] == [("nato", "SILENT", None, None)]
    await desk.do(retraction_of(said))
    assert (await told(desk, "2021-12-24"))["art4"] == [("nato", "SILENT", None, None)]


async def test_conditions_of_an_answer_are_those_it_puts_on_the_issues_of_the_provision(desk):
    provision = {"id": "second-art1", "article": 1, "label": "One", "binds": ["nato"], "issues": ["ukraine-joins-nato"]}
    await desk.do(instrument("second", provisions=[provision]))
    condition = {"text": "Russia withdraws", "then": "SUPPORT"}
    await desk.do(
        statement(
            capacities=[capacity("north-atlantic-council", "nato")],
            occurred={"edtf": "2021-12-20"},
            stances=[stance(value="CONDITIONAL", conditions=[condition])],
            responses=[
                {
                    "instrument": "second",
                    "provision": "second-art1",
                    "response": "ACCEPT_WITH_CONDITIONS",
                    "basis": "EXPLICIT",
                }
            ],
        )
    )
    answer = await desk.ask(
        '{ instrument(id: "second") { provisions { responses { response conditions { text then } } } } }'
    )
    assert answer["instrument"]["provisions"] == [
        {"responses": [{"response": "ACCEPT_WITH_CONDITIONS", "conditions": [condition]}]}
    ]
