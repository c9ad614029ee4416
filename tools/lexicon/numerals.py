"""The characters and words of numbers, and words that hold one and are none."""

from __future__ import annotations

from typing import Final

ZH_DIGITS: Final = {
    "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
ZH_TENS: Final = {"廿": 20, "卅": 30}
ZH_SMALL: Final = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
ZH_BIG: Final = {"万": 10**4, "亿": 10**8, "兆": 10**12}
#: Forms used on cheques. Outside amounts they are ordinary characters (队伍, 登陆, 收拾), so one alone is no numeral.
ZH_FORMAL: Final = frozenset("壹贰叁肆伍陆柒捌玖拾佰仟")
#: Everyday words that end in a cheque form.
ZH_FORMAL_WORDS: Final = frozenset(
    "收拾 登陆 大陆 着陆 上陆 内陆 队伍 退伍 入伍 落伍 为伍 放肆 大肆 酒肆 壹基 柒牌 陆续 陆军 陆地 陆陆".split()
)
#: A lone digit with one of these behind it is the next figure, no tail of the one before: 3万5人, 5w5个人.
ZH_COUNTED: Final = frozenset("个人名位条篇天周月年%倍家张支份套项款层次台场期折成")
ZH_NUMERAL: Final = frozenset(ZH_DIGITS) | frozenset(ZH_TENS) | frozenset(ZH_SMALL) | frozenset(ZH_BIG)
#: What makes an amount vague when a multiplier follows (几十万), or a numeral goes before (十几万).
ZH_VAGUE: Final = frozenset("几数")
VULGAR: Final = {
    "¼": (1, 4), "½": (1, 2), "¾": (3, 4), "⅐": (1, 7), "⅑": (1, 9), "⅒": (1, 10), "⅓": (1, 3), "⅔": (2, 3),
    "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5), "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8),
    "⅝": (5, 8), "⅞": (7, 8),
}  # fmt: skip

EN_UNITS: Final = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
        " seventeen eighteen nineteen".split()
    )
} | {"fourty": 40}
EN_TENS: Final = {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
} | {"fourty": 40}
del EN_UNITS["fourty"]
EN_SCALES: Final = {
    "thousand": 10**3, "thousands": 10**3, "grand": 10**3, "million": 10**6, "millions": 10**6, "mil": 10**6,
    "mn": 10**6, "mln": 10**6, "mio": 10**6, "mill": 10**6, "billion": 10**9, "billions": 10**9, "bn": 10**9, "bln": 10**9,
    "trillion": 10**12, "trillions": 10**12, "tn": 10**12, "trn": 10**12, "tln": 10**12, "lakh": 10**5, "lakhs": 10**5,
    "crore": 10**7, "crores": 10**7, "lac": 10**5, "lacs": 10**5, "dozen": 12, "dozens": 12, "thou": 10**3,
    "millionen": 10**6, "milliard": 10**9, "milliards": 10**9, "milliarden": 10**9,
}  # fmt: skip
#: Abbreviations that need a digit before them: "five mil" is no amount.
EN_SHORT_SCALES: Final = frozenset(
    "mil mn mln mio mill bn bln tn trn tln lac lacs thou millionen milliard milliards milliarden".split()
)
EN_HUNDRED: Final = frozenset({"hundred", "hundreds"})
EN_DENOMINATORS: Final = {
    "half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15,
    "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
    "fortieth": 40, "fiftieth": 50, "sixtieth": 60, "seventieth": 70, "eightieth": 80, "ninetieth": 90,
    "hundredth": 100, "thousandth": 1000, "millionth": 10**6, "billionth": 10**9, "trillionth": 10**12,
}  # fmt: skip
EN_MULTIPLES: Final = {
    "double": "2", "doubled": "2", "doubles": "2", "doubling": "2", "twice": "2", "twofold": "2", "triple": "3",
    "tripled": "3", "triples": "3", "tripling": "3", "thrice": "3", "threefold": "3", "fourfold": "4", "fivefold": "5",
    "tenfold": "10", "quadruple": "4", "quadrupled": "4", "quadrupling": "4", "quintuple": "5", "quintupled": "5",
    "halved": "0.5", "halve": "0.5", "halving": "0.5", "halves": "0.5",
}  # fmt: skip
#: Words that open a number in English.
EN_OPENERS: Final = (
    frozenset(EN_UNITS)
    | frozenset(EN_TENS)
    | frozenset(EN_MULTIPLES)
    | frozenset({"half", "quarter", "a", "an", "point", "hundred", "hundreds", "tens", "few", "several", "couple"})
    | (frozenset(EN_SCALES) - EN_SHORT_SCALES)
)
#: Letters right after digits that scale them. ``w`` and ``kw`` are how 万 and 千万 are typed in chats.
LETTER_SCALES: Final = {
    "k": 10**3, "w": 10**4, "kw": 10**7, "m": 10**6, "mm": 10**6, "mn": 10**6, "mil": 10**6, "mill": 10**6, "mln": 10**6,
    "mio": 10**6, "b": 10**9, "bn": 10**9, "bln": 10**9, "t": 10**12, "tn": 10**12, "trn": 10**12, "tsd": 10**3,
    "md": 10**9, "mrd": 10**9, "mia": 10**9,
}  # fmt: skip
#: Abbreviations that a point may close: 2,5 Mio. €.
POINTED_SCALES: Final = frozenset({"mio", "mrd", "mia", "tsd", "mill", "mn", "bn"})
#: Lakh and crore as they are typed where a text speaks of rupees; elsewhere these letters are litres, sizes, credits.
INDIAN_SCALES: Final = {"l": 10**5, "lk": 10**5, "lkh": 10**5, "cr": 10**7, "crs": 10**7}

STOP_WORDS: Final = frozenset(
    "一下 一些 一个人 唯一 万一 统一 一般 一直 千万别 千万不 千万要 千万记 十分 百度 百万庄 四象限 五花八门 一样 一种 一定 一起 一切 一旦 一边 一方面"
    " 一味 一致 一律 一再 一向 一时 一手 一线 一流 一体 一同 一举 一贯 一度 一旁 一番 一带 一路 一生 一心 一会 一共 一点 一套 一步 一面 一经 一瞬"
    " 单一 同一 第一 之一 逐一 专一 合一 不一 归一 周一 周二 周三 周四 周五 周六 星期一 星期二 星期三 星期四 星期五 星期六 礼拜一 礼拜二 礼拜三"
    " 礼拜四 礼拜五 礼拜六 三心二意 七上八下 乱七八糟 九牛一毛 一毛不拔 千方百计 百分百满意 成千上万 千千万万 千家万户 万事 万能 万物 万千"
    " 万象 万家 万科 万达 万全 万众 千禧 千亿级 百姓 百货 百科 百花 百合 百年 百无 百倍 八卦 八达 七夕 六一 五一 十一假 十一长 十一黄金 三八节"
    " 二维 二手 二次元 二线 三线 四线 五线 三方 三农 三星 三明治 三国 三亚 三维 四川 四海 五官 五金 六神 七匹狼 九寨 九州 十足 十全 千里 千载"
    " 千古 千瓦 三元里 五角大楼 三角 四面 四处 四周 五湖 八方 六边形 五星 五脏 四季 两性 两岸 两会 两者 两端 两极 两全 三包 三甲 三思 三层楼"
    " 二话 二选一 一带一路 一站式 一揽子 一口气 一对一 一次性 一把手 一窝蜂 一刀切 一锤子 一二线 万分感 十字 十拿 三番 再三 丢三 推三 举一反三"
    " 千篇 千人千面 千变 百战 百家 百川 百忙 百里 千金 万元户 万岁 万圣 万维 万有 万一".split()
)

#: Every character that may be part of a numeral, in the simplified, half-width copy; for fail-closed checks.
NUMERAL_CHARACTERS: Final = frozenset("0123456789半‰%俩仨幺") | ZH_NUMERAL | ZH_VAGUE | frozenset(VULGAR)
#: Every English word that may be part of a numeral, in lower case; for fail-closed checks.
NUMERAL_WORDS: Final = (
    (EN_OPENERS - {"a", "an", "point"})
    | frozenset(EN_SCALES)
    | frozenset(EN_DENOMINATORS)
    | frozenset(word + "s" for word in EN_DENOMINATORS)
    | frozenset({"percent", "percents", "dozen", "dozens", "score", "once", "first", "couple"})
) - {"halfs", "halvess"}
