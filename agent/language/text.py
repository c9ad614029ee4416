"""One plain form of a message for looking words up in: lower case, half width, simplified characters.

The plain form has the length of the original, so that a span in one is a span in the other.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from knowledge.characters import simplified

_CJK = re.compile(r"[\u3400-\u9fff]")
_LETTER = re.compile(r"[A-Za-z]")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
#: Words that Chinese speakers use untranslated: they do not make a message English.
_SHARED = frozenset(
    "ai aigc kpi kpis roi roas ltv cny rmb usd eur hkd gbp jpy agent agents api cmo cfo vs llm gpt seo faq crm saas w kw k m"
    " b wan budget marketing output cost adoption ok pls please table phase layer poc demo app dan".split()
)

_SMALL_EN = re.compile(
    r"(?<![a-z])(?:the|an|a(?= [a-z])|is|are|was|of|to|for|in|on|how|what|which|who|when|where|why|do|does|did|we|our|my|i|you|it|its|that|this"
    r"|and|or|can|could|should|would|just|with|from|at|by|be|me|us|if|please answer|goes|go|get)(?![a-z])"
)
_SMALL_ZH = re.compile(
    r"[的了吗嗎呢吧啊么麼呀]|[是在把给給拿要能会會按得有想]|怎|多少|什|哪|几|幾|如何|为啥|咋|请|請|算|做|[嘅係咁點喺唔邊啲佢咗嚟俾畀攞哋吖噉]|[我你您咱]|[幫帮替]"
)
_SENTENCES = re.compile(r"[。！？!?\n]+|[.](?=\s|$)")


def plain(text: str) -> str:
    """``text`` in lower case, half width and simplified characters, character by character."""
    return simplified("".join(_fold(char) for char in text))


@functools.lru_cache(maxsize=4096)
def _fold(char: str) -> str:
    for form in (unicodedata.normalize("NFKC", char).lower(), char.lower()):
        if len(form) == 1:
            return form
    return char


def has_cjk(text: str) -> bool:
    return _CJK.search(text) is not None


def language_of(text: str, *, default: str | None = None) -> str:
    """``zh`` or ``en``: the language of the sentence, whatever terms of the other it borrows.

    Where a message could be either (figures, or terms that both use), ``default`` decides: the language of the conversation.
    Without one, letters are English.
    """
    chinese = len(_CJK.findall(text))
    words = _WORD.findall(text)
    english = sum(1 for word in words if word.lower() not in _SHARED)
    if not chinese:
        return "en" if english or (words and default is None) else default or ("en" if _LETTER.search(text) else "zh")
    # The small words tell whose sentence it is; names and terms are borrowed either way.
    own_en, own_zh = bool(_SMALL_EN.search(text.lower())), bool(_SMALL_ZH.search(text))
    if own_en != own_zh:
        return "en" if own_en else "zh"
    if not own_en or english * 2 < chinese:
        return "zh"
    # Both speak: who pastes an e-mail in one language asks about it in the other, at the end.
    last = next((part for part in reversed(_SENTENCES.split(text)) if _CJK.search(part) or _LETTER.search(part)), text)
    # Within one sentence the grammar is that of whose small words are more: "Our budget係HK$3M，你幫我split" is Chinese.
    said_zh, said_en = len(_SMALL_ZH.findall(last)), len(_SMALL_EN.findall(last.lower()))
    if said_zh == said_en:  # the last of them is the one that asks: "My boss 問 strategic layer 佔幾多"
        said_zh = max((m.end() for m in _SMALL_ZH.finditer(last)), default=-1)
        said_en = max((m.end() for m in _SMALL_EN.finditer(last.lower())), default=-1)
    return "zh" if said_zh > said_en else "en"
