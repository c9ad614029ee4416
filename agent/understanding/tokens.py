"""One annotated stream of a message: figures with ids, days, concepts, words by class, and where clauses end.

Everything later reads this stream, never the text. Words that only hold a sentence together are in :attr:`Stream.tokens` (class ``for``) and not in :attr:`Stream.line`,
so that a pattern does not count them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from agent.dialogue.message import Day
from agent.language.text import plain
from agent.language.vocabulary import Mention, Vocabulary
from agent.understanding.days import days
from agent.understanding.figures import class_of, figures
from agent.understanding.lexicon import classes, lexicon, match, near
from agent.understanding.naming import named
from agent.understanding.phrases import phrases
from tools.figures.model import Figure

#: Classes of figures, by what their unit is.
FIGURES = ("money", "pct", "mult", "frac", "num", "people", "count", "dur")
#: A KPI by what its threshold measures.
KPIS = ("klevel", "kchange", "kmult")
_CONCEPTS = (*KPIS, "layer", "phase", "project", "quadrant", "layers", "topic")
_MARKS = (",", ".", "?", "!", ";", "nl", "mark", ":")
_OTHER = ("day", "cur", "name", "word", "char")
#: A clause goes on over these; a sentence ends at the rest.
_SOFT = frozenset({",", ":"})


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a message. ``value`` is the figure's or concept's id, the class's value, a currency, a name."""

    start: int
    end: int
    kind: str
    value: str = ""

    @property
    def is_figure(self) -> bool:
        return self.kind in FIGURES

    @property
    def is_boundary(self) -> bool:
        return self.kind in _MARKS


@dataclass(frozen=True, slots=True)
class Stream:
    """A message as tokens. ``line`` has a symbol for each of ``spots``, the tokens that are no mere filling."""

    text: str
    plain: str
    tokens: tuple[Token, ...]
    spots: tuple[Token, ...]
    line: str
    figures: Mapping[str, Figure] = field(default_factory=dict)
    days: Mapping[str, Day] = field(default_factory=dict)
    mentions: tuple[Mention, ...] = ()

    def has(self, *kinds: str) -> bool:
        return any(t.kind in kinds for t in self.spots)


@cache
def symbols() -> Mapping[str, str]:
    """A character for every class of tokens."""
    names = (*FIGURES, *_CONCEPTS, *_MARKS, *_OTHER, *classes())
    return {name: chr(0xE000 + n) for n, name in enumerate(dict.fromkeys(names))}


# -- words ---------------------------------------------------------------------------------------------------------------------------

_WORD = re.compile(r"[a-z][a-z'’\-.]*[a-z]|[a-z]|n't")
_CJK = re.compile(r"[\u3400-\u9fff]")
_PUNCT = {
    ",": ",", "，": ",", "、": "and", ";": ";", "；": ";", ".": ".", "。": ".", "?": "?", "？": "?", "!": "!", "！": "!", "\n": "nl",
    ":": ":", "：": ":", "~": ",", "…": ",", "+": "sum", "＋": "sum", "→": ",",
}  # fmt: skip
_LIST_MARK = re.compile(
    r"(?:(?<=^)|(?<=[\s：:，,。；;？?！!]))[（(]?(?:\d{1,2}|[a-d]|[一二三四五])[)）]|[①②③④⑤⑥]|(?m:^)\d{1,2}[.、](?=\s?\D)|(?m:^)[-*•] "
)
_CURRENCIES = {
    "USD": "usd, dollar, dollars, us dollars, us dollar, 美元, 美金, 美刀, 刀", "EUR": "eur, euro, euros, 欧元", "GBP": "gbp, pound, pounds, sterling, 英镑",
    "CNY": "cny, rmb, yuan, renminbi, 人民币, 人民幣", "HKD": "hkd, hong kong dollars, 港币, 港元, 港纸", "JPY": "jpy, yen, 日元, 日币, 日圆",
    "CHF": "chf, swiss francs, swiss franc, francs, 瑞士法郎, 瑞郎", "SGD": "sgd, singapore dollars, 新加坡元, 新币, 坡币", "AUD": "aud, australian dollars, 澳元, 澳币",
    "CAD": "cad, canadian dollars, 加元, 加币", "KRW": "krw, korean won, in won, to won, into won, 韩元", "INR": "inr, rupees, 卢比", "THB": "thb, baht, 泰铢", "TWD": "twd, nt dollars, 新台币, 台币",
    "NZD": "nzd, new zealand dollars, kiwi dollars, kiwi dollar, nz dollars, kiwis, 新西兰元", "MYR": "myr, ringgit, 林吉特, 马币",
}  # fmt: skip


@cache
def _currency() -> re.Pattern[str]:
    words = sorted((w.strip() for text in _CURRENCIES.values() for w in text.split(",")), key=len, reverse=True)
    return re.compile("|".join(rf"(?<![a-z]){re.escape(w)}(?![a-z])" if w.isascii() else re.escape(w) for w in words))


@cache
def _code_of() -> Mapping[str, str]:
    return {w.strip(): code for code, text in _CURRENCIES.items() for w in text.split(",")}


def read_stream(
    text: str, vocabulary: Vocabulary, *, first_figure: int = 1, names: Iterable[str] = (), currency: str | None = None
) -> Stream:
    """The stream of ``text``; its figures are ``U{first_figure}`` and on, ``names`` are those of scenarios told before.

    ``currency`` is what signs and letters that several currencies use are read as, where that fits.
    """
    low = plain(text)
    amounts = figures(text, first_figure, currency=currency)
    found_days = days(low)
    mentions = (*vocabulary.find(low), *_gaps(vocabulary, low), *vocabulary.missing(low))
    kinds = {
        k.id: f"k{k.measure.value}"[:7].replace("kmultip", "kmult") for p in vocabulary.framework.phases for k in p.kpis
    }
    layers = [layer.id for layer in vocabulary.framework.layers]
    stems = [plain(layer.name.zh).removesuffix("层") for layer in vocabulary.framework.layers]
    fixed = [*_fixed(low, amounts, found_days, mentions, kinds, layers=layers, stems=stems)]
    fixed.extend(_named(text, low, fixed, names))
    fixed.extend(Token(p.start, p.end, p.kind, p.value) for p in phrases(low, vocabulary.framework))
    tokens = tuple(
        _aside(_mended(_filled(low, text, _apart(sorted(fixed, key=lambda t: (t.start, -t.end)))), text), low)
    )
    spots = tuple(t for t in tokens if t.kind != "for")
    table = symbols()
    return Stream(text, low, tokens, spots, "".join(table[t.kind] for t in spots), amounts, found_days, mentions)


def _codes(text: str, names: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Names in capitals, as they were written: "US 那边" is no "us"."""
    for name in names:
        if name.isascii() and name.isupper():
            yield from (m.span() for m in re.finditer(rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])", text))


_SHORT = re.compile("[甲乙丙丁](?=的|比|和|与|跟|那|是)")


def _named(text: str, low: str, fixed: Sequence[Token], names: Iterable[str]) -> Iterator[Token]:
    """Names of scenarios written in Chinese, the amounts that they stand before being known."""
    if not _CJK.search(low):
        return
    amounts = sorted((t.start, t.end) for t in fixed if t.kind == "money")
    taken = [(t.start, t.end) for t in fixed if t.kind not in ("project", "mark")]
    names = list(names)
    spans = [*named(low, amounts, taken, [plain(name) for name in names]), *_codes(text, names)]
    for start, end in spans:
        yield Token(start, end, "name", text[start:end])
    # 甲 stands for 甲方案 once that is named.
    whole = {low[a]: text[a:b] for a, b in spans if b - a > 1 and low[a] in "甲乙丙丁"}
    for found in _SHORT.finditer(low):
        if found[0] in whole and not any(a <= found.start() < b for a, b in spans):
            yield Token(found.start(), found.end(), "name", whole[found[0]])


_GAPS: dict[int, tuple[tuple[str, str], ...]] = {}


def _gaps(vocabulary: Vocabulary, low: str) -> Iterator[Mention]:
    """What the source does not give and the message names."""
    framework = vocabulary.framework
    terms = _GAPS.get(id(framework))
    if terms is None:
        terms = tuple((plain(t), g.id) for g in framework.gaps for t in (*g.terms.zh, *g.terms.en))
        _GAPS[id(framework)] = terms
    for term, gap in terms:
        at = low.find(term)
        if at >= 0 and (
            not term.isascii() or not (low[at - 1 : at].isalpha() or low[at + len(term) : at + len(term) + 1].isalpha())
        ):
            yield Mention(gap, at, at + len(term), term)


def _fixed(
    low: str,
    figures: Mapping[str, Figure],
    found_days: Mapping[str, Day],
    mentions: tuple[Mention, ...],
    kinds: Mapping[str, str],
    *,
    layers: Sequence[str] = (),
    stems: Sequence[str] = (),
) -> Iterator[Token]:
    """What is found by others: figures, days, concepts, list marks, layers by their number."""
    taken = []
    for fig, figure in figures.items():
        yield Token(figure.start, figure.end, class_of(figure), fig)
        taken.append((figure.start, figure.end))
    for name, day in found_days.items():
        if not any(a < day.end and day.start < b for a, b in taken):
            yield Token(day.start, day.end, "day", name)
            taken.append((day.start, day.end))
    for mark in _LIST_MARK.finditer(low):
        if not any(a < mark.end() and mark.start() < b for a, b in taken):
            yield Token(mark.start(), mark.end(), "mark")
            taken.append(mark.span())
    for place, number in (*_counted_layers(low), *_pointed_layers(low, stems)):
        if not any(a < place[1] and place[0] < b for a, b in taken) and number < len(layers):
            yield Token(*place, "layer", layers[number])
            taken.append(place)
    for mention in mentions:
        kind = "layers" if mention.concept == "topic.layers" else kinds.get(mention.concept, mention.kind)
        if kind in ("topic", "gap") or any(a < mention.end and mention.start < b for a, b in taken):
            continue
        yield Token(mention.start, mention.end, kind, mention.concept)


_LAYER_NUMBER = re.compile(
    r"第(?P<zh>[一二三1-3])层|(?<![a-z])(?:the )?(?P<en>first|second|third|1st|2nd|3rd) layer(?!s)|(?<![a-z])layer (?:no\.? ?)?(?P<n>one|two|three|[1-3])(?![\d.])"
)
_NUMBERS = {
    "一": 0,
    "二": 1,
    "三": 2,
    "1": 0,
    "2": 1,
    "3": 2,
    "one": 0,
    "two": 1,
    "three": 2,
    "first": 0,
    "second": 1,
    "third": 2,
    "1st": 0,
    "2nd": 1,
    "3rd": 2,
}


def _counted_layers(low: str) -> Iterator[tuple[tuple[int, int], int]]:
    """Layers by their number: 第二层, "the third layer"."""
    for found in _LAYER_NUMBER.finditer(low):
        yield found.span(), _NUMBERS[found["zh"] or found["en"] or found["n"]]


def _pointed_layers(low: str, stems: Sequence[str]) -> Iterator[tuple[tuple[int, int], int]]:
    """Layers with a pointing word inside: 能力那层, 能力嗰层, 战略这块."""
    for number, stem in enumerate(stems):
        if len(stem) > 1 and stem in low:
            for found in re.finditer(
                rf"{re.escape(stem)}(?:(?:的)?[那这嗰𠮶呢](?:个|一)?(?:层|块|份|部分)|(?=[呢咧喃呐]))", low
            ):
                yield found.span(), number


def _apart(tokens: list[Token]) -> list[Token]:
    """Tokens that do not overlap: the earlier and longer one stays."""
    kept: list[Token] = []
    for token in tokens:
        if not kept or token.start >= kept[-1].end:
            kept.append(token)
    return kept


_DIRECTIONS = ("down", "up", "spent", "use")


def _filled(low: str, text: str, fixed: list[Token]) -> Iterator[Token]:
    """The fixed tokens with the words between them."""
    position, before, people, money = 0, False, False, False
    for token in fixed:
        # 3:2:2:3 and 40/30/20 are rows of figures; what parts them is no mark.
        joined = before and token.is_figure and low[position : token.start].strip() in (":", "/", "-", "比")
        before, before_money = token.is_figure, money
        money = token.kind == "money"
        if before_money and token.kind == "money" and low[position : token.start].strip() == "/":
            yield Token(position, token.start, "or")  # 100萬 / 300萬 / 500萬
        elif not joined:
            yield from _gone(_words(low, text, position, token.start), people=people)
        people = token.kind == "people"
        yield token
        if token.kind == "layer":
            # "tactical spend" names the layer and says that money goes there.
            yield from (t for t in _words(low, text, token.start, token.end) if t.kind in ("spent", "spends"))
        if token.kind in KPIS:
            # "成本降低" names the KPI and says where it went.
            yield from (
                t for t in _words(low, text, token.start, token.end) if t.kind in _DIRECTIONS and t.end == token.end
            )
        position = token.end
    yield from _gone(_words(low, text, position, len(low)), people=people)


def _gone(words: Iterator[Token], *, people: bool) -> Iterator[Token]:
    """Words behind a figure; people who left are no money that is left."""
    for token in words:
        yield Token(token.start, token.end, "word") if people and token.kind == "left" else token
        people = False


#: What goes on behind a blank: 300万 营销预算.
_GOES_ON = frozenset({"budget", "marketing", "aibudget", "cur", "per", "up", "down", "ne", "verdict", "is"})


_PREPOSITIONS = frozenset("给 給 做 到 在 把 对 對 为 為 用 投 放 和 跟 与 與 及 按 从 從 以".split())


def _spaced(text: str, before: Token, token: Token) -> bool:
    """Whether a blank between two Chinese words stands for a comma: the first has its figure, and the second begins something."""
    if text[before.start : before.end] in _PREPOSITIONS:
        return False  # 60 万给 AI
    gap = text[before.end : token.start]
    return (
        bool(gap)
        and gap.isspace()
        and not token.is_boundary
        and not token.is_figure
        and token.kind not in _GOES_ON
        and bool(_CJK.match(text[before.end - 1 if token.kind == "ai" else token.start]))
    )


def _mended(tokens: Iterable[Token], text: str) -> Iterator[Token]:
    """Words whose class the figures around them decide: 还是 between two amounts chooses, it does not go back."""
    found = list(tokens)
    figured = False
    for before, token, after in zip([None, *found], found, [*found[1:], None], strict=False):
        if figured and before is not None and _spaced(text, before, token):
            yield Token(before.end, token.start, ",")
            figured = False
        figured = token.is_figure or (figured and not token.is_boundary)
        between = before is not None and after is not None and before.is_figure and after.is_figure
        if between and token.kind == "back" and text[token.start : token.end] == "还是":
            yield replace(token, kind="or")
        else:
            yield token


_BRACKETS = re.compile(r"[(（][^()（）\n]{2,60}[)）]")
#: What a remark in brackets may say without being one.
_SAID_ASIDE = frozenset(
    {
        *FIGURES,
        *_CONCEPTS,
        "day",
        "cur",
        "per",
        "ai",
        "aibudget",
        "budget",
        "marketing",
        "howmuch",
        "time",
        "?",
        "not",
        "notmine",
        "spent",
        "share",
        "name",
    }
)


def _aside(tokens: Iterable[Token], low: str) -> Iterator[Token]:
    """A remark in brackets that has nothing of the field only fills: 一年营销（站内加站外）180万."""
    found = list(tokens)
    for remark in _BRACKETS.finditer(low):
        inside = [n for n, t in enumerate(found) if remark.start() <= t.start and t.end <= remark.end()]
        if inside and not any(found[n].kind in _SAID_ASIDE for n in inside):
            for n in inside:
                found[n] = replace(found[n], kind="for", value="")
    yield from found


#: "Strategic/month?"
_SLASHED = re.compile(r"/ ?(?P<p>month|mth|mo|quarter|qtr|week|wk|head|person|year|yr)(?![a-z])")
_PER_SLASH = {"m": "month", "q": "quarter", "w": "week", "h": "head", "p": "head", "y": "year"}


def _words(low: str, text: str, start: int, end: int) -> Iterator[Token]:
    """The words of a stretch without figures, by class."""
    zh, at = lexicon("zh"), start
    characters = list(low[start:end])
    while at < end:
        char = low[at]
        if char in _PUNCT:
            yield Token(at, at + 1, _PUNCT[char], char if char == "、" else "")
            at += 1
        elif char in "+＋" and low[at + 1 : at + 2] in (" ", ""):
            yield Token(at, at + 1, "sum")
            at += 1
        elif char == "/" and (slash := _SLASHED.match(low, at, end)) is not None:
            yield Token(at, slash.end(), "per", _PER_SLASH[slash["p"][:1]])
            at = slash.end()
        elif char.isspace() or not (char.isalnum() or char == "&"):
            at += 1
        elif (money := _currency().match(low, at, end)) is not None:
            yield Token(at, money.end(), "cur", _code_of()[money[0]])
            at = money.end()
        elif (found := match(zh, characters, at - start)) is not None:
            yield Token(at, at + found[0], found[1], found[2])
            at += found[0]
        elif _CJK.match(char):
            yield Token(at, at + 1, "char")
            at += 1
        else:
            token = _latin(low, text, at, end)
            yield token
            at = token.end


def _latin(low: str, text: str, at: int, end: int) -> Token:
    """The word or phrase of Latin letters that begins at ``at``."""
    words: list[str] = []
    ends: list[int] = []
    position = at
    while len(words) < _PHRASE:
        found = _WORD.match(low, position, end)
        if found is None:
            break
        words.append(found[0].replace("’", "'"))
        ends.append(found.end())
        position = found.end()
        if low[position : position + 1] != " ":
            break
        position += 1
    if not words:
        return Token(at, at + 1, "word")
    en = lexicon("en")
    if len(words[0]) == 1 and _is_letter(text, at):
        return Token(at, ends[0], "name", text[at])
    found_at = match(en, words, 0)
    if found_at is not None:
        return Token(at, ends[found_at[0] - 1], found_at[1], found_at[2])
    for tail in ("'s", "'re", "'ve", "'ll", "'d", "n't", "s"):
        bare = words[0].removesuffix(tail)
        if bare != words[0] and (found_at := match(en, [bare], 0)):
            return Token(at, ends[0], found_at[1], found_at[2])
    if text[at].isupper() and len(words[0]) >= 1:
        return Token(at, ends[0], "name", text[at : ends[0]].removesuffix("'s"))
    slip = near(en, words[0])
    return Token(at, ends[0], *slip) if slip else Token(at, ends[0], "word")


_PHRASE = 7


def _is_letter(text: str, at: int) -> bool:
    """Whether a capital letter names something: 客户A, "Company A", "plan B"; "A brand" and "I" do not."""
    before, after = text[:at].rstrip(), text[at + 1 : at + 2]
    if not text[at].isupper() or text[at] == "I":
        return False
    started = not before or before[-1] in ".?!\n"
    return bool(_CJK.match(after)) or bool(before and _CJK.match(before[-1])) or not started
