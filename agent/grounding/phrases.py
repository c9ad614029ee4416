"""The words that are numerals, and the exact phrases that hold numeral characters without stating a figure.

Data only; how they are found is the business of ``numerals``. A phrase here is an exact form, never a pattern: a
pattern such as “一 + any measure word” would let 一成 (ten per cent) through. Where a phrase is the beginning of a
figure (一个 of 一个月), the figure stands in ``FIGURES_ZH`` and wins, being longer.
"""

from __future__ import annotations

#: Every Chinese character that counts, traditional and banker's forms included. 参, 伍, 陆 and 拾 are also words.
CHARACTERS_ZH = "〇零一二三四五六七八九十百千万亿兆两俩仨半廿卅卌皕幺壹贰叁肆伍陆柒捌玖拾佰仟萬億貳參陸兩亖弌弍弎倍雙"

#: Chinese figures without any of those characters, and figures that begin like an innocent phrase.
FIGURES_ZH: tuple[str, ...] = (
    *(
        "翻番",
        "翻倍",
        "翻一倍",
        "翻了一倍",
        "加倍",
        "减半",
        "倍增",
        "腰斩",
        "对折",
        "对开",
        "减折",
        "折让",
        "个位数",
        "榜首",
        "榜眼",
        "亚军",
        "季军",
        "垫底",
        "倒数",
    ),
    *("元月", "正月", "腊月", "成倍", "若干", "好几", "无穷", "分之", "首年", "头年", "个百分点", "个点"),
    *(
        "一个月",
        "一个季度",
        "一个小时",
        "一个星期",
        "一个工作日",
        "一个亿",
        "一个点",
        "一个半",
        "一个百分点",
        "一个财年",
    ),
    *("一个数量级", "一次性投入", "一样多", "一般多", "一直到零", "一个年度", "一个周", "一个年", "一个人", "一个名额"),
    *(
        "一项不",
        "一点五",
        "一点二",
        "一点三",
        "一点一",
        "一点八",
        "十分之",
        "第一名",
        "第一位",
        "百分之",
        "万分之",
        "千分之",
    ),
)

#: Chinese words and set phrases that hold a counting character.
PHRASES_ZH: tuple[str, ...] = (
    *(
        "一些",
        "一样",
        "一直",
        "一旦",
        "一般",
        "一定",
        "一致",
        "一起",
        "一边",
        "一同",
        "一并",
        "一律",
        "一向",
        "一味",
        "一贯",
    ),
    *(
        "一再",
        "一切",
        "一体化",
        "一站式",
        "一线",
        "一流",
        "一手",
        "一时",
        "一方面",
        "另一方面",
        "一系列",
        "一下",
        "一套",
    ),
    *(
        "一个",
        "一层",
        "一种",
        "一类",
        "一份",
        "一项",
        "一家",
        "一条",
        "一款",
        "一步",
        "一点",
        "一部分",
        "一次性",
        "一对一",
        "一览",
    ),
    *(
        "一句话",
        "一目了然",
        "一味地",
        "一蹴而就",
        "一体",
        "一揽子",
        "一刀切",
        "一把手",
        "一如既往",
        "一环",
        "一键",
        "一席之地",
    ),
    *(
        "这一",
        "那一",
        "另一",
        "某一",
        "每一",
        "任一",
        "同一",
        "上一",
        "下一",
        "前一",
        "后一",
        "之一",
        "唯一",
        "统一",
        "单一",
    ),
    *(
        "万一",
        "进一步",
        "第一步",
        "第一时间",
        "逐一",
        "不一",
        "专一",
        "唯一性",
        "一一对应",
        "一旁",
        "一番",
        "一举",
        "一经",
    ),
    *("第一阶段", "第二阶段", "第三阶段", "阶段一", "阶段二", "阶段三", "第一层", "第二层", "第三层"),
    *(
        "第一象限",
        "第二象限",
        "第三象限",
        "第四象限",
        "三层",
        "三个层级",
        "三层投入",
        "四象限",
        "四个象限",
        "四象限权衡矩阵",
    ),
    *("三个阶段", "三阶段", "7x24小时", "7×24小时", "7x24", "7×24", "7*24小时", "7X24小时", "24/7"),
    *(
        "千人千面",
        "千变万化",
        "千篇一律",
        "万能",
        "百分比",
        "百科",
        "百货",
        "百花齐放",
        "百度",
        "千万别",
        "千万不要",
        "千差万别",
    ),
    *("四处", "四周", "五花八门", "三思", "再三", "举一反三", "七上八下", "十分重要", "十分关键", "十分适合", "十足"),
    *("零售", "零散", "零碎", "零星", "零基础", "从零开始", "零和", "两者", "两端", "两难", "两侧", "两头", "两全其美"),
    *(
        "半自动",
        "半成品",
        "多半",
        "半途而废",
        "事半功倍",
        "半信半疑",
        "倍感",
        "加倍小心",
        "收拾",
        "拾遗",
        "队伍",
        "落伍",
    ),
    *(
        "登陆",
        "大陆",
        "陆续",
        "肆意",
        "B2B",
        "B2C",
        "C2C",
        "O2O",
        "G2B",
        "Web3",
        "GPT-4",
        "B2B2C",
        "4P",
        "4A",
        "3C",
        "5G",
    ),
)

#: Enumerators that open a sentence, each with the delimiter that makes it one.
ENUMERATORS: tuple[str, ...] = (
    *(
        "第一，",
        "第二，",
        "第三，",
        "第四，",
        "第五，",
        "第一、",
        "第二、",
        "第三、",
        "其一，",
        "其二，",
        "其三，",
        "一是",
        "二是",
        "三是",
    ),
    *("一方面，", "First,", "Second,", "Third,", "First:", "Second:", "Third:", "Firstly,", "Secondly,", "Thirdly,"),
)

_UNITS_EN = "zero one two three four five six seven eight nine"
_TEENS_EN = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS_EN = "twenty thirty forty fourty fifty sixty seventy eighty ninety"
_SIZES_EN = (
    "hundred thousand million billion trillion quadrillion dozen hundreds thousands millions billions trillions dozens"
)
#: Words out of which longer ones are glued without a blank: twentyfive, threehundred, fivefold.
CARDINALS_EN: frozenset[str] = frozenset(f"{_UNITS_EN} {_TEENS_EN} {_TENS_EN} {_SIZES_EN}".split())

#: English words that state a figure.
WORDS_EN: frozenset[str] = CARDINALS_EN | frozenset(
    (
        "nought naught nil tens twenties thirties forties fifties sixties seventies eighties nineties "
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth fiftieth sixtieth "
        "seventieth eightieth ninetieth hundredth thousandth millionth billionth "
        "half halves halve halved halving thirds quarters fourths fifths sixths sevenths eighths ninths tenths "
        "hundredths thousandths percent percents pct percentile permille permil bps basis-points "
        "double doubled doubles doubling triple tripled triples tripling treble trebled trebling quadruple "
        "quadrupled quadruples quadrupling quintuple quintupled quintuples sextuple septuple octuple decuple "
        "twice thrice twofold threefold fourfold fivefold sixfold sevenfold eightfold ninefold tenfold manifold "
        "hundredfold thousandfold twosome threesome foursome quartet quintet trio duo couple score scores gross "
        "myriad umpteen zillion zillions gazillion bazillion lakh crore grand mil mio mln bn bln tn mn "
        "runner-up bronze-medal semi-annual biannual bimonthly fortnight fortnightly decade decades century centuries "
        "millennium millennia centennial eighths sixteenths "
        "january february april june july august september october november december "
        "jan feb apr jun jul aug sept oct nov dec"
    ).split()
)

#: English figures of several words whose words alone are innocent.
FIGURES_EN: tuple[str, ...] = (
    *(
        "a quarter of",
        "one quarter",
        "per cent",
        "basis point",
        "basis points",
        "a pair of",
        "single digit",
        "single digits",
    ),
    *(
        "single-digit",
        "low digits",
        "mid digits",
        "high digits",
        "in march",
        "in may",
        "last place",
        "last-place",
        "bottom half",
    ),
)

#: English phrases that hold a number word without stating a figure.
PHRASES_EN: tuple[str, ...] = (
    *("one of the", "one of these", "one of those", "one of your", "one of its", "one of our", "no one", "one another"),
    *(
        "this one",
        "that one",
        "which one",
        "each one",
        "every one",
        "the one that",
        "one by one",
        "one-off",
        "one-on-one",
    ),
    *(
        "one way",
        "one step",
        "one thing",
        "one option",
        "one place",
        "one reason",
        "one caveat",
        "one note",
        "one more thing",
    ),
    *(
        "one-size-fits-all",
        "on the one hand",
        "one hand",
        "one size fits all",
        "at first",
        "first of all",
        "first step",
        "the first step",
        "first-party",
    ),
    *("first and foremost", "at first glance", "first-mover", "in the first place", "third-party", "third party"),
    *("third parties", "second nature", "on second thought", "split second", "double-check", "double check"),
    *(
        "double-checked",
        "double down",
        "zero-sum",
        "from zero",
        "zero-shot",
        "few-shot",
        "second to none",
        "come first",
    ),
    *("comes first", "start first", "first come", "first and second", "come second", "comes second"),
    *("three layers", "the three layers", "three-layer", "four quadrants", "four-quadrant", "three phases"),
    *("three-phase", "phase 1", "phase 2", "phase 3", "phase one", "phase two", "phase three", "first phase"),
    *("second phase", "third phase", "first layer", "second layer", "third layer", "stage 1", "stage 2", "stage 3"),
    *("first quadrant", "second quadrant", "third quadrant", "fourth quadrant", "once", "at once"),
)

#: Number words of other languages in Latin letters, where they are not English words. Pinyin runs are found as glued.
FOREIGN: frozenset[str] = frozenset(
    (
        "uno una dos tres cuatro cinco seis siete ocho nueve diez veinte treinta cuarenta cincuenta sesenta setenta "
        "ochenta noventa ciento cien mil millones doble triple mitad tercio "
        "un deux trois quatre cinq sept huit neuf dix onze douze quinze vingt trente quarante cinquante soixante cent "
        "mille moitié double tiers millier milliers milliard milliards "
        "ein eine eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig dreissig vierzig "
        "fünfzig sechzig siebzig achtzig neunzig hundert tausend millionen milliarde milliarden halb hälfte prozent "
        "dieci sessanta settanta ottanta novanta zestig zeventig tachtig fyrtio femtio sextio sjuttio nittio tyve tredive femti "
        "due tre quattro cinque sette otto nove dieci venti trenta quaranta cinquanta cento mila milione milioni "
        "um dois três quatro cinco sete oito nove dez vinte trinta quarenta cem milhões metade "
        "een twee drie vijf zes zeven negen tien twintig dertig veertig vijftig honderd duizend miljoen helft procent "
        "jeden dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć sto tysiąc milion "
        "bir iki üç dört beş altı yedi sekiz dokuz yirmi otuz kırk elli yüz bin milyon "
        "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh puluh ratus ribu juta persen setengah "
        "mot hai bon nam sau bay tam chin muoi tram nghin trieu "
        "yi er san si wu liu qi ba jiu shi bai qian wan ichi ni go roku nana hachi kyu juu hyaku sen oku "
        "hana dul set net daseot baek cheon tolv tjugo trettio hundra tusen kaksi kolme viisi "
        "odin dva tri chetyre pyat shest sem vosem devyat desyat sto tysyacha "
        "unus duo tria quattuor quinque septem octo novem decem centum"
    ).split()
) - frozenset(
    "um bin due tre due wu si shi er ba ni go sen set net hai bay nam tam hana once sem sept nine onze six ten qi "
    "mil sette nana tram cent net bon mot san wan bir altı elf acht halb vier otto eine ein en".split()
)

#: Romanised Chinese syllables that count; two of them in a row, or glued, are a numeral.
PINYIN: frozenset[str] = frozenset("yi er san si wu liu qi ba jiu shi bai qian wan ling liang ban bei cheng".split())

#: Function words that show that a stretch of Latin letters is neither English nor a name.
FOREIGN_FUNCTION: frozenset[str] = frozenset(
    (
        "der die das und ist nicht mit für von den dem des auf eine einen wird werden sind über "
        "le la les des du et est pour dans avec que qui sur une pas vous nous sont "
        "el los las y es por para con una del como más su sus pero "
        "il lo gli di che è per con una del della nel sono "
        "o os um uma e é do da em não com mais het een van voor niet zijn met op "
        "nie jest się na z do ile ve bir bu için ile dan yang di untuk dengan tidak"
    ).split()
) - frozenset(
    "die des a an to do as per con pas e o y z com is was met van para que op on in me no os la le el da di du".split()
)

#: Words that make a currency or a unit; a figure may begin with them, so a stream waits there.
MONEY_WORDS: tuple[str, ...] = (
    *(
        "RMB",
        "CNY",
        "USD",
        "EUR",
        "GBP",
        "HKD",
        "JPY",
        "KRW",
        "TWD",
        "SGD",
        "AUD",
        "CAD",
        "NZD",
        "CHF",
        "INR",
        "THB",
        "MOP",
    ),
    *(
        "RUB",
        "MYR",
        "VND",
        "US",
        "HK",
        "NT",
        "人民币",
        "美元",
        "美金",
        "欧元",
        "英镑",
        "港元",
        "港币",
        "日元",
        "韩元",
        "新台币",
    ),
)
