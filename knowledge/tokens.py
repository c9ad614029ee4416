"""The terms under which text is indexed and searched, for Chinese and English alike.

Chinese gives characters and pairs of neighbours, English gives word stems, numbers stay whole. Full-width and
traditional writing is folded first, so that a query finds what was written the other way. Which terms matter how much
is decided by the index.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from knowledge.characters import simplified

_WORD = re.compile(r"[㐀-䶿一-鿿豈-﫿]+|[^\W_㐀-䶿一-鿿豈-﫿]+(?:['’][a-z]+)?")
_CJK = re.compile(r"[㐀-䶿一-鿿豈-﫿]")

_STOP_WORDS = frozenset(
    "a an the of to in on at by for from with and or as is are was were be been being do does did doing done has have "
    "had i we you he she it they me us them my our your his her its their this that these those there here what "
    "which who whom whose when where why how can could should would will shall may might must if then than so too "
    "very just about into out up down not no yes please tell say says said explain give gives get gets let lets need "
    "want wants mean means s t re ve ll d m am any some all one".split()
)
#: Chinese characters that carry no topic by themselves; pairs of one with another character stay.
_STOP_CHARS = frozenset(
    "的了吗呢吧啊呀么是在和与及或也都就还又很把被给对从到这那哪什怎为有要会能可以我你您他她它们个之其而并"
)
_SUFFIXES = (
    "isations", "izations", "isation", "ization", "ational", "fulness", "ousness", "iveness", "ations", "ements",
    "ation", "ement", "ments", "ities", "ising", "izing", "ness", "ment", "ings", "ions", "ance", "ence", "able",
    "ible", "ised", "ized", "ises", "izes", "ally", "ers", "ies", "ing", "ion", "ity", "ive", "ise", "ize", "ful",
    "ous", "ed", "er", "es", "ly", "al", "or", "s", "e", "y",
)  # fmt: skip


def fold(text: str) -> str:
    """``text`` in one width, one case and simplified characters."""
    return simplified(unicodedata.normalize("NFKC", text).casefold())


def tokens(text: str) -> list[str]:
    """The terms of ``text`` in order; a term may come more than once."""
    found: list[str] = []
    for match in _WORD.finditer(fold(text)):
        word = match.group()
        if _CJK.match(word):
            found.extend(char for char in word if char not in _STOP_CHARS)
            pairs = (word[i : i + 2] for i in range(len(word) - 1))
            found.extend(pair for pair in pairs if not _STOP_CHARS.issuperset(pair))
        elif word not in _STOP_WORDS:
            found.append(stem(word))
    return found


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """``word`` without its endings, cut roughly but always the same way: ``optimising`` → ``optim``."""
    word = re.sub(r"['’].*", "", word)
    if not word.isascii() or len(word) < 4 or not word.isalpha():
        return word
    for _ in range(2):
        for suffix in _SUFFIXES:
            if word.endswith(suffix) and len(word) - len(suffix) >= 3:
                word = word[: -len(suffix)]
                break
        else:
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    return word
