"""The words of units behind a number, and what each multiplies it by."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from tools.quantities import NUMBER, PERCENT, UNITS, Unit, UnitKind, count_unit

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
            " sets:set,sets entries:entry,entries companies:company,companies models:model,models layers:layer,layers occasions:time,times"
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
