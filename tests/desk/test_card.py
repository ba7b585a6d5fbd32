"""The card of a cell: where somebody stands, on whose word, what speaks against it, and how to cite it."""

import re
from typing import Any

import pytest
from graphql_mutations import mutation
from live_service import given
from playwright.async_api import Locator, Page
from visiting import Desk
from writing import appearance, capacity, stance, statement

pytestmark = pytest.mark.browser

ACCESSION = "?asof=2021-12-21&card=russia~ukraine-nato-accession"
TALKS = "?asof=2021-12-26&card=united-states~talks"
READ_AND_WRITE = ["clipboard-read", "clipboard-write"]
FORBIDDEN_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', {value: undefined})"


async def texts(locator: Locator) -> list[str]:
    return [re.sub(r"\s+", " ", text).strip() for text in await locator.all_inner_texts()]


async def facts(desk: Desk) -> list[str]:
    return await texts(desk.page.locator(".facts dd"))


async def copied(page: Page, button: str) -> str:
    await page.context.grant_permissions(READ_AND_WRITE)
    await page.get_by_role("button", name=button).click()
    await page.get_by_role("button", name="Copied").wait_for()
    text: str = await page.evaluate("navigator.clipboard.readText()")
    return text


def against(day: str = "2021-12-21", **fields: Any) -> Any:
    """Russia, by its president, against what it had demanded."""
    speaker = [capacity("vladimir-putin", "russia")]
    return statement(
        capacities=speaker,
        occurred={"edtf": day},
        stances=[stance("ukraine-nato-accession", "OPPOSE")],
        appearances=[appearance()],
        **fields,
    )


async def test_the_stance_is_a_sentence_with_the_proposition_in_full(desk: Desk) -> None:
    await desk.open(ACCESSION)
    assert await desk.text(".card h2") == "Russia supports: NATO membership should be closed to Ukraine."
    assert await facts(desk) == ["15 Dec 2021", "15 Dec, 6 d before", "in the words"]


async def test_a_claim_is_denied_and_what_is_implied_says_why(desk: Desk) -> None:
    await desk.open("?asof=2021-12-26&card=russia~russian-attack-plans")
    assert (await desk.text(".card h2")).startswith("Russia denies: ")
    await desk.open("?asof=2021-12-26&card=nato~ukraine-nato-accession")
    assert (await desk.text(".card h2")).startswith("NATO opposes by implication: ")
    coded = await desk.service.data(
        """{ position(actor: "nato", issue: "ukraine-nato-accession", asOf: "2021-12-26") {
               restsOn { ... on Statement { stances { issue { id } impliedBy } } } } }"""
    )
    why = [one["impliedBy"] for one in coded["restsOn"][0]["stances"] if one["issue"]["id"] == "ukraine-nato-accession"]
    assert await desk.text("figure .reason") == f"Why implied: {why[0]}"


async def test_it_rests_on_words_with_their_speaker_capacity_occasion_day_and_source(desk: Desk) -> None:
    page = await desk.open("?asof=2021-12-22&card=nato~talks")
    figure = page.locator("figure.decisive").first
    assert await figure.locator("blockquote").inner_text() == "meaningful dialogue"
    who, source = await texts(figure.locator("figcaption > p, figcaption li"))
    assert who == (
        "Jens Stoltenberg, NATO Secretary General, for NATO, at the highest rank; reaffirms, on the occasion: "
        "Stoltenberg and Romania's prime minister Ciucă meet, 21 Dec 2021 “yesterday” in "  # unseen, read aloud
        "U.S. and NATO to open talks with Russia over Ukraine security guarantees"
    )
    assert source == (
        "David R. Cameron, “U.S. and NATO to open talks with Russia over Ukraine security guarantees”, 22 Dec 2021"
    )


async def test_all_that_it_rests_on_is_shown_and_conditions_say_when_they_were_stated(desk: Desk) -> None:
    page = await desk.open(TALKS)
    assert (await desk.text(".card h2")).startswith("United States says “only if” to: ")
    assert await page.locator("figure.decisive").count() == 4
    assert await texts(page.locator(".conditions h3")) == ["For it if"]
    conditions = await texts(page.locator(".conditions li"))
    assert len(conditions) == 6
    assert conditions[0] == "Europe takes part in talks on European security still, from 21 Dec"


async def test_an_undated_report_is_dated_by_its_source_and_a_range_is_a_range(desk: Desk) -> None:
    page = await desk.open(TALKS)
    assert await facts(desk) == ["21 Dec 2021", "by 26 Dec, that day", "in the words"]
    assert "accepts, by 26 Dec 2021" in await desk.text("figure.decisive figcaption")
    await page.goto(page.url.replace("united-states~talks", "russia~ukraine-nato-alignment-threat"))
    await desk.shown()
    assert (await facts(desk))[0] == "1–31 Jul 2021"
    await page.goto(f"{desk.address}/?asof=2021-08-01&card=russia~ukraine-nato-alignment-threat")
    await desk.shown()
    assert "2021-07-01/2021-07-31 “in July”" in await desk.text("figure.decisive figcaption")


async def test_conduct_in_tension_has_its_codings_figures_and_who_asserts_it(desk: Desk) -> None:
    page = await desk.open("?asof=2021-12-26&card=russia~armed-conflict-avoidance")
    conduct, what, why = await texts(page.locator(".tension p"))
    assert conduct == "Russia keeps sending troops in large numbers to the Ukrainian border."
    assert what == (
        "by 26 Dec 2021 · Ukrainian border · CAMEO 154, PLOVER MOBILIZE (coded by desk) · Russian troops being sent to "
        "the Ukrainian border: at least 20,000 troops (“tens of thousands of”) (by the count of Caleb Loughrin)"
    )
    assert why == (
        "Set against it by Caleb Loughrin: The author sets the wish to avoid conflict against the troop movements."
    )


async def test_evidence_comes_in_pages_each_piece_with_its_role_and_reason(desk: Desk) -> None:
    page = await desk.open(TALKS)
    answer = await desk.service.data(
        """{ position(actor: "united-states", issue: "talks", asOf: "2021-12-26") {
               counted: evidence(roles: [DECISIVE, EARLIER, OUTRANKED], first: 100) {
                 edges { node { role reason event { summary } } } }
               excluded: evidence(roles: [EXCLUDED], first: 100) { edges { node { reason event { summary } } } } } }"""
    )
    counted, excluded = ([edge["node"] for edge in answer[sort]["edges"]] for sort in ("counted", "excluded"))
    assert await texts(page.locator("section.counted h3")) == [f"Counted {len(counted)}"]
    assert await texts(page.locator("section.excluded h3")) == [f"Left out {len(excluded)}"]
    for section, expected in ((".counted", counted), (".excluded", excluded)):
        while await page.locator(f"section{section} button").count():
            shown = await page.locator(f"section{section} li").count()
            assert shown < len(expected)
            await page.locator(f"section{section} button").click()
            await desk.until(f"document.querySelectorAll('section{section} li').length > {shown}")
        reasons = await texts(page.locator(f"section{section} .why"))
        assert [text.removeprefix("Earlier. ").removeprefix("Outranked. ") for text in reasons] == [
            one["reason"] for one in expected
        ]
        assert await texts(page.locator(f"section{section} li a")) == [one["event"]["summary"] for one in expected]
    assert len(counted) + len(excluded) > 10


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (
            "united-states~free-choice-of-alignment",
            "United States had not taken a stance on this by 20 December 2021; what it said counts only later. "
            "From 21 December 2021 it supports it.",
        ),
        ("united-states~hypersonic-weapons", "United States had spoken by 20 December 2021, but not on this."),
        (
            "bulgaria~talks",
            "Bulgaria is mentioned, and had not been heard itself by 20 December 2021. "
            "What others say of it is not its own position.",
        ),
        ("western-allies~hypersonic-weapons", "Nothing that 'Western allies' said is on record by 20 December 2021."),
    ],
)
async def test_an_empty_cell_says_why_it_is_empty(desk: Desk, cell: str, reason: str) -> None:
    await desk.open(f"?asof=2021-12-20&card={cell}")
    assert "has no position on record: " in await desk.text(".card h2")
    assert (await desk.text(".card > .reason")).strip() == reason


async def test_an_empty_cell_lists_what_bears_on_it_and_goes_to_the_day_on_which_it_begins(desk: Desk) -> None:
    page = await desk.open("?asof=2021-12-20&card=united-states~free-choice-of-alignment")
    assert await texts(page.locator("section.excluded .why")) == [
        "It was said after this date, or may have been.",
        "A member does not speak for its organisation, nor the organisation for a member.",
    ]
    await page.locator(".card > .reason a").click()
    await desk.shown()
    assert "asof=2021-12-21" in page.url
    assert (await desk.text(".card h2")).startswith("United States supports: ")


async def test_what_may_have_been_said_by_then_is_possible_and_not_counted(desk: Desk) -> None:
    await desk.service.record(against("2021-12-05/2021-12-10", summary="He may have been against it."))
    await desk.open("?asof=2021-12-06&card=russia~ukraine-nato-accession")
    assert await desk.text(".possible") == (
        "Possible, not counted: the date is not over 5–10 Dec 2021 He may have been against it."
    )


async def test_a_step_of_the_history_is_a_link_to_its_day_and_keeps_focus_and_scroll(desk: Desk) -> None:
    page = await desk.open("?asof=2021-12-26&card=russia~ukraine-nato-alignment-threat")
    steps = page.get_by_role("list", name="History of this position").get_by_role("link")
    assert await steps.evaluate_all("links => links.map(link => link.getAttribute('aria-label'))") == [
        "31 July 2021: affirms, in the words",
        "18 November 2021: affirms, in the words, stated again",
        "21 December 2021: affirms, in the words, stated again",
    ]
    await page.locator("#side").evaluate("side => { side.scrollTop = 60; }")
    await steps.nth(1).focus()
    await page.keyboard.press("Enter")
    await desk.shown()
    assert "asof=2021-11-18" in page.url
    assert (await facts(desk))[1] == "18 Nov, that day"
    assert await desk.run("document.activeElement.getAttribute('aria-label')") == (
        "18 November 2021: affirms, in the words, stated again"
    )
    assert await page.locator("#side").evaluate("side => side.scrollTop") == 60


async def test_the_slider_moves_the_card_and_leaves_its_scroll(desk: Desk) -> None:
    page = await desk.open(TALKS)
    await page.locator("#side").evaluate("side => { side.scrollTop = 120; }")
    await page.locator("#slider").focus()
    await page.keyboard.press("ArrowLeft")
    await desk.shown()
    assert (await facts(desk))[1] == "21 Dec, 4 d before"
    assert await desk.run("[document.activeElement.id, document.querySelector('#side').scrollTop]") == ["slider", 120]


async def test_equals_who_disagree_contest_it_and_hostile_words_are_only_words(desk: Desk) -> None:
    hostile = "<img src=x onerror=document.title='taken'>"
    await desk.service.record(
        against(summary=hostile), against(summary="He was for it.").model_copy(update={"stances": demand()})
    )
    page = await desk.open(ACCESSION)
    assert (await desk.text(".card h2")).startswith("Russia is ambiguous on (contested): ")
    assert sorted(await texts(page.locator("figure .paraphrase"))) == [hostile, "He was for it."]
    assert await page.locator(".contest h3").inner_text() == "Contested"
    assert await page.title() != "taken"


def demand() -> Any:
    return statement(stances=[stance("ukraine-nato-accession", "SUPPORT")]).stances


async def test_a_corrected_statement_shows_its_versions_and_the_record_as_it_stood_before(desk: Desk) -> None:
    (first,) = await desk.service.record(against(summary="He was against it, it seems."))
    whole = given(against(summary="He was against it."))
    answer = await desk.service.data(
        mutation("correctEvent"),
        id=str(first.id),
        input={"reason": "Misheard.", "statement": {name: whole[name] for name in whole if name != "kind"}},
    )
    assert answer["errors"] == []
    page = await desk.open(ACCESSION)
    versions = await texts(page.locator(".versions li"))
    assert [re.sub(r", \d.* UTC,", ",", text) for text in versions] == [
        "Version 2, by desk: Misheard. As known before",
        "Version 1, by desk",
    ]
    await page.get_by_role("link", name="As known before").click()
    await desk.shown()
    assert await texts(page.locator("figure .paraphrase")) == ["He was against it, it seems."]
    assert await page.locator(".versions").count() == 0


async def test_a_copied_query_gives_exactly_this_answer_whatever_is_recorded_later(desk: Desk) -> None:
    page = await desk.open(ACCESSION)
    query = await copied(page, "Copy query")
    before = await desk.service.data(query)
    await desk.service.record(against())
    after = await desk.service.data(query)
    assert after == before
    assert (after["stance"], after["asOf"], after["clock"]) == ("SUPPORT", "2021-12-21", "OCCURRED")


async def test_the_query_of_an_empty_cell_gives_its_reason(desk: Desk) -> None:
    page = await desk.open("?asof=2021-12-20&clock=PUBLIC&card=united-states~hypersonic-weapons")
    assert (await desk.service.data(await copied(page, "Copy query")))["reason"] == "SPOKE_NOT_ON_THIS"


async def test_a_citation_is_a_footnote_whose_link_leads_to_the_same_answer(desk: Desk) -> None:
    page = await desk.open(ACCESSION)
    log = await desk.service.data("{ log { id projectedTo } }")
    citation = await copied(page, "Copy citation")
    address = f"{desk.address}/?asof=2021-12-21&known=%40{log['projectedTo']}&card=russia%7Eukraine-nato-accession"
    assert citation.startswith(
        "Russia (Russian Federation) supports, on 21 December 2021: “NATO membership should be closed to Ukraine.” "
    )
    assert "David R. Cameron, “U.S. and NATO to open talks with Russia over Ukraine security guarantees”" in citation
    assert citation.endswith(
        f". On Record, as of 2021-12-21, counting what had happened, as known at offset {log['projectedTo']} "
        f"of log {log['id']}, rule latest-authoritative@1. {address}"
    )
    await desk.service.record(against())
    await page.goto(address)
    await desk.shown()
    assert (await desk.text(".card h2")).startswith("Russia supports: ")
    await page.goto(f"{desk.address}/{ACCESSION}")
    await desk.shown()
    assert (await desk.text(".card h2")).startswith("Russia opposes: ")


async def test_a_copied_link_says_the_day_even_where_the_address_leaves_it_out(desk: Desk) -> None:
    page = await desk.open("?card=russia~ukraine-nato-accession")
    assert await copied(page, "Copy link") == (f"{desk.address}/?asof=2021-12-26&card=russia%7Eukraine-nato-accession")


async def test_where_the_browser_forbids_copying_the_text_is_selected(desk: Desk) -> None:
    await desk.page.add_init_script(FORBIDDEN_CLIPBOARD)
    page = await desk.open(ACCESSION)
    await page.get_by_role("button", name="Copy link").click()
    assert await desk.run("document.activeElement.tagName") == "TEXTAREA"
    assert await desk.run("getSelection().toString() || document.activeElement.value") == (
        f"{desk.address}/?asof=2021-12-21&card=russia%7Eukraine-nato-accession"
    )
    assert await desk.run("document.activeElement.selectionEnd - document.activeElement.selectionStart") > 40


async def test_who_may_correct_is_led_to_the_form_and_who_may_not_is_not(desk: Desk) -> None:
    page = await desk.open(ACCESSION)
    answer = await desk.service.data(
        '{ position(actor: "russia", issue: "ukraine-nato-accession", asOf: "2021-12-21") { restsOn { id } } }'
    )
    (event,) = answer["restsOn"]
    for kind, name in (("correction", "Correct …"), ("retraction", "Retract …")):
        href = await page.get_by_role("link", name=name).get_attribute("href") or ""
        assert {"view=record", f"id={event['id']}", f"kind={kind}"} <= set(href.removeprefix("/?").split("&"))
    caller = '{"data": {"caller": {"name": "lind", "role": "READER", "scopes": ["READ"], "isOpen": false}}}'

    async def as_reader(route: Any) -> None:
        is_caller = "query Caller" in (route.request.post_data or "")
        await (route.fulfill(body=caller, content_type="application/json") if is_caller else route.continue_())

    await page.route("**/graphql", as_reader)
    await desk.open(ACCESSION)
    assert await page.get_by_role("link", name="Retract …").count() == 0


async def test_a_key_opens_it_with_the_focus_and_escape_gives_it_back(desk: Desk) -> None:
    page = await desk.open("?asof=2021-12-22")
    await page.locator("tr[data-issue='talks'] td").first.focus()
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("Enter")
    await desk.shown()
    assert await desk.run("document.activeElement.closest('.card') && document.activeElement.tagName") == "H2"
    await page.keyboard.press("Escape")
    await desk.shown()
    assert await desk.run("[document.activeElement.tagName, document.activeElement.cellIndex]") == ["TD", 2]
    await page.keyboard.press("Enter")
    await desk.shown()
    await page.get_by_role("button", name="Close the card").press("Enter")
    await desk.shown()
    assert await desk.run("[document.activeElement.tagName, document.activeElement.cellIndex]") == ["TD", 2]


async def test_a_link_to_what_is_not_on_record_says_so(desk: Desk) -> None:
    await desk.open("?card=russia~zeppelins")
    assert await desk.text(".card h2") == "No issue “zeppelins” is on record."
    await desk.open("?card=atlantis~talks")
    assert await desk.text(".card h2") == "No actor “atlantis” is on record."
