"""Currencies: their minor units and names, and the signs and words that stand beside amounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Currency:
    """An ISO 4217 currency: decimals of its minor unit, Chinese name, prefix in English text."""

    code: str
    minor: int
    zh: str
    en: str


#: ISO 4217's code for an amount in no currency: nobody said one.
NO_CURRENCY = "XXX"

CURRENCIES: dict[str, Currency] = {
    c.code: c
    for c in (
        Currency("CNY", 2, "元", "RMB "),
        Currency("USD", 2, "美元", "$"),
        Currency("EUR", 2, "欧元", "€"),
        Currency("GBP", 2, "英镑", "£"),
        Currency("HKD", 2, "港元", "HK$"),
        Currency("JPY", 0, "日元", "JPY "),
        Currency("KRW", 0, "韩元", "KRW "),
        Currency("TWD", 2, "新台币", "TWD "),
        Currency("SGD", 2, "新加坡元", "SGD "),
        Currency("AUD", 2, "澳元", "AUD "),
        Currency("CAD", 2, "加元", "CAD "),
        Currency("NZD", 2, "新西兰元", "NZD "),
        Currency("CHF", 2, "瑞士法郎", "CHF "),
        Currency("INR", 2, "卢比", "INR "),
        Currency("THB", 2, "泰铢", "THB "),
        Currency("MOP", 2, "澳门元", "MOP "),
        Currency("RUB", 2, "卢布", "RUB "),
        Currency("MYR", 2, "林吉特", "MYR "),
        Currency("VND", 0, "越南盾", "VND "),
        Currency(NO_CURRENCY, 2, "", ""),
    )
}

#: Code: (signs and names before an amount, Chinese names after it, English names after it). ISO codes are added.
_WORDS: Final[dict[str, tuple[str, str, str]]] = {
    "CNY": ("¥ cn¥ rmb rmb¥ cnh", "元 块 块钱 元钱 元人民币 块人民币 人民币 元rmb rmb cnh 人仔", "yuan yuans renminbi rmb kuai chinese-yuan"),
    "USD": ("$ us$ usd$ u.s.$", "美元 美金 美刀 刀 刀乐 元美金", "dollar dollars buck bucks us-dollar us-dollars u.s.-dollar u.s.-dollars american-dollars"),
    "EUR": ("€ eur€", "欧元 欧 d'euros d’euros", "euro euros"),
    "GBP": ("£ gbp£", "英镑 镑", "pound pounds quid pound-sterling pounds-sterling sterling british-pound british-pounds"),
    "HKD": ("hk$ hkd$", "港元 港币 港纸 港紙 港幣 元港币 蚊", "hong-kong-dollar hong-kong-dollars hk-dollar hk-dollars"),
    "JPY": ("jp¥ jpy¥ 円", "日元 日圆 日币 円", "yen yens japanese-yen"),
    "KRW": ("₩ krw₩", "韩元 韩币 韩圆 韩圜", "won korean-won"),
    "TWD": ("nt$ twd$ ntd ntd$ nt", "新台币 台币 元新台币 元台币", "new-taiwan-dollar new-taiwan-dollars taiwan-dollars nt-dollars"),
    "SGD": ("s$ sg$ sgd$", "新加坡元 新元 新币 坡币", "singapore-dollar singapore-dollars"),
    "AUD": ("a$ au$ aud$", "澳元 澳币 澳大利亚元 澳洲元 澳刀", "australian-dollar australian-dollars aussie-dollars"),
    "CAD": ("c$ ca$ cad$ cdn$ can$", "加元 加币 加拿大元 加刀", "canadian-dollar canadian-dollars"),
    "NZD": ("nz$ nzd$", "新西兰元 纽元 纽币", "new-zealand-dollar new-zealand-dollars nz-dollars kiwi-dollars"),
    "CHF": ("chf sfr sfr. fr.", "瑞士法郎 瑞郎", "swiss-franc swiss-francs franc francs franken"),
    "INR": ("₹ rs rs.", "卢比 印度卢比", "rupee rupees indian-rupees"),
    "THB": ("฿", "泰铢 铢", "baht"),
    "MOP": ("mop$", "澳门元 澳门币 葡币", "pataca patacas"),
    "RUB": ("₽", "卢布", "rouble roubles ruble rubles"),
    "MYR": ("rm", "林吉特 马币 令吉", "ringgit ringgits"),
    "VND": ("₫", "越南盾", ""),
    "BRL": ("r$", "雷亚尔", "reais"),
    "PHP": ("₱", "菲律宾比索", "philippine-pesos"),
    "ILS": ("₪", "谢克尔", "shekel shekels"),
    "TRY": ("₺", "土耳其里拉", "turkish-lira turkish-liras"),
    "AED": ("", "迪拉姆", "dirham dirhams"),
    "SAR": ("", "里亚尔", "riyal riyals"),
    "IDR": ("rp", "印尼盾 印尼卢比", "rupiah"),
    "MXN": ("mx$ mxn$ mex$", "墨西哥比索", "mexican-pesos"),
    "SEK": ("", "瑞典克朗", ""),
    "NOK": ("", "挪威克朗", ""),
    "DKK": ("", "丹麦克朗", ""),
    "PLN": ("", "兹罗提", "zloty zlotys"),
    "ZAR": ("", "南非兰特 兰特", ""),
}  # fmt: skip
MONEY_BEFORE: dict[str, str] = {}
MONEY_AFTER: dict[str, str] = {}
for _code, (_before, _zh, _en) in _WORDS.items():
    _iso = _code.lower()
    MONEY_BEFORE.update(dict.fromkeys([*_before.split(), _iso], _code))
    MONEY_BEFORE.update(dict.fromkeys([w for w in _zh.split() if len(w) > 1 and w[0] not in "元块"], _code))
    MONEY_AFTER.update(dict.fromkeys([*_before.split(), *_zh.split(), _iso], _code))
    MONEY_AFTER.update(dict.fromkeys([w.replace("-", " ") for w in _en.split()], _code))
for _word in ("try", "php", "rm", "rp", "rs", "rs.", "sfr", "sfr.", "fr."):
    MONEY_AFTER.pop(_word, None)
for _word in ("try", "php", "nt"):
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
