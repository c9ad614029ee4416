"""What turns took of the model is kept, shown and counted; what it costs is told where the operator says the prices."""

from decimal import Decimal

import pytest

from agent.channels.terminal import commands
from agent.channels.terminal.display import open_display
from agent.channels.terminal.session import Session
from agent.service import Service
from agent.testing import ScriptedModel, ToolUse, fail, use
from agent.usage import Prices, Usage, together
from tests.online.doubles import QUESTION, advisor, faithful, watch


async def spent(*script):
    """An advisor after one turn for each step of ``script``."""
    with ScriptedModel(script) as model:
        asked = advisor(model)
        for _ in script:
            await watch(asked, QUESTION)
        return asked


async def test_what_every_turn_took_is_stored():
    """A conversation that is loaded again knows requests and tokens of each turn, those of a failed request too."""
    asked = await spent(faithful, fail(500))
    assert [turn.usage for turn in asked.store.load("c").turns] == [Usage(1, 7, 5), Usage(1, None, None)]


async def test_the_session_shows_the_last_turn_and_the_whole(capsys):
    """``/usage`` has a line for each, and a cost with prices alone."""
    asked = await spent(faithful, faithful)
    session = Session(Service(asked), open_display(dumb=True), "c", interface="en")
    session.open("c")
    commands.run(session, "/usage")
    told = capsys.readouterr().out
    assert "2" in told
    assert "14" in told
    assert "USD" not in told
    session.prices = Prices.parse("100 200 USD")
    commands.run(session, "/usage")
    assert "0.0034 USD" in capsys.readouterr().out


async def test_a_conversation_without_a_model_says_so(capsys):
    """Nothing was asked: one sentence, no table of zeros."""
    asked = advisor(None)
    await asked.ask(QUESTION, conversation="c")
    session = Session(Service(asked), open_display(dumb=True), "c", interface="zh")
    commands.run(session, "/usage")
    assert "还没有向模型提问" in capsys.readouterr().out


async def test_a_receipt_says_that_a_model_read_the_message():
    """``/why`` names who read it, now and when the conversation is loaded again; code's own reading is not ascribed to a model."""
    moves = [{"do": "tell", "fig": "U1", "as": "budget", "of": "AI"}, {"do": "ask", "goal": "split"}]
    with ScriptedModel([use(ToolUse("reread", {"moves": moves})), faithful, faithful]) as model:
        asked = advisor(model)
        first = await watch(asked, QUESTION)
        second = await watch(asked, "战术层呢？")
    service = Service(asked)
    assert "模型把这句话读作" in service.explained(first.reply).why()
    assert "模型把这句话读作" in service.explained(service.turns("c")[0]).why()
    assert "这句话读作" in service.explained(second.reply).why()
    assert "模型" not in service.explained(second.reply).why().partition("\n")[0]


def test_unknown_tokens_stay_unknown_in_a_sum():
    """A sum never pretends to know what one turn did not tell; turns that asked nothing do not count."""
    assert together([Usage(1, 7, 5), Usage(0, 0, 0), Usage(2, 3, 4)]) == Usage(3, 10, 9)
    assert together([Usage(1, 7, 5), Usage(1, None, None)]) == Usage(2, None, None)
    assert Prices.parse("1 2 EUR").cost(Usage(1, None, None)) is None


@pytest.mark.parametrize("text", ["", "1", "1 2", "a b USD", "-1 2 USD", "1 2 USD 3", "NaN 1 USD"])
def test_prices_that_cannot_be_read_are_refused(text):
    """The sentence says what would do."""
    with pytest.raises(ValueError, match=r"0\.40 1\.60 USD"):
        Prices.parse(text)


def test_prices_are_exact():
    """Costs are decimal, to a ten-thousandth."""
    assert Prices.parse("0.40, 1.60 usd").cost(Usage(3, 10_000, 500)) == Decimal("0.0048")
