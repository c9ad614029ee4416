"""What people do on the page, each as they would, in both languages. Run with ``python3 -m tests browser``."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from agent.feedback import Feedback
from agent.testing import ScriptedModel, say
from tests.page.conftest import TOKEN

pytestmark = [pytest.mark.slow, pytest.mark.browser]

WORDS = {
    language: json.loads((Path(__file__).parents[2] / "agent" / "page" / f"words.{language}.json").read_text("utf-8"))
    for language in ("zh", "en")
}
SPLIT = {
    "zh": "年度营销预算3000万，AI 部分怎么分？",
    "en": "Our annual marketing budget is $2m. How do we split the AI part?",
}
TACTICAL = {"zh": "300万元", "en": "$200,000"}
FORMULA = {"zh": "3,000万元 × 10% = 300万元", "en": "$2,000,000 × 10% = $200,000"}
both = pytest.mark.parametrize("language", ["zh", "en"])


def ask(page: Any, message: str, *, turns: int = 1) -> Any:
    """Types a question, sends it and waits for the answer; gives its turn."""
    page.fill("#question", message)
    page.press("#question", "Enter")
    page.wait_for_selector(f".turn >> nth={turns - 1} >> .foot .actions")
    return page.locator(".turn").nth(turns - 1)


def until(page: Any, holds: str) -> None:
    """Waits until an expression holds; playwright's own way makes a script of text, which the page's policy does not let happen."""
    for _ in range(600):
        if page.evaluate(holds):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never held: {holds}")


def overflow(page: Any) -> int:
    """By how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


# -- first sight ---------------------------------------------------------------------------------------------------------


@both
def test_a_first_visit_says_what_works_without_a_key(visit: Callable[..., Any], language: str):
    """In the browser's language; nothing on it takes a key; it is small, and asks nobody but this service."""
    requests: list[Any] = []
    page = visit(language, path="/healthz")
    page.on("requestfinished", lambda request: requests.append(request))  # noqa: PLW0108 - playwright wraps no builtin
    page.goto(page.address)
    page.wait_for_selector(".welcome")
    page.wait_for_load_state("networkidle")
    sizes = [r.sizes()["responseBodySize"] + r.sizes()["responseHeadersSize"] for r in requests]

    assert WORDS[language]["no_key"] in page.inner_text(".welcome")
    assert page.get_attribute("html", "lang") == ("zh-CN" if language == "zh" else "en")
    assert page.locator("input[type=password]").count() == 0
    assert len(requests) <= 15
    assert sum(sizes) < 100_000
    assert {httpx.URL(r.url).host for r in requests} == {"127.0.0.1"}


def test_the_language_can_be_switched_and_stays(visit: Callable[..., Any]):
    """One click turns the page and its plan into the other language, also after a reload; answers keep theirs."""
    page = visit("zh")
    ask(page, SPLIT["zh"])
    page.click("#language")
    until(page, "document.documentElement.lang === 'en' && document.querySelector('.turn')")
    page.click("#tab-plan")

    until(page, "document.querySelector('#panel').innerText.includes('tactical layer')")
    assert TACTICAL["zh"] in page.inner_text(".answer")
    page.reload()
    page.wait_for_selector(".turn")
    assert page.get_attribute("html", "lang") == "en"


def test_light_and_dark_can_be_switched_and_stay(visit: Callable[..., Any]):
    """The page follows the system until somebody chooses."""
    page = visit("en")
    colour = "getComputedStyle(document.body).backgroundColor"
    before = page.evaluate(colour)
    page.click("#theme")
    assert page.evaluate(colour) != before
    page.reload()
    page.wait_for_selector(".welcome")
    assert page.evaluate(colour) != before


# -- asking --------------------------------------------------------------------------------------------------------------


@both
def test_every_figure_opens_its_receipt(visit: Callable[..., Any], language: str):
    """A computed one shows formula and inputs, with the sentence of the source marked, in both languages, and the user's words."""
    page = visit(language)
    turn = ask(page, SPLIT[language])
    turn.locator(".figure", has_text=TACTICAL[language]).first.click()
    page.wait_for_selector("#panel mark")

    panel = page.inner_text("#panel")
    assert FORMULA[language] in panel
    assert page.inner_text("#panel mark") == "①战术层(占比10%)"
    assert "the tactical layer (10%)" in panel
    assert ("“3000万”" if language == "zh" else "“$2m”") in panel
    for n in range(turn.locator(".answer .figure").count()):
        figure = turn.locator(".answer .figure").nth(n)
        figure.click()
        shown = f"[document.querySelector('#panel .big')?.textContent].some((text) => text && {json.dumps(figure.inner_text())}.includes(text))"
        until(page, shown)


def test_a_citation_shows_its_source_and_where_it_stands(visit: Callable[..., Any]):
    """[1] marks its source beside the answer; the source opens on its page, with what stands around it."""
    page = visit("en")
    turn = ask(page, SPLIT["en"])
    turn.locator(".citation").first.click()
    page.wait_for_selector("#panel .chosen")
    assert "line 29" in page.inner_text("#panel .chosen")
    page.click("#panel .chosen a")
    page.wait_for_selector("#panel .page .here mark")

    assert page.locator("#panel .near").count() == 4
    assert WORDS["en"]["question_missing"] in page.inner_text("#panel")


def test_a_passage_has_an_address_of_its_own(visit: Callable[..., Any]):
    """What a citation elsewhere leads to is the page with that passage open."""
    page = visit("en", path="/passages/budget:29")
    page.wait_for_selector("#panel .here mark")

    assert "three layers" in page.inner_text("#panel .here")


def test_the_chart_shows_the_figures_of_the_text(visit: Callable[..., Any]):
    """Its bars are drawn from the facts, as long as they are large, each with its figure and a way to its receipt."""
    page = visit("en")
    turn = ask(page, SPLIT["en"])
    values = [text.strip() for text in turn.locator(".chart .value").all_text_contents()]
    widths = [
        float(w) for w in turn.locator(".chart .bar").evaluate_all("bars => bars.map((b) => b.getAttribute('width'))")
    ]

    assert values == ["$200,000", "$100,000", "$60,000"]
    assert [text.strip() for text in turn.locator(".chart .share").all_text_contents()] == ["55.6%", "27.8%", "16.7%"]
    assert turn.locator(".chart .total").text_content() == "Total $360,000"
    assert all(value in turn.locator("table").inner_text() for value in values)
    assert [round(w / widths[0], 2) for w in widths] == [1, 0.5, 0.3]
    turn.locator(".chart a").nth(1).click()
    assert "$2,000,000 × 5% = $100,000" in page.inner_text("#panel")


def test_words_of_a_model_stream_in_with_their_figures(visit: Callable[..., Any], model: ScriptedModel):
    """The first sentence stands there, its figure clickable, while the rest is still on its way; the end is the checked reply."""
    model._script += [
        say("Here is what it comes to.\n\n[[C1]].\n\nThat is the short of it.", pieces=4, each_after=0.12)
    ]
    page = visit("en", online=True)
    page.fill("#question", "Our marketing budget is $2m. How much is the tactical layer?")
    page.click("#send")
    page.wait_for_selector(".answer[aria-busy] .figure")
    page.locator(".answer .figure").first.click()
    early = page.inner_text("#panel .big")
    page.wait_for_selector(".foot .actions")

    assert early
    assert "That is the short of it." in page.inner_text(".answer")
    assert page.locator(".answer[aria-busy]").count() == 0
    page.click("text=" + WORDS["en"]["details"])
    assert WORDS["en"]["by_model"] in page.inner_text(".foot")


def test_a_figure_is_seen_at_once(visit: Callable[..., Any], model: ScriptedModel):
    """A figure is laid out and painted when its event has come, not when the reply is whole; how long that takes is printed."""
    model._script += [say("Here is what it comes to.\n\n[[C1]].\n\nThat is the short of it.", pieces=4)]
    page = visit("en", online=True)
    page.evaluate("""() => {
      window.late = [];
      const parse = JSON.parse;
      JSON.parse = (text) => {
        const found = parse(text);
        if (found && found.tail && found.spans.length) {
          const came = performance.now();
          requestAnimationFrame(() => requestAnimationFrame(() => window.late.push(performance.now() - came)));
        }
        return found;
      };
    }""")
    ask(page, "Our marketing budget is $2m. How much is the tactical layer?")
    page.wait_for_timeout(200)
    late = sorted(page.evaluate("window.late"))

    print("from the event of a figure until it is painted, in ms:", [round(each) for each in late])
    assert late[0] < 250  # some 15 ms where nothing else runs


@both
def test_an_answer_can_be_stopped(visit: Callable[..., Any], model: ScriptedModel, language: str):
    """Stopped, the question is no part of the conversation, the page says so, and it can be asked again."""
    model._script += [
        say("Here is what it comes to. [[C1]]. And a little more.", pieces=4, stall_after=12),
        say("[[C1]]."),
    ]
    page = visit("en" if language == "en" else "zh", online=True)
    page.fill("#question", SPLIT["en"])
    page.press("#question", "Enter")
    until(page, "document.querySelector('.answer')?.innerText.includes('comes to')")
    page.click("#send")
    page.wait_for_selector(".broken")

    assert WORDS[language]["stopped"] in page.inner_text(".broken")
    assert httpx.get(f"{page.address}/v1/conversations", trust_env=False).json()["conversations"] == []
    page.click(f".broken button:has-text('{WORDS[language]['again']}')")
    page.wait_for_selector(".foot .actions")
    assert page.locator(".turn").count() == 1


@both
def test_a_question_can_be_edited_and_sent_again(visit: Callable[..., Any], language: str):
    """What came after it goes, and the conversation goes on from the new wording."""
    page = visit(language)
    ask(page, SPLIT[language])
    ask(page, "那如果是1000万呢" if language == "zh" else "what if it is $5m?", turns=2)
    page.locator(".turn").first.locator(".edit").click()
    assert page.input_value("#question") == SPLIT[language]
    page.fill(
        "#question",
        "年度营销预算5000万，AI 部分怎么分？"
        if language == "zh"
        else "Our annual marketing budget is $3m. Split the AI part.",
    )
    page.press("#question", "Enter")
    until(page, "document.querySelectorAll('.turn').length === 1 && document.querySelector('.foot .actions')")

    assert ("500万元" if language == "zh" else "$300,000") in page.inner_text(".answer")
    (one,) = httpx.get(f"{page.address}/v1/conversations", trust_env=False).json()["conversations"]
    assert one["turns"] == 1


def test_what_is_not_answered_is_said(visit: Callable[..., Any]):
    """A question back is marked as one, and what was not taken up is named."""
    page = visit("en")
    turn = ask(page, "how much is the tactical layer?")
    assert WORDS["en"]["asked"] in turn.locator(".foot").inner_text()
    turn = ask(page, "budget $5m, at a rate of 8, how do we split it?", turns=2)

    assert turn.locator(".mark").count() >= 1


def test_a_lost_connection_is_said_and_the_question_kept(visit: Callable[..., Any]):
    """Where the service is gone the page says what to do; the question can be sent again."""
    page = visit("en")
    page.context.set_offline(True)
    page.fill("#question", SPLIT["en"])
    page.press("#question", "Enter")
    page.wait_for_selector(".broken")
    assert WORDS["en"]["offline_net"] in page.inner_text(".broken")
    page.context.set_offline(False)
    page.click(".broken button")
    page.wait_for_selector(".foot .actions")

    assert TACTICAL["en"] in page.inner_text(".answer")


def test_an_input_method_may_use_enter(visit: Callable[..., Any]):
    """Enter that ends a composition (Chinese, Japanese) sends nothing; Shift+Enter starts a line."""
    page = visit("zh")
    page.fill("#question", "预算")
    page.evaluate("""document.querySelector('#question').dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }))""")
    page.press("#question", "Shift+Enter")

    assert page.input_value("#question") == "预算\n"
    assert page.locator(".turn").count() == 0


def test_an_answer_can_be_taken_along(visit: Callable[..., Any]):
    """As text, as Markdown, and its table as one that a spreadsheet takes."""
    page = visit("en")
    turn = ask(page, SPLIT["en"])

    def copied(key: str) -> str:
        turn.locator(".actions button", has_text=re.compile(f"^{re.escape(WORDS['en'][key])}$")).click()
        until(page, f"document.querySelector('#said').textContent === {json.dumps(WORDS['en']['copied'])}")
        page.evaluate("document.querySelector('#said').textContent = ''")
        return str(page.evaluate("navigator.clipboard.readText()"))

    assert "**" not in copied("copy_text")
    assert copied("copy_markdown").startswith("**Split of the annual marketing budget")
    assert copied("copy_table").splitlines()[:2] == ["Layer\tShare\tAmount", "Tactical layer\t10%\t$200,000"]
    html = page.evaluate(
        "navigator.clipboard.read().then((items) => items[0].getType('text/html')).then((blob) => blob.text())"
    )
    assert "<td>$200,000</td>" in html


@both
def test_an_opinion_is_kept(visit: Callable[..., Any], feedback: Feedback, language: str):
    """Not helpful asks why; what was said is kept with the reply."""
    page = visit(language)
    turn = ask(page, SPLIT[language])
    turn.locator(".rate").nth(1).click()
    page.fill("dialog input", "too long")
    page.click("dialog button.main")
    page.wait_for_selector(".rate[aria-pressed=true]")
    (one,) = httpx.get(f"{page.address}/v1/conversations", trust_env=False).json()["conversations"]

    assert feedback.reasons(f"http/local/{one['conversation']}", 1) == ["too long"]
    assert feedback.of(f"http/local/{one['conversation']}", 1) == {"local": False}


# -- conversations -------------------------------------------------------------------------------------------------------


def test_the_panel_that_was_open_is_open_again(visit: Callable[..., Any]):
    """After a reload the side shows what it showed before, with what the conversation has in it by then."""
    page = visit("en")
    ask(page, SPLIT["en"])
    page.click("#tab-plan")
    until(page, "document.querySelector('#panel').innerText.includes('200,000')")
    page.reload()
    page.wait_for_selector(".turn")

    until(page, "document.querySelector('#panel').innerText.includes('200,000')")
    assert page.get_attribute("#tab-plan", "aria-selected") == "true"


@both
def test_conversations_are_kept_named_exported_and_deleted(visit: Callable[..., Any], language: str):
    """Each stands at the side with its first words until it is renamed; it can be taken along and deleted."""
    words = WORDS[language]
    page = visit(language)
    ask(page, SPLIT[language])
    page.click(".new")
    ask(page, "hello" if language == "en" else "你好")
    until(page, "document.querySelectorAll('#conversations li').length === 2")
    page.click(f"#conversations li >> text={SPLIT[language][:10]}")
    page.wait_for_selector(".turn table")
    line = page.locator("#conversations li", has=page.locator("[aria-current]"))
    line.locator("summary").click()
    line.locator("button", has_text=words["rename"]).click()
    assert page.input_value("dialog input").startswith(SPLIT[language][:10])
    page.fill("dialog input", "2027")
    page.click("dialog button.main")
    page.wait_for_selector("#conversations li >> text=2027")
    line.locator("summary").click()
    with page.expect_download() as waiting:
        line.locator("a", has_text=words["export"]).click()
    exported = Path(waiting.value.path()).read_text("utf-8")
    line.locator("button", has_text=words["delete"]).click()
    page.click("dialog button.main")
    until(page, "document.querySelectorAll('#conversations li').length === 1")

    assert FORMULA[language] in exported
    assert page.locator(".welcome").count() == 1


SCROLL_UP = """async () => {
  const box = document.querySelector('#scroll');
  while (box.scrollTop > 0 || document.querySelector('.earlier')) {
    box.scrollTop -= 400;
    await new Promise((done) => requestAnimationFrame(done));
  }
}"""


def test_a_long_conversation_opens_at_its_end_and_scrolls_smoothly(
    visit: Callable[..., Any], served: Callable[..., str]
):
    """The last turns come first, earlier ones as they are scrolled to, in pieces that keep no frame for long, and each once and in order.

    Counted is the work of the processor: by the clock, a task of a machine that also runs other tests takes longer.
    """
    address = served()
    with httpx.Client(base_url=address, trust_env=False, timeout=30) as client:
        for n in range(60):
            client.post(
                "/v1/ask", json={"message": SPLIT["en"] if n % 2 == 0 else "what is phase two?", "conversation": "long"}
            )
    page = visit("en", address=address, path="/?c=long")
    page.wait_for_selector("#turn-60")
    page.wait_for_timeout(500)
    assert page.locator(".turn").count() < 30
    with worked(page) as tasks:
        page.evaluate(SCROLL_UP)

    assert page.evaluate("[...document.querySelectorAll('.turn')].map((turn) => turn.id)") == [
        f"turn-{n}" for n in range(1, 61)
    ]
    print(f"longest task while scrolling: {max(tasks):.0f} ms of work")
    assert max(tasks) < 80


@contextlib.contextmanager
def worked(page: Any) -> Iterator[list[float]]:
    """What the processor works on each task of the page's main thread, in milliseconds, is in the list in the end."""
    tasks: list[float] = []
    page.context.browser.start_tracing(page=page, categories=["toplevel", "__metadata"])
    yield tasks
    events = json.loads(page.context.browser.stop_tracing())["traceEvents"]
    main = {
        (e["pid"], e["tid"]) for e in events if e["name"] == "thread_name" and e["args"]["name"] == "CrRendererMain"
    }
    tasks += [e.get("tdur", 0) / 1000 for e in events if e["name"].endswith("RunTask") and (e["pid"], e["tid"]) in main]


def test_where_a_figure_was_said_is_found_in_a_long_conversation(visit: Callable[..., Any], served: Callable[..., str]):
    """A receipt leads to the question in which the figure was told, also where that turn is not on the page yet."""
    address = served()
    with httpx.Client(base_url=address, trust_env=False, timeout=30) as client:
        for message in (SPLIT["en"], *["what is phase two?"] * 30, "how much is the tactical layer?"):
            client.post("/v1/ask", json={"message": message, "conversation": "long"})
    page = visit("en", address=address, path="/?c=long")
    page.wait_for_selector("#turn-32 .figure")
    assert page.locator("#turn-1").count() == 0
    page.locator("#turn-32 .figure", has_text="$200,000").first.click()
    page.click(f"#panel a:has-text('{WORDS['en']['in_turn'].format(turn=1)}')")
    page.wait_for_selector("#turn-1")
    page.wait_for_timeout(500)

    assert 0 <= page.evaluate("document.querySelector('#turn-1').getBoundingClientRect().top") < 400


# -- plan, books, files --------------------------------------------------------------------------------------------------


@both
def test_a_budget_can_be_changed_in_a_field(visit: Callable[..., Any], language: str):
    """The change is a turn like any other: answer, split, chart and panel follow it, and the old budget stands beside it."""
    page = visit(language)
    ask(page, SPLIT[language])
    page.click("#tab-plan")
    page.fill("#panel .focus form input", "1,500万元" if language == "zh" else "$3,000,000")
    page.press("#panel .focus form input", "Enter")
    page.wait_for_selector(".turn >> nth=1 >> .foot .actions")
    expected = "150万元" if language == "zh" else "$300,000"
    until(page, f"document.querySelector('#panel .focus')?.innerText.includes({json.dumps(expected)})")

    assert expected in page.locator(".turn").nth(1).locator("table").first.inner_text()
    assert page.locator("#panel .focus .figure", has_text=expected).count() == 1
    page.locator("#panel .focus .figure", has_text=expected).click()
    assert "× 10% =" in page.inner_text("#panel .formula")


def test_the_books_show_spending_and_kpis(visit: Callable[..., Any]):
    """What was spent and what is left, and KPIs recorded on the page with how far each phase is."""
    page = visit("en")
    ask(page, SPLIT["en"])
    ask(page, "we have spent $50k of the tactical layer", turns=2)
    page.click("#tab-plan")
    page.wait_for_selector("#panel dl")
    assert page.locator("#panel dd").all_inner_texts() == ["$200,000", "$50,000", "$150,000"]
    page.select_option("#panel .entry select", label="staff adoption")
    page.fill("#panel .entry input[name=figure]", "45%")
    page.click("#panel .entry button")
    page.wait_for_selector("#panel td >> text=45%")

    assert "≥50%" in page.inner_text("#panel")


@both
def test_plan_files_can_be_downloaded(visit: Callable[..., Any], language: str):
    """Workbook, Word document, page and picture of the plan come as files, in the language of the page."""
    page = visit(language)
    ask(page, SPLIT[language])
    page.click("#tab-plan")
    starts = []
    for form in ("xlsx", "docx", "md", "png"):
        with page.expect_download() as waiting:
            page.click(f"#panel a[href*='format={form}']")
        starts.append(Path(waiting.value.path()).read_bytes())

    assert (starts[0][:2], starts[1][:2], starts[3][:4]) == (b"PK", b"PK", b"\x89PNG")
    assert ("3,000,000.00元" if language == "zh" else "$200,000") in starts[2].decode()


DROP = """([name, text]) => {
  const files = new DataTransfer();
  files.items.add(new File([text], name));
  document.querySelector('#chat').dispatchEvent(new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true }));
}"""


@both
def test_documents_dropped_onto_the_page_are_answered_from(visit: Callable[..., Any], language: str):
    """They are read with progress and told as taken or why not; questions are answered from them; they can be removed."""
    words = WORDS[language]
    page = visit(language)
    page.evaluate(DROP, ["手册.md", "# 直播样品报销\n\n直播样品的报销上限为每月四千元。\n"])
    page.wait_for_selector(".uploads .good")
    page.evaluate(DROP, ["virus.exe", "MZ"])
    page.wait_for_selector(".uploads .mark")
    assert words["refused_file"].split("{")[0] in page.inner_text(".uploads .mark")
    assert ("不支持" if language == "zh" else "is of a kind that is not read") in page.inner_text(".uploads .mark")
    turn = ask(page, "直播样品怎么报销？")
    assert "四千元" in turn.inner_text()
    turn.locator(".citation").first.click()
    page.wait_for_selector("#panel .chosen >> text=手册.md")
    page.click("#tab-documents")
    page.click(f"#panel .lines button:has-text('{words['remove']}')")
    page.click("dialog button.main")
    until(page, "document.querySelectorAll('#panel .lines li').length === 1")


def test_an_own_framework_is_checked_and_used(visit: Callable[..., Any]):
    """Its mistakes are named; a sound one is in force from the next question on, until the shipped one is again."""
    retail = Path(__file__).parents[1] / "frameworks" / "retail"
    page = visit("en")
    page.click("#tab-framework")
    page.wait_for_selector("#panel input[type=file]")
    page.set_input_files("#panel input[type=file]", [retail / "framework.yaml"])
    page.click(f"#panel button:has-text('{WORDS['en']['check']}')")
    page.wait_for_selector("#panel ul.mark li")
    page.set_input_files("#panel input[type=file]", [retail / "framework.yaml", retail / "policy.md"])
    page.get_by_role("button", name=WORDS["en"]["use"], exact=True).click()
    page.wait_for_selector(f"#panel >> text={WORDS['en']['used']}")
    page.click("#tab-documents")
    page.click("#tab-framework")
    page.get_by_role("button", name=WORDS["en"]["use_shipped"], exact=True).click()
    until(page, f"!document.querySelector('#panel').innerText.includes({json.dumps(WORDS['en']['use_shipped'])})")


# -- who may -------------------------------------------------------------------------------------------------------------


@both
def test_a_token_signs_in_and_is_not_kept(visit: Callable[..., Any], language: str):
    """A wrong one is refused, the right one opens the page; nothing that a script can read holds it; signing out shuts it."""
    page = visit(language, token=True)
    page.fill("dialog input[type=password]", "wrong-secret-0000000")
    page.click("dialog button.main")
    page.wait_for_selector(".closed")
    page.click(".closed button")
    page.fill("dialog input[type=password]", TOKEN)
    page.click("dialog button.main")
    page.wait_for_selector(".welcome")
    ask(page, SPLIT[language])
    page.reload()
    page.wait_for_selector(".turn")

    assert TACTICAL[language] in page.inner_text(".answer")
    assert TOKEN not in page.evaluate(
        "JSON.stringify([document.cookie, {...localStorage}, {...sessionStorage}, document.documentElement.outerHTML])"
    )
    page.click(f"header button:has-text('{WORDS[language]['sign_out']}')")
    page.wait_for_selector("dialog input[type=password]")


# -- everybody -----------------------------------------------------------------------------------------------------------


@both
def test_a_narrow_window_is_enough(visit: Callable[..., Any], language: str):
    """At 360 pixels nothing is wider than the window; large tables scroll inside; list and panels are drawers that close."""
    page = visit(language, width=360)
    assert overflow(page) == 0
    turn = ask(page, "预算500万，做一份预算计划" if language == "zh" else "Draw up a budget plan for $500k")
    assert overflow(page) == 0
    wide = turn.locator(".wide").evaluate_all(
        "boxes => boxes.map((b) => [b.scrollWidth > b.clientWidth, getComputedStyle(b).overflowX, b.clientWidth <= innerWidth])"
    )
    assert any(scrolls for scrolls, _, _ in wide)
    assert all(how == "auto" and inside for _, how, inside in wide)
    turn.locator(".figure").first.click()
    page.wait_for_selector("[data-open=side] #panel .big")
    assert overflow(page) == 0
    page.keyboard.press("Escape")
    page.click("#menu")
    page.wait_for_selector("[data-open=nav] #conversations li")
    page.click("#conversations .shut")

    assert page.locator("[data-open]").count() == 0


def test_the_keyboard_is_enough(visit: Callable[..., Any]):
    """Without a mouse: skip to the question, ask, go to a figure, open its receipt, change the panel, come back."""
    page = visit("en")
    page.wait_for_selector(".welcome")
    assert page.evaluate("document.activeElement.id") == "question"
    page.focus(".new")
    for _ in range(8):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.className") == "skip":
            break
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "question"
    page.keyboard.type(SPLIT["en"])
    page.keyboard.press("Enter")
    page.wait_for_selector(".foot .actions")
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.textContent") == "$200,000":
            break
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "panel"
    assert FORMULA["en"] in page.inner_text("#panel")
    page.keyboard.press("Shift+Tab")
    if page.evaluate("document.activeElement.getAttribute('role')") != "tab":
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector("#panel form")

    assert page.evaluate("document.activeElement.id") == "tab-plan"


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light"), (1280, "dark")])
@both
def test_nothing_stands_in_the_way_of_a_screen_reader_or_of_low_sight(
    visit: Callable[..., Any], language: str, width: int, scheme: str
):
    """Nothing that axe looks for is found: at first sight, in an answer, a receipt, every panel, the list and a dialog."""
    from axe_playwright_python.sync_playwright import Axe

    page = visit(language, width=width, scheme=scheme, foreign=True)
    page.wait_for_selector(".welcome")
    found = {}

    def look(where: str) -> None:
        page.wait_for_timeout(200)
        found[where] = [(v["impact"], v["id"], v["nodes"][0]["html"]) for v in Axe().run(page).response["violations"]]

    look("welcome")
    ask(page, "预算500万，做一份预算计划" if language == "zh" else "Draw up a budget plan for $500k")
    look("answer")
    page.locator(".figure").first.click()
    page.wait_for_selector("#panel .big")
    look("receipt")
    for tab, ready in (("plan", ".focus"), ("documents", ".lines li"), ("framework", "input[type=file]")):
        page.click(f"#tab-{tab}")
        page.wait_for_selector(f"#panel {ready}")
        look(tab)
    if width == 360:
        page.keyboard.press("Escape")
        page.click("#menu")
        look("list")
        page.click("#conversations .shut")
    page.locator(".rate").nth(1).click()
    page.wait_for_selector("dialog")
    look("dialog")

    assert {where: barriers for where, barriers in found.items() if barriers} == {}


def test_text_is_text(visit: Callable[..., Any]):
    """Markup in a message, in a document's name and in its words is shown as it was written and does nothing."""
    hostile = "<img src=x onerror=\"document.title='gone'\"><script>document.title='gone'</script>"
    page = visit("en")
    turn = ask(page, f"{hostile} our budget is $2m, split it")
    assert hostile in turn.locator(".said").inner_text()
    page.evaluate(DROP, ["b'onload=1.md", f"# Samples\n\nSamples for live shows are refunded {hostile} by hand.\n"])
    page.wait_for_selector(".uploads .good")
    turn = ask(page, "How are samples for live shows refunded?", turns=2)

    assert "onerror=" in turn.inner_text()
    assert page.locator("#log img, #panel img").count() == 0
    assert page.title() == WORDS["en"]["title"]


# -- what newcomers stumbled over ------------------------------------------------------------------------------------------

HANDBOOK = {
    "en": "# Expense handbook\n\n## Approvals\n\nAny single expense above £5,000 needs written approval from the finance director.\n",
    "zh": "# 费用管理手册\n\n## 审批权限\n\n单笔支出超过5万元，须由财务总监书面批准。\n",
}
LIMIT = {
    "en": "What does our expense handbook say about approvals over £5,000?",
    "zh": "费用手册里单笔支出多少要财务总监批准？",
}


@both
def test_a_question_that_a_document_answers_is_taken_up_and_books_nothing(visit: Callable[..., Any], language: str):
    """The answer is not followed by the question as something not taken up, and a limit that is asked about is no spending."""
    page = visit(language)
    ask(page, SPLIT[language].replace("$", "£"))
    page.evaluate(DROP, ["handbook.md", HANDBOOK[language]])
    page.wait_for_selector(".uploads .good")
    turn = ask(page, LIMIT[language], turns=2)
    assert HANDBOOK[language].split("\n\n")[2].strip() in turn.locator(".answer").inner_text()
    assert turn.locator(".mark").count() == 0

    page.click("#tab-plan")
    page.wait_for_selector("#panel .focus")
    assert WORDS[language]["no_spends"] in page.inner_text("#panel")


@both
def test_a_budget_of_this_year_is_called_so(visit: Callable[..., Any], language: str):
    """The plan shows the name of a year in the language of the page, never the code behind it."""
    page = visit(language)
    ask(
        page,
        "今年营销预算2000万元，怎么分？"
        if language == "zh"
        else "Our marketing budget is £1.2m this year. How do I split it?",
    )
    page.click("#tab-plan")
    page.wait_for_selector("#panel .focus h3")

    assert page.inner_text("#panel .focus h3") == ("今年" if language == "zh" else "this year")


@pytest.mark.parametrize("width", [1280, 360])
def test_a_conversation_opens_and_goes_on_at_its_end(visit: Callable[..., Any], width: int):
    """The last answer is in sight when a conversation is opened, and a new one when it comes from the budget's field."""
    page = visit("en", width=width)
    end = "(() => { const box = document.querySelector('#scroll'); return box.scrollHeight - box.scrollTop - box.clientHeight < 2; })()"
    for n in range(1, 4):
        ask(page, SPLIT["en"].replace("$2m", f"${n}m"), turns=n)
    page.reload()
    page.wait_for_selector("#turn-3 .foot .actions")
    page.wait_for_timeout(500)
    assert page.evaluate(end)
    if width == 360:
        page.click("#panels")
    page.click("#tab-plan")
    page.fill("#panel .focus form input", "$4,000,000")
    page.click("#panel .focus form button")
    page.wait_for_selector("#turn-4 .foot .actions")
    page.wait_for_timeout(500)

    assert page.evaluate(end)


@pytest.mark.parametrize("width", [1280, 360])
@both
def test_every_tab_is_whole(visit: Callable[..., Any], language: str, width: int):
    """All four tabs of the panel are in sight at once, whichever is chosen."""
    page = visit(language, width=width)
    if width == 360:
        page.click("#panels")
    for name in ("sources", "plan", "documents", "framework"):
        page.click(f"#tab-{name}")
        assert (
            page.evaluate(
                "(() => { const list = document.querySelector('[role=tablist]'); return list.scrollWidth - list.clientWidth; })()"
            )
            <= 0
        )


def test_the_chart_can_be_read_on_a_phone(visit: Callable[..., Any]):
    """Its text is at least twelve pixels large and ends within the drawing: the four quarters, and what they come to."""
    page = visit("en", width=360)
    ask(page, SPLIT["en"])
    turn = ask(page, "Can you spread it over the quarters?", turns=2)
    drawn = turn.locator(".chart text").evaluate_all("""texts => texts.map((text) => {
      const chart = text.ownerSVGElement;
      const scale = chart.getBoundingClientRect().width / chart.viewBox.baseVal.width;
      return [scale * parseFloat(getComputedStyle(text).fontSize), text.getBoundingClientRect().right <= chart.getBoundingClientRect().right];
    })""")

    assert len(drawn) == 5
    assert all(size >= 12 and inside for size, inside in drawn)
