"""Names of scenarios that Chinese writes without a mark: 上海分公司营销预算2000万，成都分公司1200万; 方案一…, 方案二…; 甲客户…, 乙客户….

A name is what stands before an amount once the words of a budget are taken away. One name says nothing; two different ones are two budgets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from agent.understanding.lexicon import lexicon, match

Span = tuple[int, int]

_BUDGET = re.compile(r"营销|市场|推广|行销|预算|marketing|budget|mkt")
#: What may stand between a name and its amount.
_BETWEEN = (
    r"(?:的|一年|每年|全年|年度|年|每个月|每月|月|每个?季度|季度|每周|今年|明年|营销|市场|推广|行销|总|预算|费用|经费|盘子|投入|花费|费|是|为|有|大概|大约|约|差不多|定|定在|批了|拨了|"
    r"给|拿|投|花|做|那块|这块|那边|这边|那头|这头|那一块|这一块|方面|部分|业务|marketing|budget|mkt|spend|[:： ])*"
)
_LEAD = re.compile(rf"(?P<name>[\u4e00-\u9fffa-z0-9&]{{1,9}}?){_BETWEEN}")
_NUMBERED = re.compile(
    r"(?:方案|计划|版本|情景|情形|选项|套餐|客户|品牌|公司|门店|店铺|项目)(?:[一二三四五六甲乙丙丁](?![个年月成点百千万亿])|[1-6](?![\d.个年月%万亿wk]))"
    r"|大?前年|大?后年|[甲乙丙丁戊](?:公司|客户|品牌|方案|门店|店|企业|集团|方|区|组|线|团队)"
)
_ORGANISED = re.compile(r"(?:公司|事业部|区域|大区|区|店|品牌|牌子|集团|客户|门店|渠道|产品线|线|部|组|团队|站|市|省)$")
#: Cities, provinces and parts of a company that are names wherever they stand before an amount.
_PLACES = re.compile(
    r"(?:北京|上海|广州|深圳|成都|重庆|杭州|南京|苏州|无锡|宁波|武汉|西安|天津|长沙|郑州|青岛|济南|厦门|福州|合肥|昆明|沈阳|大连|东莞|佛山|珠海|香港|澳门|台北|台中|高雄|新加坡"
    r"|广东|浙江|江苏|山东|四川|福建|湖北|湖南|河南|河北|安徽|华东|华南|华北|华中|西南|西北|东北|海外|国内|北美|欧洲|日本|韩国|东南亚|总部|总公司|母公司|子公司|分公司|线上|线下)(?:那边|这边|站|区|店|分部|市场)?"
    r"|(?:eu|us|uk|apac|emea|hk|jp|cn|sg|latam|mena|anz|dach|uae|kr|tw|sea|na)"
)
#: A letter names by itself: A公司 is A.
_LETTERED = re.compile(r"[a-z](?:公司|品牌|客户|方案|店|组|区|线|集团|企业|项目|计划)?")
#: What a name does not begin with.
_NEVER = re.compile(
    r"我|咱|你|您|贵|本|该|这|那|各|每|哪|谁|两|三|四|几|多|总|全|如|要|假|老板|领导|其|另|还|再|就|只|才|共|合|和|跟|与|及|或|从|到|至|按|把|给|问|想|请|帮|嗯|啊|呃|大概|大约|约|不|没|是|有|分别|已|已经|一共|先|后|前"
)
_STOP = re.compile(r"[，,。；;！!？?\n、]|\s{2,}")


_SUFFIX = re.compile(
    r"(?:分公司|子公司|公司|事业部|大区|区域|区|门店|店|品牌|集团|客户|渠道|产品线|团队|站|景区|分店|办)$"
)


def stems(names: Iterable[str]) -> dict[str, str]:
    """Short forms of names told before, where only one has it: 重庆 is 重庆区."""
    found: dict[str, list[str]] = {}
    for name in names:
        stem = _SUFFIX.sub("", name)
        if stem != name and len(stem) > 1:
            found.setdefault(stem, []).append(name)
    return {stem: whole[0] for stem, whole in found.items() if len(whole) == 1}


def named(low: str, amounts: Sequence[Span], taken: Sequence[Span], known: Iterable[str] = ()) -> list[Span]:
    """Where names stand in ``low``, a message in plain form. ``amounts`` are its amounts of money, ``taken`` what is known to be something else, ``known`` names told before."""
    found = [m.span() for m in _NUMBERED.finditer(low)]
    known = list(known)
    for name in (*known, *stems(known)):
        if not name.isascii() and len(name) > 1:
            found.extend(m.span() for m in re.finditer(re.escape(name), low))
    leads = list(_leads(low, amounts, taken))
    distinct = {low[a:b] for a, b in leads}
    moneyed = sum(1 for start, end in leads for a, _ in amounts if end <= a and _BUDGET.search(low[end:a]))
    certain = all(
        low[a:b] in "甲乙丙丁戊" or _ORGANISED.search(low[a:b]) or _PLACES.fullmatch(low[a:b]) for a, b in leads
    )
    if len(distinct) > 1 and (moneyed or certain):
        found.extend(leads)
        for name in distinct:
            found.extend(m.span() for m in re.finditer(re.escape(name), low) if m.span() not in leads and len(name) > 1)
    return _longest(span for span in found if not any(a < span[1] and span[0] < b for a, b in taken))


def _leads(low: str, amounts: Sequence[Span], taken: Sequence[Span]) -> Iterator[Span]:
    """What stands before each amount and may be a name."""
    before = 0
    for start, end in amounts:
        begin = max([before, *(m.end() for m in _STOP.finditer(low, before, start))])
        while begin < start and low[begin] in " 　:：":
            begin += 1
        lead = _LEAD.fullmatch(low, begin, start)
        colon = max(low.rfind(":", begin, start), low.rfind("：", begin, start))
        if colon >= 0 and (lead is None or not _is_name(low[lead.start("name") : lead.end("name")])):
            lead = _LEAD.fullmatch(low, colon + 1, start)
        before = end
        if lead is None:
            continue
        name = (lead.start("name"), lead.end("name"))
        if _is_name(low[name[0] : name[1]]) and not any(a < name[1] and name[0] < b for a, b in taken):
            yield name


def _is_name(text: str) -> bool:
    if _PLACES.fullmatch(text):
        return True
    if _NEVER.match(text) or _BUDGET.search(text) or text.isdigit() or text.isascii() or _LETTERED.fullmatch(text):
        return False
    if _ORGANISED.search(text) and len(text) > 1:
        return True
    return text in "甲乙丙丁戊" or (
        len(text) > 1
        and all(match(lexicon("zh"), list(text), n) is None for n in range(len(text)) if not text[n].isascii())
    )


def _longest(spans: Iterable[Span]) -> list[Span]:
    """Spans that do not overlap; of two that do, the longer stays."""
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda s: (s[0] - s[1], s[0])):
        if not any(a < span[1] and span[0] < b for a, b in kept):
            kept.append(span)
    return sorted(kept)
