"""The words around a figure that bound it: 至少, 不超过, 以上, at least, up to, or more, ≥."""

from __future__ import annotations

from typing import Final

from tools.figures.units import is_letter, skip_spaces
from tools.figures.vocabulary import by_edge
from tools.quantities import Comparator

_C = Comparator
_BEFORE_WORDS: Final = {
    _C.AT_LEAST: "至少|最少|不少于|不低于|不小于|不得低于|不得少于|起码|最低|下限|保底|大于等于|大于或等于|高于等于|高于或等于|多于等于|超过等于|≥|>=|⩾|"
    "at least|at minimum|no less than|not less than|no fewer than|not fewer than|no lower than|minimum|minimum of|a minimum of|"
    "greater than or equal to|more than or equal to|larger than or equal to|equal or greater than|min|min.|starting at|starting from|upwards of",
    _C.AT_MOST: "至多|最多|不超过|不超|不多于|不高于|不大于|不得超过|不得高于|别超过|上限|封顶|最高|顶多|小于等于|小于或等于|低于等于|低于或等于|少于等于|少于或等于|≤|<=|"
    "⩽|控制在|at most|no more than|not more than|up to|not exceeding|not to exceed|no greater than|no higher than|maximum|maximum of|"
    "a maximum of|max|max.|less than or equal to|lower than or equal to|fewer than or equal to|smaller than or equal to|capped at|within",
    _C.MORE_THAN: "超过|大于|多于|高于|超出|突破|超|逾|破|>|＞|more than|over|above|exceeding|exceeds|exceed|exceeded|greater than|higher than|"
    "larger than|bigger than|in excess of|north of|beyond",
    _C.LESS_THAN: "少于|低于|小于|不到|不足|不满|未达到|未达|小|<|＜|less than|below|under|fewer than|smaller than|lower than|short of|shy of",
    _C.ABOUT: "约|大约|大概|大致|约为|差不多|接近|将近|近|大抵|估计|预计约|约莫|≈|~|about|around|approximately|approx|approx.|roughly|circa|ca.|c.|"
    "nearly|almost|close to|est.|estimated|some|or so|in the region of|ballpark",
}  # fmt: skip
_AFTER_WORDS: Final = {
    _C.AT_LEAST: "以上|及以上|或以上|和以上|(含)以上|含以上|或者更多|或更多|起|起步|打底|往上|或更高|+|or more|or above|or higher|or greater|and up|and above|"
    "and over|or over|and more|minimum|min|at least|at minimum|plus|upwards|or better",
    _C.AT_MOST: "以下|及以下|或以下|和以下|(含)以下|以内|之内|内|封顶|或者更少|或更少|或更低|为上限|or less|or fewer|or below|or lower|or under|and below|and under|"
    "maximum|max|at most|tops|or cheaper",
    _C.ABOUT: "左右|上下|give or take|or so|ish|-ish|or thereabouts|approximately|approx|roughly",
    _C.MORE_THAN: "开外|出头|多|有余|余",
    _C.LESS_THAN: "不到|不足",
}  # fmt: skip
BEFORE: Final = {word: comparator for comparator, words in _BEFORE_WORDS.items() for word in words.split("|")}
AFTER: Final = {word: comparator for comparator, words in _AFTER_WORDS.items() for word in words.split("|")}
#: Words that may stand between a comparator and its figure.
_FILLERS = ("要有", "要花", "花", "投", "付", "用", "拿", "只要", "只能", "只有", "要", "有", "是", "为", "在", "到", "达到", "达", "了", "的", ":", "，",
            "of the", "of", "a", "an", "the", "is", "by", "only", "be")  # fmt: skip
#: A short word that is the tail of another one bounds nothing: 节约20%, 最近3个月, 通过.
_NOT_AFTER = {"约": "预节签合契相制简条特履失赴违", "近": "最附靠远亲临邻", "超": "赶高反", "破": "打爆侦", "逾": "", "上限": "", "some": "",
              "最低": "", "小": "大最缩较更变微中弱极窄减从多少", ">": "-=", "c.": "abcdefghijklmnopqrstuvwxyz."}  # fmt: skip
_NOT_BEFORE = {"内": "容部训外涵存心在地控测卷", "起": "来码点初伏诉草因", "多": "种样少次家人个元渠年方维数平语多轮项于模", "以上": "",
               "余": "额下款量", "不到": "位达账", "不足": "", "+": "0123456789"}  # fmt: skip
_BEFORE_BY_LAST = by_edge(BEFORE, -1)
_AFTER_BY_FIRST = by_edge(AFTER, 0)
_FILLERS_BY_LAST = by_edge(_FILLERS, -1)
_SOFT = frozenset(" \"'“‘")
_SIGNS = frozenset("$€£¥")
#: "over the three layers" and "within the 10%" are places, no bounds.
_PLACES = ("over ", "within ", "about ", "around ")
_SPACED = frozenset({"min", "minimum", "max", "plus"})


def before(lower: str, position: int) -> tuple[Comparator | None, int]:
    """The comparator that ends at ``position`` (spaces and small words aside) and where it starts.

    A bound beats an approximation: "at most about 5" is at most 5.
    """
    found: Comparator | None = None
    start = position
    for _ in range(3):
        comparator, at = _one_before(lower, start)
        if comparator is None:
            break
        if found is None or found is Comparator.ABOUT:
            found = comparator
        start = at
    return found, start


def _one_before(lower: str, position: int) -> tuple[Comparator | None, int]:
    end = position
    for _ in range(3):
        while end and lower[end - 1] in _SOFT:
            end -= 1
        last = lower[end - 1 : end]
        for word in _BEFORE_BY_LAST.get(last, ()):
            if _stands_before(word, lower, end):
                return BEFORE[word], end - len(word)
        filler = next((word for word in _FILLERS_BY_LAST.get(last, ()) if _whole_word_before(word, lower, end)), None)
        if filler is None:
            return None, position
        if filler == "the" and lower.endswith(_PLACES, 0, end - 3):
            return None, position
        end -= len(filler)
    return None, position


def _whole_word_before(word: str, lower: str, end: int) -> bool:
    start = end - len(word)
    return lower.endswith(word, 0, end) and not (is_letter(word[0]) and start > 0 and is_letter(lower[start - 1]))


def _stands_before(word: str, lower: str, end: int) -> bool:
    if not _whole_word_before(word, lower, end):
        return False
    before = lower[end - len(word) - 1 : end - len(word)]
    return not (
        before and (before in _NOT_AFTER.get(word, "") or (word == "~" and (before.isalnum() or before in "%)")))
    )


def after(lower: str, position: int) -> tuple[Comparator | None, int]:
    """The comparator that starts at ``position`` and where it ends."""
    begin = skip_spaces(lower, position, 2)
    if lower.startswith("(含)", begin) and not lower.startswith("(含)以", begin):
        begin += 3
    for word in _AFTER_BY_FIRST.get(lower[begin : begin + 1], ()):
        if lower.startswith(word, begin) and _stands_after(word, lower, begin, spaced=begin > position):
            return AFTER[word], begin + len(word)
    return None, position


def _stands_after(word: str, lower: str, begin: int, *, spaced: bool) -> bool:
    end = begin + len(word)
    following = lower[end : end + 1]
    if is_letter(word[-1]) and is_letter(following):
        return False
    if following and following in _NOT_BEFORE.get(word, ""):
        return False
    if word in _SPACED and not spaced:
        return False
    # "100 plus 20" and "100 + 20" are sums.
    return word not in {"plus", "+"} or not (
        following == " " and (lower[end + 1 : end + 2].isalnum() or lower[end + 1 : end + 2] in _SIGNS)
    )
