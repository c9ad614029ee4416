"""The words that bound a figure, before and behind it, and the words that only look so."""

from __future__ import annotations

from typing import Final

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
FILLERS = ("要有", "要花", "花", "投", "付", "用", "拿", "只要", "只能", "只有", "要", "有", "是", "为", "在", "到", "达到", "达", "了", "的", ":", "，",
            "of the", "of", "a", "an", "the", "is", "by", "only", "be")  # fmt: skip
#: A short word that is the tail of another one bounds nothing: 节约20%, 最近3个月, 通过.
NOT_AFTER = {"约": "预节签合契相制简条特履失赴违", "近": "最附靠远亲临邻", "超": "赶高反", "破": "打爆侦", "逾": "", "上限": "", "some": "",
              "最低": "", "小": "大最缩较更变微中弱极窄减从多少", ">": "-=", "c.": "abcdefghijklmnopqrstuvwxyz."}  # fmt: skip
NOT_BEFORE = {"内": "容部训外涵存心在地控测卷", "起": "来码点初伏诉草因", "多": "种样少次家人个元渠年方维数平语多轮项于模", "以上": "",
               "余": "额下款量", "不到": "位达账", "不足": "", "+": "0123456789"}  # fmt: skip
