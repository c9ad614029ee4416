"""What is asked of the product in words does what its command does, or is told how; it is never out of scope."""

from __future__ import annotations

import pytest

from agent.channels.terminal.messages import COMMANDS as ALL
from agent.channels.terminal.messages import MESSAGES
from agent.channels.terminal.spoken import COMMANDS, TOLD, asked_of


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("copy that", "/copy"),
        ("Can you copy the last answer to my clipboard, please?", "/copy"),
        ("把上一个回答复制下来", "/copy"),
        ("try again", "/retry"),
        ("再答一次", "/retry"),
        ("how many tokens did that use?", "/usage"),
        ("这次用了多少 token？", "/usage"),
        ("export this conversation", "/export"),
        ("how do I export this conversation?", "about.files"),
        ("怎么导出这段对话", "about.files"),
        ("what commands are there?", "/help"),
        ("有哪些命令？", "/help"),
        ("can you answer in Chinese?", "/lang zh"),
        ("用英文回答可以吗？", "/lang en"),
        ("who made these numbers?", "about.figures"),
        ("这些数字是谁定的？", "about.figures"),
        ("show me the settings", "about.settings"),
        ("怎么设置密钥？", "about.settings"),
        ("which model are you using?", "about.model"),
        ("你用的是什么模型？", "about.model"),
        ("is my data sent to openai?", "about.data"),
        ("我的数据会发给别人吗？", "about.data"),
        ("能导出成Word吗？", "about.files"),
        ("how do I import a csv of my spending?", "about.import"),
        ("怎么删除这个对话？", "about.delete"),
        ("can you make mistakes?", "about.mistakes"),
        ("why 420000?", "/why 420000"),
        ("where does the $1.2m come from?", "/why $1.2m"),
    ],
)
def test_what_is_asked_of_the_product_is_known(text: str, asked: str) -> None:
    found = asked_of(text)
    assert found is not None
    assert found[0] == asked


@pytest.mark.parametrize(
    "text",
    [
        "copy that budget to 2027",
        "what if we try again with $3m?",
        "how much do tokens cost us?",
        "which model of attribution should we use?",
        "what does the article say about data?",
        "我们的数据资产利用率是多少？",
        "把预算复制到明年",
        "重新分一次预算",
        "换个模型平台要花多少钱",
        "x" * 100_000,
    ],
)
def test_a_question_of_budgets_is_none_of_the_product(text: str) -> None:
    assert asked_of(text) is None


def test_every_command_and_sentence_exists() -> None:
    assert {name.split()[0] for name in COMMANDS} <= {name for name, *_ in ALL}
    for name in TOLD:
        assert name in MESSAGES or {f"{name}.online", f"{name}.offline"} <= set(MESSAGES)
