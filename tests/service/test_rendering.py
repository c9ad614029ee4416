from __future__ import annotations

import html
import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from agent.channels.slack.blocks import MESSAGE, MOST_BLOCKS, SECTION, text_messages
from agent.channels.slack.mrkdwn import escape, pieces, to_mrkdwn
from tests.service.slack_double import shown

words = st.sampled_from(
    ["预算", "300万元", " ", "\n", "\n\n", "| a | b |\n", "| --- | --- |\n", "**重要**", "- ", "> ", "# ", "<!channel>", "<@U1>",
     "@here", "https://evil.example", "www.x.com", "mailto:a@b.c", "&", "&lt;", "*", "_", "`", "x" * 700, "。", "😀"]
)  # fmt: skip
texts = st.lists(words, max_size=60).map("".join) | st.text(max_size=300)


def visible(text: str) -> str:
    """The characters that stay, whatever the layout."""
    return re.sub(r"[\s|•*#>\-\N{WORD JOINER}–]", "", html.unescape(text))


@settings(deadline=None, max_examples=60)
@given(texts)
def test_nothing_in_a_text_is_live(text: str):
    """No mention, channel word or address of a text survives as one."""
    for shape in (escape(text), to_mrkdwn(text), *(shown(m) + m["text"] for m in text_messages(text))):
        assert not re.search(r"<[^\s]|://|@\w|www\.|mailto:", shape)


@settings(deadline=None, max_examples=60)
@given(texts, st.integers(20, 400))
def test_pieces_fit_and_lose_nothing(text: str, limit: int):
    """A text is cut into pieces below the limit that add up to it."""
    found = list(pieces(text, limit))

    assert "".join(found) == text
    assert all(len(to_mrkdwn(piece)) <= limit for piece in found)


@settings(deadline=None, max_examples=60)
@given(texts.map(lambda text: text * 20))
def test_messages_stay_below_slacks_limits(text: str):
    """Sections, blocks and characters of a message stay below the limits, with one table in each."""
    for message in text_messages(text):
        assert len(message["blocks"]) <= MOST_BLOCKS
        assert sum(block["type"] == "table" for block in message["blocks"]) <= 1
        assert len(message["text"]) <= MESSAGE
        for block in message["blocks"]:
            if block["type"] == "section":
                assert 0 < len(block["text"]["text"]) <= SECTION


def test_a_long_reply_is_whole():
    """However many messages it takes, every word arrives."""
    text = "\n\n".join(f"第{n}段：" + "营销预算的分配要看阶段。" * 30 for n in range(80))
    found = text_messages(text)

    assert len(found) > 3
    assert visible("".join(shown(m) for m in found)) == visible(text)


def test_a_table_is_shown_as_a_table():
    """Rows and cells come through, the rule below the head does not."""
    (message,) = text_messages("前\n\n| 层 | 金额 |\n| --- | --- |\n| 战术层 | 300万元 |\n\n后")
    kinds: list[Any] = [block["type"] for block in message["blocks"]]

    assert kinds == ["section", "table", "section"]
    assert shown(message) == "前\n层 | 金额\n战术层 | 300万元\n后"
