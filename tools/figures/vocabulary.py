"""The words and characters of figures in Chinese and English: the one place that lists them.

Chinese entries are simplified; :mod:`tools.figures.text` maps traditional and full-width forms onto them.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from tools.quantities import NUMBER, PERCENT, UNITS, Unit, UnitKind, count_unit


def by_edge(words: Iterable[str], edge: int) -> dict[str, tuple[str, ...]]:
    """``words`` by their first (0) or last (-1) character, longest first, so that the longest match is met first."""
    table: dict[str, list[str]] = {}
    for word in words:
        table.setdefault(word[edge], []).append(word)
    return {char: tuple(sorted(group, key=len, reverse=True)) for char, group in table.items()}


# --- Chinese numerals -------------------------------------------------------------------------------------------------

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
ZH_NUMERAL: Final = frozenset(ZH_DIGITS) | frozenset(ZH_TENS) | frozenset(ZH_SMALL) | frozenset(ZH_BIG)
#: What makes an amount vague when a multiplier follows (几十万), or a numeral goes before (十几万).
ZH_VAGUE: Final = frozenset("几数")
VULGAR: Final = {
    "¼": (1, 4), "½": (1, 2), "¾": (3, 4), "⅐": (1, 7), "⅑": (1, 9), "⅒": (1, 10), "⅓": (1, 3), "⅔": (2, 3),
    "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5), "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8),
    "⅝": (5, 8), "⅞": (7, 8),
}  # fmt: skip

# --- English numerals -------------------------------------------------------------------------------------------------

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
    "trillion": 10**12, "trillions": 10**12, "tn": 10**12, "trn": 10**12, "lakh": 10**5, "lakhs": 10**5,
    "crore": 10**7, "crores": 10**7, "dozen": 12, "dozens": 12,
}  # fmt: skip
#: Abbreviations that need a digit before them: "five mil" is no amount.
EN_SHORT_SCALES: Final = frozenset({"mil", "mn", "mln", "mio", "mill", "bn", "bln", "tn", "trn"})
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
    "mio": 10**6, "b": 10**9, "bn": 10**9, "bln": 10**9, "t": 10**12, "tn": 10**12, "trn": 10**12,
}  # fmt: skip

# --- currencies -------------------------------------------------------------------------------------------------------

#: Code: (signs and names before an amount, Chinese names after it, English names after it). ISO codes are added.
_CURRENCIES: Final[dict[str, tuple[str, str, str]]] = {
    "CNY": ("¥ cn¥ rmb rmb¥ cnh", "元 块 块钱 元钱 元人民币 块人民币 人民币 元rmb rmb cnh 人仔", "yuan yuans renminbi rmb kuai"),
    "USD": ("$ us$ usd$ u.s.$", "美元 美金 美刀 刀 刀乐 元美金", "dollar dollars buck bucks us-dollar us-dollars u.s.-dollar u.s.-dollars american-dollars"),
    "EUR": ("€ eur€", "欧元 欧", "euro euros"),
    "GBP": ("£ gbp£", "英镑 镑", "pound pounds quid pound-sterling pounds-sterling sterling british-pound british-pounds"),
    "HKD": ("hk$ hkd$", "港元 港币 港纸 港幣 元港币 蚊", "hong-kong-dollar hong-kong-dollars hk-dollar hk-dollars"),
    "JPY": ("jp¥ jpy¥ 円", "日元 日圆 日币 円", "yen yens japanese-yen"),
    "KRW": ("₩ krw₩", "韩元 韩币 韩圆 韩圜", "won korean-won"),
    "TWD": ("nt$ twd$", "新台币 台币 元新台币 元台币", "new-taiwan-dollar new-taiwan-dollars taiwan-dollars nt-dollars"),
    "SGD": ("s$ sg$ sgd$", "新加坡元 新元 新币 坡币", "singapore-dollar singapore-dollars"),
    "AUD": ("a$ au$ aud$", "澳元 澳币 澳大利亚元 澳洲元 澳刀", "australian-dollar australian-dollars aussie-dollars"),
    "CAD": ("c$ ca$ cad$ cdn$ can$", "加元 加币 加拿大元 加刀", "canadian-dollar canadian-dollars"),
    "NZD": ("nz$ nzd$", "新西兰元 纽元 纽币", "new-zealand-dollar new-zealand-dollars nz-dollars kiwi-dollars"),
    "CHF": ("chf sfr", "瑞士法郎 瑞郎", "swiss-franc swiss-francs franc francs"),
    "INR": ("₹ rs rs.", "卢比 印度卢比", "rupee rupees indian-rupees"),
    "THB": ("฿", "泰铢 铢", "baht"),
    "MOP": ("mop$", "澳门元 澳门币 葡币", "pataca patacas"),
    "RUB": ("₽", "卢布", "rouble roubles ruble rubles"),
    "MYR": ("rm", "林吉特 马币 令吉", "ringgit ringgits"),
    "VND": ("₫", "越南盾", ""),
    "BRL": ("r$", "雷亚尔", "reais"),
    "PHP": ("₱", "菲律宾比索", "philippine-pesos"),
    "ILS": ("₪", "谢克尔", "shekel shekels"),
    "TRY": ("₺", "土耳其里拉", ""),
    "AED": ("", "迪拉姆", "dirham dirhams"),
    "SAR": ("", "里亚尔", "riyal riyals"),
    "IDR": ("rp", "印尼盾 印尼卢比", "rupiah"),
    "MXN": ("mx$", "墨西哥比索", "mexican-pesos"),
    "SEK": ("", "瑞典克朗", ""),
    "NOK": ("", "挪威克朗", ""),
    "DKK": ("", "丹麦克朗", ""),
    "PLN": ("", "兹罗提", "zloty zlotys"),
    "ZAR": ("", "南非兰特 兰特", ""),
}  # fmt: skip
MONEY_BEFORE: dict[str, str] = {}
MONEY_AFTER: dict[str, str] = {}
for _code, (_before, _zh, _en) in _CURRENCIES.items():
    _iso = _code.lower()
    MONEY_BEFORE.update(dict.fromkeys([*_before.split(), _iso], _code))
    MONEY_BEFORE.update(dict.fromkeys([w for w in _zh.split() if len(w) > 1 and w[0] not in "元块"], _code))
    MONEY_AFTER.update(dict.fromkeys([*_before.split(), *_zh.split(), _iso], _code))
    MONEY_AFTER.update(dict.fromkeys([w.replace("-", " ") for w in _en.split()], _code))
for _word in ("try", "php", "rm", "rp", "rs", "rs.", "sfr"):
    MONEY_AFTER.pop(_word, None)
for _word in ("try", "php"):
    MONEY_BEFORE.pop(_word, None)
MONEY_BEFORE |= {"yen": "JPY", "yuan": "CNY", "renminbi": "CNY", "us dollars": "USD", "euro": "EUR", "euros": "EUR"}
#: A sign or word that several countries use; the conversation's currency decides, else the first.
SHARED_SIGNS: Final[dict[str, tuple[str, ...]]] = {
    "$": ("USD", "HKD", "AUD", "CAD", "SGD", "NZD", "TWD"),
    "dollar": ("USD", "HKD", "AUD", "CAD", "SGD", "NZD", "TWD"),
    "dollars": ("USD", "HKD", "AUD", "CAD", "SGD", "NZD", "TWD"),
    "¥": ("CNY", "JPY"),
    "元": ("CNY", "HKD", "TWD", "MOP", "SGD"),
    "块": ("CNY", "HKD", "TWD", "MOP", "SGD"),
    "块钱": ("CNY", "HKD", "TWD", "MOP", "SGD"),
}
#: Hundredths; English ones follow the currency named beside them, else the one given here.
CENTS: Final = {"cent": "USD", "cents": "USD", "c": "USD", "¢": "USD", "penny": "GBP", "pence": "GBP", "p": "GBP"}
#: A currency name is part of another word when one of these follows (元宇宙, 欧洲, 刀具, 块儿).
MONEY_NOT_BEFORE: Final = {
    "元": "素宇旦件老月化首祖音组勋帅凶气神婴",
    "块": "儿状业内板面头",
    "欧": "洲美盟莱阳亚",
    "刀": "具片锋枪",
    "rm": "b",
}

# --- other units ------------------------------------------------------------------------------------------------------

DAY, WEEK, MONTH, QUARTER, YEAR = (UNITS[c] for c in ("day", "week", "month", "quarter", "year"))
HOUR, MINUTE, SECOND = UNITS["hour"], UNITS["minute"], Unit(UnitKind.DURATION, "second")


def _counts(table: str) -> dict[str, Unit]:
    pairs = (entry.split(":") for entry in table.split())
    return {word.replace("-", " "): count_unit(code) for code, words in pairs for word in words.split(",")}


#: What a unit is and by how much the number before it is multiplied.
UNITS_ZH: Final[dict[str, tuple[Unit, Decimal]]] = {
    word: (unit, Decimal(1))
    for word, unit in {
        **_counts(
            "people:人,号人,名,位,名员工,个员工,位员工,员工,个人,名同事,位同事,名成员,个成员,人次,名人员,个人员,位专家,名专家"
            " customers:名客户,个客户,位客户,家客户,客户,名用户,个用户,位用户,用户,名会员,个会员,会员,名粉丝,个粉丝,粉丝"
            " posts:篇,篇文章,篇内容,篇推文,篇笔记,篇文案,篇稿子,篇稿件 pieces:条,条内容,条文案,条推文,条微博,条笔记"
            " pictures:张,张图,张图片,张海报,幅,张素材 videos:支,支视频,条视频,个视频,支短视频,条短视频,个短视频,支广告"
            " items:个,件 processes:个流程,项流程,条流程 copies:份 sets:套 entries:项 companies:家,家公司,家企业,个公司"
            " models:款 layers:层,个层,个层级,个层次 occasions:次 teams:个团队,支团队 stores:家店,家门店,间店,间门店,个门店"
            " kinds:种,类 shows:场 volumes:本 devices:台,部 vehicles:辆 orders:单,笔 pages:页 characters:字,个字"
            " rows:行 episodes:集 groups:组 lines:线 points:点 cities:个城市,座城市 countries:个国家 channels:个渠道"
            " projects:个项目 scenarios:个场景 plans:个方案 tools:个工具 departments:个部门 accounts:个账号,个帐号"
            " seats:席 batches:批 instalments:期 rounds:轮 dimensions:维 digits:位数 grades:级 points:分 days:个工作日"
            " households:户 tons:吨 metres:米 kilometres:公里,千米 centimetres:厘米 millimetres:毫米 grams:克"
            " kilograms:公斤,千克 pounds:磅 jin:斤 litres:升 millilitres:毫升 square-metres:平方米,平米,平 mu:亩"
            " degrees:度 kilowatt-hours:千瓦时 watts:瓦 bottles:瓶 boxes:箱,盒 cups:杯 pairs:双,对 only:只 strips:根"
            " bags:袋 trees:棵,株 cows:头 horses:匹 seats:桌 windows:扇 cars:辆车 planes:架 boats:艘 doors:扇门 times:回"
            " years-old:岁 tokens:token,tokens"
        ),
        "天": DAY, "日": DAY, "个工作日": DAY, "工作日": DAY, "周": WEEK, "个周": WEEK, "星期": WEEK, "个星期": WEEK,
        "礼拜": WEEK, "个礼拜": WEEK, "个月": MONTH, "个自然月": MONTH, "季度": QUARTER, "个季度": QUARTER, "个季": QUARTER,
        "年": YEAR, "个年头": YEAR, "年时间": YEAR, "小时": HOUR, "个小时": HOUR, "个钟": HOUR, "个钟头": HOUR, "钟头": HOUR,
        "分钟": MINUTE, "秒": SECOND, "秒钟": SECOND, "%": PERCENT, "个百分点": PERCENT, "百分点": PERCENT, "个点": PERCENT,
    }.items()
}  # fmt: skip
for _word, _unit, _factor in (
    ("‰", PERCENT, "0.1"), ("个基点", PERCENT, "0.01"), ("基点", PERCENT, "0.01"), ("个bp", PERCENT, "0.01"),
    ("个千分点", PERCENT, "0.1"), ("千分点", PERCENT, "0.1"), ("成", PERCENT, "10"), ("折", PERCENT, "10"),
    ("打折", PERCENT, "10"), ("打", NUMBER, "12"), ("倍", Unit(UnitKind.MULTIPLE, "x"), "1"), ("分之", NUMBER, "1"),
    ("番", Unit(UnitKind.MULTIPLE, "x"), "1"),
):  # fmt: skip
    UNITS_ZH[_word] = (_unit, Decimal(_factor))
for _word in ("分之", "番"):
    del UNITS_ZH[_word]
#: A unit is part of another word when one of these follows (成本, 年级, 天猫, 人民币, 次元).
UNIT_NOT_BEFORE: Final = {
    "成": "本功立为员交就长熟品果绩分型因败语套名心", "年": "级代会轻终货度报龄", "天": "猫然气下才空使津生真", "周": "年边期转知岁",
    "人": "民均才工气类称生家口脸物格设", "名": "单字牌称声额片", "位": "置于数", "条": "件款例", "张": "力贴口", "支": "持撑付出行",
    "个": "性别体税", "份": "额量子", "套": "路餐利装", "项": "目链", "家": "庭具居长电里乡", "款": "式项待", "层": "面次级出",
    "次": "元日要数品序", "本": "身来质地年月周期土科职", "台": "湾阶词北", "部": "门分署队长委", "单": "位价身品一独纯", "页": "面",
    "字": "节段母体", "组": "织合成建", "线": "下上路索城程", "点": "击评赞子半", "场": "景地馆所", "类": "型别似", "种": "类草子",
    "期": "望待间货权", "度": "过假量", "级": "别", "平": "台均方台", "米": "粉其", "升": "级值温高", "克": "服", "头": "条部脑发",
    "只": "有是要能", "对": "于应方比象照接", "双": "方", "根": "据本", "户": "外口", "分": "之析为成布享别类发期钟步层级配开给一二三四五六七八九十两几", "周期": "",
    "打": "底造开算破通动击赏压法包印断卡车工电", "折": "腾叠线旧成合算为人美欧港英日", "倍": "", "秒": "杀", "会员": "", "轮": "胎流", "批": "准评发量次",
    "回": "报收款头复购升", "岁": "月", "用户": "", "行": "业动为政", "股": "", "维": "度护", "席": "", "季度": "",
    "集": "团中成合", "架": "构", "杯": "", "瓶": "颈", "日": "本常期程志活均", "位数": "", "扇": "", "亩": "", "客户": "端",
}  # fmt: skip

UNITS_EN: Final[dict[str, tuple[Unit, Decimal]]] = {
    word: (unit, Decimal(1))
    for word, unit in {
        **_counts(
            "people:people,person,persons,staff,employee,employees,heads,headcount,members,colleagues,staffers,ftes,fte"
            " posts:post,posts,article,articles,blog-posts,social-posts pieces:piece,pieces pictures:picture,pictures,"
            "image,images videos:video,videos,clips items:item,items processes:process,processes copies:copy,copies"
            " sets:set,sets companies:company,companies models:model,models layers:layer,layers occasions:time,times"
            " customers:customer,customers,users,user,clients,subscribers,followers leads:leads,lead orders:orders,order"
            " clicks:clicks impressions:impressions campaigns:campaigns,campaign channels:channels,channel"
            " projects:projects,project tools:tools,tool teams:teams,team stores:stores,store"
        ),
        "second": SECOND, "seconds": SECOND, "sec": SECOND, "secs": SECOND, "minute": MINUTE, "minutes": MINUTE,
        "min": MINUTE, "mins": MINUTE, "hour": HOUR, "hours": HOUR, "hr": HOUR, "hrs": HOUR, "h": HOUR, "day": DAY,
        "days": DAY, "d": DAY, "working days": DAY, "business days": DAY, "week": WEEK, "weeks": WEEK, "wk": WEEK,
        "wks": WEEK, "month": MONTH, "months": MONTH, "mo": MONTH, "mos": MONTH, "mth": MONTH, "mths": MONTH,
        "quarter": QUARTER, "quarters": QUARTER, "qtrs": QUARTER, "year": YEAR, "years": YEAR, "yr": YEAR, "yrs": YEAR,
        "percent": PERCENT, "percents": PERCENT, "per cent": PERCENT, "pct": PERCENT, "percentage points": PERCENT,
        "percentage point": PERCENT, "pp": PERCENT, "ppt": PERCENT, "pts": PERCENT, "pps": PERCENT,
        "x": Unit(UnitKind.MULTIPLE, "x"), "×": Unit(UnitKind.MULTIPLE, "x"), "fold": Unit(UnitKind.MULTIPLE, "x"),
    }.items()
} | {
    word: (PERCENT, Decimal("0.01")) for word in ("bp", "bps", "basis point", "basis points")
}  # fmt: skip
#: Measures that a number may carry without a space; they say nothing about budgets, so the number stays bare.
MEASURES: Final = frozenset(
    "ml cl km cm mm kg mg lb lbs oz ft kb mb gb tb pb px dpi ms kwh kw mph kmh ghz mhz hz ea pcs pc pt".split()
)

# --- periods of a rate ------------------------------------------------------------------------------------------------

PERIOD_WORDS: Final = {
    "月": "month", "个月": "month", "月份": "month", "month": "month", "mo": "month", "mth": "month", "mon": "month",
    "季": "quarter", "季度": "quarter", "个季度": "quarter", "quarter": "quarter", "qtr": "quarter", "q": "quarter",
    "年": "year", "year": "year", "yr": "year", "annum": "year", "y": "year", "a": "year", "半年": "half-year",
    "周": "week", "星期": "week", "个星期": "week", "礼拜": "week", "week": "week", "wk": "week", "w": "week",
    "天": "day", "日": "day", "day": "day", "d": "day", "小时": "hour", "个小时": "hour", "hour": "hour", "hr": "hour",
    "h": "hour",
    "fortnight": "fortnight", "two weeks": "fortnight", "2 weeks": "fortnight", "other week": "fortnight",
    "second week": "fortnight", "两周": "fortnight", "2周": "fortnight", "两个星期": "fortnight", "两星期": "fortnight",
    "双周": "fortnight",
}  # fmt: skip
PERIOD_ADVERBS: Final = {
    "monthly": "month", "quarterly": "quarter", "yearly": "year", "annually": "year", "weekly": "week", "daily": "day",
    "hourly": "hour", "fortnightly": "fortnight",
    "biweekly": "biweekly", "bi-weekly": "biweekly",  # some mean every other week, some mean twice a week
}  # fmt: skip

# --- words that hold numerals and are no figures ----------------------------------------------------------------------

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
