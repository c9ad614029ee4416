"""A plan's workbook in the hands of a board: what its inputs take, what follows them, what is printed."""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from agent.cli import main
from agent.commands.plan import PlanRefused, Wanted, check_out, draw, write
from agent.dialogue.moves import As, Ask, Goal, Tell
from agent.plans.files import Drawn, Form, of_state
from agent.plans.imprint import Imprint
from agent.plans.pen import INPUT
from agent.replies.whole import share_of
from knowledge.corpus import load_corpus
from knowledge.framework import load_framework
from tests.agent.spreadsheet import Spreadsheet
from tests.answers.talking import Talk, budget
from tools.facts import Given
from tools.identity import Label
from tools.quantities import money_unit

FRAMEWORK = load_framework()
PASSAGES = {passage.id: passage for passage in load_corpus().passages}
OURS = Imprint("Example & Sons", "A. Author", "2026-03-01")


def talked() -> Drawn:
    """A plan of a conversation: an own split with a floor and a cap, money spent, a baseline."""
    talk = Talk("en")
    talk.say("our annual marketing budget is $2,000,000", budget())
    talk.say(
        "tactical at least $250,000, strategic at most $50,000",
        Tell(fig="U1", as_=As.FLOOR, of="layer.tactical"), Tell(fig="U2", as_=As.CAP, of="layer.strategic"),
    )  # fmt: skip
    talk.say("we spent $42,000 on tactical in March", Tell(fig="U1", as_=As.SPENT, of="layer.tactical", when="M03"))
    talk.say("and $1,000 in Europe", Tell(fig="U1", as_=As.SPENT, of="layer.capability"))
    return of_state(talk.desk, talk.state, ())


def typed(budget: str = "$2 million", **wanted: object) -> Drawn:
    return draw(FRAMEWORK, Wanted(budget, **wanted), language="en")  # type: ignore[arg-type]


def workbook(made: Drawn, language: str = "en", imprint: Imprint = OURS) -> bytes:
    return made.render(Form.WORKBOOK, language=language, passages=PASSAGES, imprint=imprint)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("made", [typed, lambda: typed(share="8%"), lambda: typed(base="ai"), talked])
def test_every_input_says_what_it_takes(made, language: str) -> None:
    """Each yellow cell but those for words has a rule, and its messages are in the language of the workbook."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(made(), language)))
    checked = 0
    for sheet in book.worksheets:
        ruled = list(sheet.data_validations.dataValidation)
        for rule in ruled:
            assert rule.showErrorMessage
            assert (
                bool(re.search("[\u4e00-\u9fff]", rule.error))
                == (language == "zh")
                == bool(re.search("[\u4e00-\u9fff]", rule.prompt))
            )
        for row in sheet.iter_rows():
            for cell in row:
                if cell.fill.fgColor.rgb == f"FF{INPUT[1:]}" and cell.number_format != "@":
                    assert any(cell.coordinate in rule.sqref for rule in ruled), (sheet.title, cell.coordinate)
                    checked += 1
    assert checked > 60


@pytest.mark.parametrize(
    ("cell", "taken", "refused"),
    [
        ("Plan!C4", [0, 1234.56, 2_000_000_000], [-1, "a lot", 10**15]),
        ("Plan!B9", [0, 0.1234, 0.92], [-0.1, 0.93, 1.2, "10%"]),
        ("Plan!B14", [0.01, 0.2], [0, 0.21, -0.1, "x"]),
        ("Quarters!C5", [0, 40, 33.33, 100], [-1, 101, 0.001, "half"]),
        ("Actuals!A13", ["Tactical layer", "No single layer"], ["Tactical", "Total", 3]),
        ("Actuals!C13", [0, 42_000, 0.01], [-5, "some"]),
        ("Phases!C5", [0.05, 1], [0, 1.5, "low"]),
        ("Phases!D5", [40, 0.5], [0, -1, "cheap"]),
        ("Phases!D7", [1, 45], [0, 4.5, "many"]),
        ("Phases!D9", [0.02], [0, -0.02, 20, "2"]),
    ],
)  # fmt: skip
def test_an_input_takes_what_can_be_computed_with_and_nothing_else(cell: str, taken: list, refused: list) -> None:
    sheet, _, at = cell.partition("!")
    book = Spreadsheet(workbook(typed()), {})

    assert [value for value in taken if not book.takes(sheet, at, value)] == []
    assert [value for value in refused if book.takes(sheet, at, value)] == []


def test_a_baseline_that_was_not_told_makes_its_target_when_it_is_typed_in() -> None:
    """An empty baseline leaves the target empty; filled in, it makes the target that a told one would."""
    data = workbook(typed())
    told = typed(baselines=(("conversion", "2%"), ("cost", "$40"), ("adoption", "45 people"), ("output", "100 posts")))
    targets = {goal.kpi.id: goal.target.value.value for s in told.plan.stages for goal in s.goals if goal.target}
    empty = Spreadsheet(data, {})
    full = Spreadsheet(data, {"Phases!D9": 0.02, "Phases!D5": 40, "Phases!D7": 45, "Phases!D6": 100})

    assert [empty.value("Phases", f"F{row}") for row in range(5, 14)] == [""] * 9
    assert full.value("Phases", "F9") == pytest.approx(float(targets["kpi.conversion"] / 100))
    assert [full.value("Phases", cell) for cell in ("F5", "F6", "F7")] == [
        float(targets[kpi]) for kpi in ("kpi.cost", "kpi.output", "kpi.adoption")
    ]


def test_quarters_follow_their_weights_and_add_up_to_the_year() -> None:
    """40, 30, 20 and 10 of $200,000, and of a budget that does not come out even."""
    data = workbook(typed())
    weights = {"Quarters!C5": 40, "Quarters!D5": 30, "Quarters!E5": 20, "Quarters!F5": 10}
    even, odd = Spreadsheet(data, weights), Spreadsheet(data, {**weights, "Plan!C4": 1_000_000.07})

    assert [even.value("Quarters", f"{column}7") for column in "BCDEFG"] == [
        200_000,
        80_000,
        60_000,
        40_000,
        20_000,
        200_000,
    ]
    assert all(odd.value("Quarters", f"B{row}") == odd.value("Quarters", f"G{row}") for row in range(7, 11))


def test_actuals_are_what_the_conversation_told_and_go_on_being_written() -> None:
    """Plan, spent, left and share used of each line; a new entry moves them, and money of no single layer counts in the total."""
    data = workbook(talked())
    was = Spreadsheet(data, {})
    rows = {was.value("Actuals", f"A{row}"): row for row in range(5, 10)}
    tactical, total = rows["Tactical layer"], rows["Total"]
    entry = next(row for row in range(10, 30) if was.value("Actuals", f"A{row}") == "Tactical layer")
    now = Spreadsheet(
        data, {f"Actuals!A{entry + 4}": "Tactical layer", f"Actuals!C{entry + 4}": 300_000.5, f"Actuals!A{entry + 5}": "No single layer", f"Actuals!C{entry + 5}": 10},
    )  # fmt: skip

    assert [was.value("Actuals", f"{column}{tactical}") for column in "BCDF"] == [
        250_000,
        42_000,
        208_000,
        "within plan",
    ]
    assert was.value("Actuals", f"E{tactical}") == pytest.approx(0.168)
    assert [was.value("Actuals", f"{column}{entry}") for column in "BC"] == ["March", 42_000]
    assert [now.value("Actuals", f"{column}{tactical}") for column in "CDF"] == [342_000.5, -92_000.5, "over plan"]
    assert [sheet.value("Actuals", f"C{total}") for sheet in (was, now)] == [43_000, 343_010.5]


def test_an_own_split_follows_the_budget_and_its_limits() -> None:
    """The user's floor and cap are inputs: with other ones, or another budget, the layers share anew."""
    made = talked()
    assert made.own is not None
    data = workbook(made)
    was, more = Spreadsheet(data, {}), Spreadsheet(data, {"Plan!C4": 4_000_000})
    lower = Spreadsheet(data, {"Your split!C5": 100_000})

    assert [was.value("Your split", f"E{row}") for row in (5, 6, 7)] == [float(r.amount.value) for r in made.own.rows]
    assert [more.value("Your split", f"E{row}") for row in (5, 6, 7, 8)] == [446_666.67, 223_333.33, 50_000, 720_000]
    assert [lower.value("Your split", f"E{row}") for row in (5, 6, 7, 8)] == [206_666.67, 103_333.33, 50_000, 360_000]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_printed_workbook_has_its_pages_in_order(language: str) -> None:
    """Every visible sheet has a print area, a heading that stays, its page number, company, date and author; the working is hidden."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(talked(), language)))
    *visible, working = book.worksheets

    assert [sheet.sheet_state for sheet in visible] == ["visible"] * 8
    assert working.sheet_state == "hidden"
    for sheet in visible:
        foot = sheet.oddFooter
        assert sheet.print_area
        assert sheet.freeze_panes
        assert "Example && Sons" in foot.left.text
        assert all(text in foot.left.text for text in ("2026-03-01", "A. Author"))
        assert "&P" in foot.right.text
        assert "&N" in foot.right.text
        assert sheet["A1"].font.size == 16
        assert sheet.row_dimensions[1].height >= 24
    assert (book.properties.creator, book.properties.title) == ("A. Author", visible[0]["A1"].value)


def test_headings_stand_over_their_figures() -> None:
    """A heading over figures is on the right, as the figures are, on every sheet."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(talked())))
    checked = 0
    for sheet in book.worksheets[:6]:
        for cell in next(row for row in sheet.iter_rows() if row[0].fill.fgColor.rgb == "FFDCE6F1"):
            below = sheet.cell(cell.row + 1, cell.column)
            if (
                cell.value
                and (below.data_type in ("n", "f") and below.value is not None)
                and "IF(" not in str(below.value)
            ):
                assert cell.alignment.horizontal == "right", (sheet.title, cell.coordinate)
                checked += 1
    assert checked > 15


def test_the_chart_shows_each_share_and_the_total() -> None:
    """Its bars are the layers and the total, named with their shares, which follow the budget's shares."""
    data = workbook(typed())
    chart = next(
        zipfile.ZipFile(io.BytesIO(data)).read(name).decode()
        for name in zipfile.ZipFile(io.BytesIO(data)).namelist()
        if "charts/chart" in name
    )
    places = re.findall(r"<c:f>'?([^'!<]+)'?!\$([A-Z])\$(\d+):\$[A-Z]\$(\d+)</c:f>", chart)
    (names, column, first, last), values = places[0], places[1]
    book = Spreadsheet(data, {"Plan!B9": 0.02})

    assert (int(last) - int(first), values[0]) == (3, "Plan")
    assert [book.value(names, f"{column}{row}") for row in range(int(first), int(last) + 1)] == [
        "Tactical layer 20%", "Capability layer 50%", "Strategic layer 30%", "Total 100%",
    ]  # fmt: skip


def test_spending_in_another_currency_is_named_and_not_added() -> None:
    """Euros are not taken for dollars: the notes say what is left out."""
    talk = Talk("en")
    talk.say("our annual marketing budget is $2,000,000", budget())
    talk.say("we spent €500 on tactical", Tell(fig="U1", as_=As.SPENT, of="layer.tactical"))
    book = Spreadsheet(workbook(of_state(talk.desk, talk.state, ())), {})
    notes = [str(cell.value) for row in book.book["Notes"].iter_rows() for cell in row if cell.value]

    assert book.value("Actuals", "C5") == 0
    assert any("€500" in note and "another currency" in note for note in notes)


# -- the Word document -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "expected"), [
    ("zh", ("250,000.00美元", "合计", "您自己的拆分", "建议的 AI 投入区间", "阶段与 KPI", "第29", "Example & Sons")),
    ("en", ("$250,000.00", "Total", "Your own split", "Recommended range", "Phases and KPIs", "lines 29", "Example & Sons")),
])  # fmt: skip
def test_the_word_document_tells_what_the_page_does(language: str, expected: tuple[str, ...]) -> None:
    """Split, own split, range, scenarios, KPIs, assumptions and sources, with the figures of the Markdown page."""
    import docx

    made = talked()
    document = docx.Document(io.BytesIO(made.render(Form.DOCUMENT, language=language, passages=PASSAGES, imprint=OURS)))
    page = made.render(Form.PAGE, language=language, passages=PASSAGES).decode()
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells if cell.text]
    text = "\n".join([*(p.text for p in document.paragraphs), *cells])

    assert [word for word in expected if word not in text] == []
    assert [cell for cell in cells if re.search(r"[0-9]{2}", cell) and cell not in page.replace("\\", "")] == []
    width = document.sections[0].page_width
    assert width is not None
    assert round(width / 36_000) == 210  # A4, in millimetres


@pytest.mark.parametrize("text", ["=1+1", "<w:p/>", "a & b\x07", "{ PAGE }"])
def test_names_stay_text_in_the_word_document(text: str) -> None:
    """Nothing that a company is called becomes markup, a field or a file that Word cannot open."""
    import docx

    data = typed().render(Form.DOCUMENT, language="en", passages={}, imprint=Imprint(company=text, day="2026-03-01"))
    found = docx.Document(io.BytesIO(data))

    assert text.replace("\x07", " ") in found.paragraphs[1].text
    assert found.element.xml.count("w:instr") == 0


# -- where it is written -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "told"), [("zh", "已经存在"), ("en", "exists already")])
def test_a_file_is_not_written_over_unless_that_is_asked_for(language: str, told: str, tmp_path: Path, capsys) -> None:
    """A second plan of the same name is refused with a sentence; --force writes it, and leaves nothing else behind."""
    out = tmp_path / "plan.md"
    out.write_text("mine", encoding="utf-8")
    wanted = ["plan", "--budget", "3000万", "--out", str(out), "--language", language]

    assert main(wanted) == 1
    message = capsys.readouterr().err
    assert told in message
    assert "--force" in message
    assert out.read_text(encoding="utf-8") == "mine"
    assert main([*wanted, "--force"]) == 0
    assert out.read_text(encoding="utf-8").startswith("# AI")
    assert [path.name for path in tmp_path.iterdir()] == ["plan.md"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_place_that_is_none_is_told(language: str, tmp_path: Path) -> None:
    """A directory, and a file in a directory that is not there, are refused before anything is computed."""
    (tmp_path / "d.md").mkdir()
    for place in (tmp_path / "d.md", tmp_path / "nowhere" / "plan.md"):
        with pytest.raises(PlanRefused, match="不能写到" if language == "zh" else "cannot be written"):
            check_out(place, language=language)


def test_a_file_that_came_meanwhile_is_left_alone(tmp_path: Path, monkeypatch) -> None:
    """What another process writes between the check and the writing is not lost."""
    out, made = tmp_path / "plan.md", typed()
    render = Drawn.render

    def slow(self: Drawn, *args: object, **named: object) -> bytes:
        out.write_text("theirs", encoding="utf-8")
        return render(self, *args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Drawn, "render", slow)
    with pytest.raises(PlanRefused, match="exists already"):
        write(made, out, language="en", passages={})
    assert out.read_text(encoding="utf-8") == "theirs"
    assert [path.name for path in tmp_path.iterdir()] == ["plan.md"]


def test_the_picture_of_a_split_shows_shares_and_the_total(monkeypatch) -> None:
    """Each bar has its share beside its amount, and the last bar is the total; amounts that are no parts of one whole have neither."""
    from agent import charts

    drawn: list[tuple[list[str], list[str]]] = []

    def bars(labels: list[str], amounts: object, shown: list[str], title: str, *, ending: bool) -> bytes:
        drawn.append((list(labels), list(shown)))
        return b""

    monkeypatch.setattr(charts, "_bars", bars)
    made = typed()
    made.render(Form.PICTURE, language="en", passages={})
    talk = Talk("zh")
    charts.split_png(talk.say("年度营销预算500万怎么分？", budget(), Ask(goal=Goal.SPLIT)).chart, "zh")
    charts.split_png([made.plan.range.low, made.plan.range.high], "en")  # type: ignore[union-attr]

    assert drawn[0][0][-1] == "Total"
    assert drawn[0][1] == ["$200,000  55.6%", "$100,000  27.8%", "$60,000  16.7%", "$360,000"]
    assert drawn[1][1][-1] == "90万元"
    assert len(drawn[2][0]) == 2
    assert not any("%" in text for text in drawn[2][1])
    assert share_of(Decimal(1), Decimal(8)) == "12.5%"


def test_money_that_a_layer_was_given_by_itself_is_its_plan() -> None:
    """What is left of a layer is held against the money that it was given, as in a reply, and that amount is an input."""
    talk = Talk("en")
    talk.say("our annual marketing budget is $2,000,000", budget())
    talk.say("we spent $30,000 on tactical", Tell(fig="U1", as_=As.SPENT, of="layer.tactical"))
    given = talk.desk.ledger.add(
        label=Label("给定", "given"), value=Decimal(90_000), unit=money_unit("USD"), provenance=Given(3, 0, 0, "")
    )
    assert talk.state.current is not None
    talk.state.current.plans["layer.tactical"] = given.id
    book = Spreadsheet(workbook(of_state(talk.desk, talk.state, ())), {})

    assert [book.value("Actuals", f"{column}5") for column in "BCD"] == [90_000, 30_000, 60_000]
    assert book.takes("Actuals", "B5", 80_000)
    assert not book.takes("Actuals", "B5", -1)
