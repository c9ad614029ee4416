"""The spend book as channels keep it: entries, files and what is taken back become messages of the conversation, so that history, receipts and undo have them.

Nothing here goes to a model: an entry says by itself what it is.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.errors import InvalidInput
from tools.tongues import base

if TYPE_CHECKING:
    from agent.dialogue.state import Spend
    from agent.language.vocabulary import Vocabulary
    from agent.replies.turn import Answered
    from agent.service import Service
    from agent.spendfile import Sheet

#: What asks for the book, in each language.
LISTED = {"zh": "支出明细", "en": "list the spend book"}


def entry(line: str, amount: str, day: str = "", by: str = "") -> str:
    """A spend as a message. Raises :class:`InvalidInput` for a line or an amount that would not be read as one."""
    if any(mark in part for part in (line, amount, day, by) for mark in "=＝;；\n?？"):
        raise InvalidInput(
            "bad_entry", "请不要在一笔支出里用 = ; ? 或换行。", "An entry holds no =, ;, ? or line break."
        )
    return " ".join(part for part in (f"/spend {line} = {amount}", day, f"by {by}" if by else "") if part)


@dataclass(frozen=True, slots=True)
class SpendBook:
    """The spend book of the conversations of a service."""

    service: Service

    def message(self, line: str, amount: str, day: str = "", by: str = "") -> str:
        """:func:`entry`."""
        return entry(line, amount, day, by)

    async def tell(
        self, message: str, *, conversation: str, language: str | None = None, speaker: str = ""
    ) -> Answered:
        """Tell entries of the book, without a model. Raises :class:`InvalidInput` where nothing of them was taken."""
        from agent.service import Asks

        known = await asyncio.to_thread(self.service.asks, message, conversation=conversation, speaker=speaker)
        if known is not Asks.SURELY:
            raise InvalidInput(
                "no_entry",
                "没有读到支出，请写成：项目=金额 日期，例如 战术层=13万 2026-03-01。",
                "No spend was read; write LINE=AMOUNT DAY, for example: tactical=$42k 2026-03-01.",
            )
        return await self.service.without_model().ask(
            message, conversation=conversation, language=language, speaker=speaker
        )

    async def take_back(self, line: str, day: str, *, conversation: str) -> bool:
        """Take back what was told of a line for a day (``-`` for entries of no day); whether there was something."""
        from agent.service import Asks

        message = entry(line, "-", "" if day == "-" else day)
        if await asyncio.to_thread(self.service.asks, message, conversation=conversation) is not Asks.SURELY:
            return False
        await self.service.without_model().ask(message, conversation=conversation)
        return True

    def entries(self, conversation: str) -> list[Spend]:
        """The entries of the budget at hand."""
        advisor = self.service.advisor
        state = advisor.state_of(advisor.store.load(conversation))
        return list(state.current.spends) if state.current is not None else []

    def listing(self, language: str) -> str:
        """What asks for the book."""
        return LISTED[base(language)]

    # -- files -----------------------------------------------------------------------------------------------------------

    def read_file(self, data: bytes | str) -> Sheet:
        """The spends of a CSV; nothing is kept. Raises :class:`InvalidInput`."""
        from agent.spendfile import read

        return read(data, self._vocabulary)

    def shown(self, sheet: Sheet, language: str) -> str:
        """What would be kept of a file, as Markdown."""
        from agent.spendfile import preview

        return preview(sheet, self._vocabulary, language)

    async def keep_file(self, sheet: Sheet, *, conversation: str, language: str | None = None) -> Answered:
        """Keep what a file was read as; the reply to its last entries."""
        reply = None
        for message in sheet.messages():
            reply = await self.tell(message, conversation=conversation, language=language)
        assert reply is not None  # a sheet has rows
        return reply

    @property
    def _vocabulary(self) -> Vocabulary:
        from agent.language.vocabulary import Vocabulary

        return Vocabulary(self.service.advisor.framework)
