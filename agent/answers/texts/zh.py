"""What is said in Chinese: the same kinds, variants and names as in ``en``, with sentences of its own."""

from __future__ import annotations

from agent.answers.texts import Clause

_GATE = {
    "row_met": "{kpi:at}（要求{kpi:need}）",
    "row_short": "{kpi:at}（要求{kpi:need}<，还差{gap}>）",
    "row_missing": "{kpi}没有提供（要求{kpi:need}）",
    "row_waiting": "{kpi}只有基线（要求{kpi:need}）",
    "row_brief": "{kpi}",
}

STATEMENTS: dict[str, dict[str, Clause]] = {
    # -- budget and split
    "budget_given": {
        "full": "{budget:owned}是{budget:amount}",
        "brief": "{budget:base}{budget:amount}",
    },
    "budget_given.annual": {
        "full": "{budget:owned}是{budget:amount}<（{told}乘以{told:factor}）>",
        "brief": "{budget:base}{budget:amount}",
    },
    "allocation": {
        "full": ("{layer}{amount}，占{budget}的{share}", "{budget}的{share}给{layer}，即{amount}"),
        "brief": "{layer}{amount}（{share}）",
    },
    "allocation.part": {
        "full": "按{budget}计算，{layer}{amount}（占{share}）",
        "brief": "{layer}{amount:timed}",
    },
    "split": {
        "full": (
            "按{budget}计算，{rows}，合计{total}<（{ratio}）>",
            "{budget}中，{rows}，各层合计{total}<（{ratio}）>",
        ),
        "row": "{layer}{amount:bare}（{share}）",
        "brief": "{rows}，合计{total}<（{ratio}）>",
        "row_brief": "{layer}{amount}（{share}）",
    },
    "split.ai": {
        "full": "按来源的比例拆分{budget}，{rows}",
        "row": "{layer}{amount:bare}",
        "brief": "{rows}，合计{total}",
        "row_brief": "{layer}{amount}",
    },
    "split.share": {
        "full": "<{budget}的{ratio}用于AI，即{total}|{budget}中{total}用于AI>，再按来源的比例拆分，{rows}",
        "row": "{layer}{amount:bare}",
        "brief": "{rows}，合计{total}<（{ratio}）>",
        "row_brief": "{layer}{amount}",
    },
    "total": {
        "full": ("各层合计{amount}，占{budget}的{share}", "{budget}的{share}用于AI，合计{amount}"),
        "brief": "合计{amount}（{share}）",
    },
    "share_only": {
        "full": "来源给{layer}的比例是{share}（按占{base}理解）",
        "brief": "{layer}：{share}",
    },
    "share_order": {
        "full": "来源给的比例从高到低是{rows}，均按占{base}理解",
        "row": "{layer}{share}",
        "brief": "{rows}",
        "row_brief": "{layer}{share}",
    },
    "total_share": {
        "full": "各层的比例合计占{base}的{ratio}，其余留在AI以外的营销，来源没有说怎么花",
        "brief": "各层合计{ratio}",
    },
    "reading": {
        "full": "各层比例按占{base}的比例理解；原文把AI营销预算分成各层，没有写明比例的基数",
        "brief": "按占{base}的比例理解",
    },
    "split_of_ai_budget": {
        "full": "按来源的比例拆分{budget}，{rows}",
        "row": "{layer}{amount:bare}",
        "brief": "{rows}",
        "row_brief": "{layer}{amount}",
    },
    "ai_budget": {
        "full": "按{budget}的{share}计算，AI预算是{amount}",
        "brief": "AI预算{amount}（{share}）",
    },
    "budget_needed": {
        "full": "要让{subject}有{wanted}，{budget:base}需要达到{budget:amount}<（占比{share}）>",
        "brief": "{budget:base}需要{budget:amount}",
    },
    "budget_needed.ai": {
        "full": "要让{subject}有{wanted}，{budget:base}需要达到{budget:amount}<（占其中的{share}）>",
        "brief": "{budget:base}需要{budget:amount}",
    },
    "budget_needed.shared": {
        "full": "要让{subject}有{wanted}，{budget:base}需要达到{budget:amount}<（其中{share}投入AI，各层按来源的比例分）>",
        "brief": "{budget:base}需要{budget:amount}",
    },
    "budget_within": {
        "full": "按您定的限额（{rows}），AI投入合计达到{whole}时{subject}才有{wanted}，因此年度营销预算需要{budget:amount}",
        "row": "{name}{amount:plain}",
        "brief": "限额内所需预算：{budget:amount}",
        "row_brief": "{name}{amount}",
    },
    "floors_fit": {
        "full": "您定的下限放不下：下限合计{floors:plain}，而各层合计只有{whole:bare}，差{gap}；按来源的比例，年度营销预算要有{budget:amount}才放得下",
        "brief": "下限合计超出{gap}",
    },
    "item_without_share": {
        "full": "{item}由{layer}支出，{layer}占{base}的{share}<，即{amount}>，来源没有给{item}单独的比例",
        "brief": "{item}：没有单独的比例，属于{layer}（{share}<，{amount}>）",
    },
    "limited_budget": {
        "full": "预算有限时，来源建议聚焦{layer}<，{advice}>；{layer}占{base}的{share}<，即{amount}>",
        "brief": "{layer}：{share}<，{amount}>",
    },
    # -- range
    "range": {
        "full": (
            "来源建议把{budget}的{low_share}至{high_share}投入AI，即{low}至{high:plain}",
            "按来源的建议，AI投入为{low}至{high:plain}，占{budget}的{low_share}至{high_share}",
        ),
        "brief": "建议区间{low}至{high}（{low_share}至{high_share}）",
    },
    "range_shares": {
        "full": "来源建议把{base}的{low_share}至{high_share}投入AI",
        "brief": "建议区间{low_share}至{high_share}",
    },
    "bound.low": {
        "full": "建议区间的下限是<{budget}|{base}>的{share}<，即全年{amount:plain}>",
        "brief": "下限{share}<（{amount:plain}）>",
    },
    "bound.high": {
        "full": "建议区间的上限是<{budget}|{base}>的{share}<，即全年{amount:plain}>",
        "brief": "上限{share}<（{amount:plain}）>",
    },
    "range_verdict.in": {
        "full": (
            "AI占比{share}<（{amount}）>在来源建议的{low_share}至{high_share}<（{low:plain}至{high:plain}）>之内",
            "{share}<（{amount}）>没有超出来源建议的{low_share}至{high_share}<（{low:plain}至{high:plain}）>",
        ),
        "brief": "{share}：在区间内",
    },
    "range_verdict.above": {
        "full": (
            "AI占比{share}<（{amount}）>高于来源建议的{low_share}至{high_share}<（{low:plain}至{high:plain}）><，超出上限{gap}>",
            "{share}<（{amount}）>超过了来源建议的{low_share}至{high_share}<（{low:plain}至{high:plain}）><，比上限多{gap}>",
        ),
        "brief": "{share}：高于区间<，超出{gap}>",
    },
    "range_verdict.below": {
        "full": (
            "AI占比{share}<（{amount}）>低于来源建议的{low_share}至{high_share}<（{low:plain}至{high:plain}）><，距下限还差{gap}>",
            "{share}<（{amount}）>没有达到来源建议的{low_share}至{high_share}<（{low:plain}至{high:plain}）><，比下限少{gap}>",
        ),
        "brief": "{share}：低于区间<，差{gap}>",
    },
    "range_size": {
        "full": "区间内取多少取决于企业体量和发展阶段，来源没有说往哪个方向调",
        "brief": "取决于企业体量和发展阶段",
    },
    "part_of": {
        "full": "{subject}（{whole}）的{share}是{part}",
        "brief": "{subject}的{share}：{part}",
    },
    "part_in_words": {
        "full": "{subject}（{whole}）的{words}是{part}",
        "brief": "{subject}的{words}：{part}",
    },
    "amount_at_share": {
        "full": "按{budget}的{share}计算，AI投入为{amount}",
        "brief": "{share}：{amount}",
    },
    "share_implied": {
        "full": "{part}占{budget}的{share}",
        "brief": "{part}：{share}",
    },
    # -- the user's own split
    "own_share": {
        "full": "按{speaker}定的比例，{layer}占{budget}的{share}，即{amount}",
        "brief": "{layer}{amount}（{share}）",
    },
    "own_against_source.more": {
        "full": "{layer}按您的分法是{own}<（{own_share}）>，按来源是{source}（{source_share}），多{gap}",
        "brief": "{layer}{own}，来源{source}，多{gap}",
    },
    "own_against_source.less": {
        "full": "{layer}按您的分法是{own}<（{own_share}）>，按来源是{source}（{source_share}），少{gap}",
        "brief": "{layer}{own}，来源{source}，少{gap}",
    },
    "own_against_source.same": {
        "full": "{layer}按您的分法是{own}<（{own_share}）>，与来源的{source:plain}（{source_share}）相同，相差{gap}",
        "brief": "{layer}{own}，与来源相同",
    },
    "own_sum.rest": {
        "full": "您定的各项合计{sum}，<还有{rest}|还有一部分>没有分配",
        "brief": "合计{sum}<，未分配{rest}>",
    },
    "own_sum.even": {
        "full": "您定的各项合计{sum}，正好分完",
        "brief": "合计{sum}",
    },
    "own_sum.over": {
        "full": "您定的各项合计{sum}，超出了<{rest}|总数>",
        "brief": "合计{sum}<，超出{rest}>",
    },
    "own_limit.floor": {
        "full": "{layer}{amount}，不低于您定的下限{limit:plain}<，高出{gap}>",
        "brief": "{layer}{amount}（下限{limit:plain}）",
    },
    "own_limit.cap": {
        "full": "{layer}{amount}，没有超过您定的上限{limit:plain}<，还低{gap}>",
        "brief": "{layer}{amount}（上限{limit:plain}）",
    },
    "own_limit.floor_broken": {
        "full": "{layer}{amount}，低于您定的下限{limit:plain}<，差{gap}>",
        "brief": "{layer}{amount}，低于下限{limit:plain}",
    },
    "own_limit.cap_broken": {
        "full": "{layer}{amount}，超过您定的上限{limit:plain}<，超出{gap}>",
        "brief": "{layer}{amount}，超过上限{limit:plain}",
    },
    # -- several budgets
    "scenario_change.more": {
        "full": "预算从{budget_from:amount}改为{budget_to:amount}，各层合计从{from}变为{to:bare}，增加{gap}",
        "brief": "合计从{from}到{to}，增加{gap}",
    },
    "scenario_change.less": {
        "full": "预算从{budget_from:amount}改为{budget_to:amount}，各层合计从{from}变为{to:bare}，减少{gap}",
        "brief": "合计从{from}到{to}，减少{gap}",
    },
    "scenario_change.same": {
        "full": "预算从{budget_from:amount}改为{budget_to:amount}，各层合计原为{from}，现为{to:bare}，相差{gap}",
        "brief": "合计{to}，不变",
    },
    "layer_change.more": {
        "full": "{layer}从{from}（预算{budget_from:amount}）变为{to:bare}（预算{budget_to:amount}），增加{gap}",
        "brief": "{layer}从{from}到{to}，增加{gap}",
    },
    "layer_change.less": {
        "full": "{layer}从{from}（预算{budget_from:amount}）变为{to:bare}（预算{budget_to:amount}），减少{gap}",
        "brief": "{layer}从{from}到{to}，减少{gap}",
    },
    "layer_change.same": {
        "full": "{layer}在预算{budget_from:amount}下是{from}，在{budget_to:amount}下是{to:bare}，相差{gap}",
        "brief": "{layer}{to}，不变",
    },
    "current_scenario": {
        "full": "以下按{budget:told}计算<，之前的{old:amount}不再适用>",
        "brief": "现在按{budget:amount}",
    },
    "difference.more": {
        "full": "{x_name}（{x}）比{y_name}（{y}）多{gap}",
        "brief": "{x_name}比{y_name}多{gap}",
    },
    "difference.less": {
        "full": "{x_name}（{x}）比{y_name}（{y}）少{gap}",
        "brief": "{x_name}比{y_name}少{gap}",
    },
    "difference.same": {
        "full": "{x_name}（{x}）和{y_name}（{y}）相同，相差{gap}",
        "brief": "{x_name}与{y_name}相同",
    },
    "ratio": {
        "full": "{x_name}（{x}）是{y_name}（{y}）的{ratio}",
        "brief": "{x_name}占{y_name}的{ratio}",
    },
    "ratio.times": {
        "full": "{x_name}（{x}）是{y_name}（{y}）的{ratio}",
        "brief": "{x_name}是{y_name}的{ratio}",
    },
    "mean": {
        "full": "{parts}的中间数是{mean}",
        "row": "{name}（{amount}）",
        "brief": "中间数{mean}",
        "row_brief": "{name}{amount}",
    },
    "growth.more": {
        "full": "以{base_name}为基数，增幅为{ratio}",
        "brief": "增幅{ratio}",
    },
    "growth.less": {
        "full": "以{base_name}为基数，降幅为{ratio}",
        "brief": "降幅{ratio}",
    },
    "sum": {
        "full": "{parts}合计{sum}",
        "row": "{name}（{amount}）",
        "brief": "合计{sum}",
        "row_brief": "{name}{amount}",
    },
    "rest.left": {
        "full": "{whole_name}（{whole}）减去{parts}，还剩{rest}",
        "row": "{name}的{amount:bare}",
        "brief": "还剩{rest}",
        "row_brief": "{name}{amount}",
    },
    "rest.over": {
        "full": "{parts}加起来超过了{whole_name}（{whole}），超出{rest}",
        "row": "{name}的{amount:bare}",
        "brief": "超出{rest}",
        "row_brief": "{name}{amount}",
    },
    "rest.even": {
        "full": "{parts}正好用完{whole_name}（{whole}），剩余{rest}",
        "row": "{name}的{amount:bare}",
        "brief": "剩余{rest}",
        "row_brief": "{name}{amount}",
    },
    "above.above": {
        "full": "超过{limit:plain}的是{rows}",
        "row": "{name}（{amount}）",
        "brief": "超过{limit:plain}：{rows}",
        "row_brief": "{name}（{amount}）",
    },
    "above.below": {
        "full": "低于{limit:plain}的是{rows}",
        "row": "{name}（{amount}）",
        "brief": "低于{limit:plain}：{rows}",
        "row_brief": "{name}（{amount}）",
    },
    "above.none_above": {
        "full": "没有一项超过{limit:plain}：{rows}",
        "row": "{name}{amount}",
        "brief": "超过{limit:plain}：无",
        "row_brief": "{name}（{amount}）",
    },
    "above.none_below": {
        "full": "没有一项低于{limit:plain}：{rows}",
        "row": "{name}{amount}",
        "brief": "低于{limit:plain}：无",
        "row_brief": "{name}（{amount}）",
    },
    # -- time
    **{
        f"even_spread.{period}": {
            "full": f"<按{{budget}}>平均到{said}，{{rows}}（全年金额除以{{divisor}}，来源没有给出节奏）",
            "row": "{layer}{amount:bare}<，全年{year:bare}>",
            "brief": f"{said}{{rows}}",
            "row_brief": "{layer}{amount}",
        }
        for period, said in (
            ("month", "每月"), ("quarter", "每季度"), ("half-year", "每半年"), ("fortnight", "每两周"), ("week", "每周"), ("day", "每天"),
        )
    },
    "phasing": {
        "full": "按{speaker}定的节奏，{subject}的{whole}这样投入：{rows}",
        "row": "{part}{amount:bare}<（{weight}）>",
        "brief": "{subject}：{rows}",
        "row_brief": "{part}{amount}<（{weight}）>",
    },
    "phasing_sum.even": {
        "full": "各期合计{sum:bare}，与全年的{whole:bare}一致",
        "brief": "各期合计{sum}",
    },
    "phasing_sum.more": {
        "full": "各期合计{sum:bare}，比全年的{whole:bare}多<{gap}>",
        "brief": "各期合计{sum}<，多{gap}>",
    },
    "phasing_sum.less": {
        "full": "各期合计{sum:bare}，比全年的{whole:bare}少<{gap}>",
        "brief": "各期合计{sum}<，少{gap}>",
    },
    "source_duration": {
        "full": "{project}多久见效，来源有原话",
        "brief": "{project}多久见效：见原文",
    },
    # -- budget against actual
    "spend_row.under": {
        "full": "{period}{subject}预算{plan:bare}，已支出{spend:bare}，结余{gap}<（{share}）>",
        "brief": "{subject}{spend}，预算{plan}",
    },
    "spend_row.over": {
        "full": "{period}{subject}预算{plan:bare}，已支出{spend:bare}，超支{gap}<（{share}）>",
        "brief": "{subject}{spend}，预算{plan}",
    },
    "spend_row.even": {
        "full": "{period}{subject}预算{plan:bare}，支出{spend:bare}，正好相符，相差{gap}",
        "brief": "{subject}{spend}，预算{plan}",
    },
    "due_by.even": {
        "full": "按全年平均分摊，{subject}{whole:for}到{date}应支出{plan:bare}",
        "brief": "{subject}到{date}应支出{plan}",
    },
    "due_by.phased": {
        "full": "按您定的节奏，{subject}{whole:for}到{date}应支出{plan:bare}",
        "brief": "{subject}到{date}应支出{plan}",
    },
    "spend_to_date.under": {
        "full": "截至{date}，{subject}累计支出{spend:bare}，同期预算{plan:bare}，结余{gap}",
        "brief": "{subject}累计{spend}，同期预算{plan}",
    },
    "spend_to_date.over": {
        "full": "截至{date}，{subject}累计支出{spend:bare}，同期预算{plan:bare}，超支{gap}",
        "brief": "{subject}累计{spend}，同期预算{plan}",
    },
    "spend_to_date.even": {
        "full": "截至{date}，{subject}累计支出{spend:bare}，与同期预算{plan:bare}正好相符，相差{gap}",
        "brief": "{subject}累计{spend}，同期预算{plan}",
    },
    "remaining": {
        "full": ("{subject}{plan:for}，已支出{spend:bare}，还剩{rest}", "{subject}还剩{rest}，{plan:for}中已支出{spend:bare}"),
        "brief": "剩余{rest}",
    },
    "overrun": {
        "full": "{subject}{plan:for}，已支出{spend:bare}，超支{gap}",
        "brief": "超支{gap}",
    },
    "untouched": {
        "full": "{subject}没有说过支出，还剩{plan:bare}",
        "brief": "剩余{plan}",
    },
    "paid": {
        "full": "{subject}<{period}>累计支出{spend:bare}",
        "brief": "已支出{spend}",
    },
    "paid_on_average": {
        "full": "{subject}<{period}>平均每月花了{part:bare}，共花了{spend:bare}",
        "brief": "平均每月花了{part}",
    },
    "offer_year": {
        "full": "{name}一年是{amount:bare}<，按{told}算>",
        "brief": "{name}一年{amount}",
    },
    "offer_cheapest": {
        "full": "一年下来{x_name}最便宜，{x:bare}，比{y_name}少{gap}",
        "brief": "最便宜：{x_name}，少{gap}",
    },
    "offer_cheapest.same": {
        "full": "{x_name}和{y_name}一年的价钱一样，都是{x:bare}，相差{gap}",
        "brief": "{x_name}和{y_name}一样",
    },
    "offer_fits": {
        "full": "{subject}{plan:for}，<已支出{spend:bare}，>再付{outlay:bare}放得下，还会剩{rest}",
        "brief": "还会剩{rest}",
    },
    "offer_over": {
        "full": "{subject}{plan:for}，<已支出{spend:bare}，>再付{outlay:bare}放不下，会超{gap}",
        "brief": "会超{gap}",
    },
    "used_up": {
        "full": "{subject}{plan:for}，已支出{spend:bare}，正好用完",
        "brief": "{subject}已用完",
    },
    "run_rate.under": {
        "full": "按目前{rate}的支出速度，{subject}到<{date}|年底>将支出{projected:bare}，比预算{plan:bare}少{gap}",
        "brief": "预计{projected}，少{gap}",
    },
    "run_rate.over": {
        "full": "按目前{rate}的支出速度，{subject}到<{date}|年底>将支出{projected:bare}，比预算{plan:bare}多{gap}",
        "brief": "预计{projected}，多{gap}",
    },
    "run_rate.even": {
        "full": "按目前{rate}的支出速度，{subject}到<{date}|年底>将支出{projected:bare}，与预算{plan:bare}相符，相差{gap}",
        "brief": "预计{projected}，与预算相符",
    },
    "spend_total.under": {
        "full": "{period}合计支出{spend:bare}，预算{plan:bare}，结余{gap}",
        "brief": "{period}支出{spend}，预算{plan}，结余{gap}",
    },
    "spend_total.over": {
        "full": "{period}合计支出{spend:bare}，预算{plan:bare}，超支{gap}",
        "brief": "{period}支出{spend}，预算{plan}，超支{gap}",
    },
    "spend_total.even": {
        "full": "{period}合计支出{spend:bare}，与预算{plan:bare}正好相符，相差{gap}",
        "brief": "{period}支出{spend}，预算{plan}",
    },
    "left_for": {
        "full": "{subject}{plan:for}，已支出{spend:bare}；如果之前不再支出，留给{period}的还有{rest}",
        "brief": "留给{period}：{rest}",
    },
    "bridge.more": {
        "full": "AI合计从{from:bare}到{to:bare}，增加{gap}，各步相加正好等于这个差额",
        "brief": "从{from}到{to}，增加{gap}",
    },
    "bridge.less": {
        "full": "AI合计从{from:bare}到{to:bare}，减少{gap}，各步相加正好等于这个差额",
        "brief": "从{from}到{to}，减少{gap}",
    },
    "bridge.same": {
        "full": "AI合计从{from:bare}到{to:bare}，相差{gap}，各步相加正好等于这个差额",
        "brief": "从{from}到{to}，没有变化",
    },
    "bridge.spent_more": {
        "full": "从计划{from:bare}到实际支出{to:bare}，多{gap}，属于不利差异；各步相加正好等于这个差额",
        "brief": "计划{from}，实际{to}，超支{gap}",
    },
    "bridge.spent_less": {
        "full": "从计划{from:bare}到实际支出{to:bare}，少{gap}，就已过去的时间而言属于有利差异；各步相加正好等于这个差额",
        "brief": "计划{from}，实际{to}，结余{gap}",
    },
    "bridge.spent_same": {
        "full": "实际支出{to:bare}与计划{from:bare}正好相符，相差{gap}，各步相加正好等于这个差额",
        "brief": "计划与实际均为{from}",
    },
    "spend_verdict.under": {
        "full": "{subject}没有超支，比计划少花{gap}",
        "brief": "{subject}：结余{gap}",
    },
    "spend_verdict.over": {
        "full": "{subject}超支{gap}",
        "brief": "{subject}：超支{gap}",
    },
    "spend_verdict.even": {
        "full": "{subject}与计划正好相符（相差{gap}）",
        "brief": "{subject}：与计划相符",
    },
    "not_reported": {
        "full": "{subject}<{period}>的实际支出没有提供",
        "brief": "{subject}：未提供",
    },
    "per_part.head": {
        "full": "{subject}（{whole}）人均{part:bare}<，按{count}计>",
        "brief": "{subject}人均{part}",
    },
    "per_part.month": {
        "full": "{subject}（{whole}）每月{part:bare}<，按{count}计>",
        "brief": "{subject}每月{part}",
    },
    "per_part.quarter": {
        "full": "{subject}（{whole}）每季度{part:bare}<，按{count}计>",
        "brief": "{subject}每季度{part}",
    },
    "per_part.week": {
        "full": "{subject}（{whole}）每周{part:bare}<，按{count}计>",
        "brief": "{subject}每周{part}",
    },
    "per_part.part": {
        "full": "{subject}（{whole}）每份{part:bare}<，按{count}计>",
        "brief": "{subject}每份{part}",
    },
    # -- KPIs and phases
    "gate_verdict.yes": {
        "full": ("可以<进入{next}|认为{number}已完成>，目前{rows}", "<已具备进入{next}的条件|{number}已经完成>，目前{rows}"),
        "brief": "<{next}|{number}完成>：可以",
        **_GATE,
    },
    "gate_verdict.no": {
        "full": (
            "暂时还不能<进入{next}|认为{number}已完成>，目前{rows}",
            "<还没有达到进入{next}的要求|{number}还没有完成>，目前{rows}",
        ),
        "brief": "<{next}|{number}完成>：暂不能",
        **_GATE,
    },
    "gate_verdict.open": {
        "full": (
            "能否<进入{next}|认为{number}已完成>还无法判断，目前{rows}",
            "现在还不能判断<能否进入{next}|{number}是否完成>，目前{rows}",
        ),
        "brief": "<{next}|{number}完成>：待确认",
        **_GATE,
    },
    "kpi_row.met": {
        "full": (
            "{kpi:is}，达到{phase}{kpi:need}的要求<，高出{gap}>",
            "{phase}要求{kpi:asked}，目前{actual:reached}，已经达到<，高出{gap}>",
        ),
        "brief": "{kpi:at}，要求{threshold}，达标",
    },
    "kpi_row.short": {
        "full": (
            "{kpi:is}，没有达到{phase}{kpi:need}的要求<，还差{gap}>",
            "{phase}要求{kpi:asked}，目前{actual:reached}，没有达到<，还差{gap}>",
        ),
        "brief": "{kpi:at}，要求{threshold}，<差{gap}|未达标>",
    },
    "kpi_row.points": {
        "full": "{kpi:is}，没有达到{phase}{kpi:need}的要求<，还差{gap}>",
        "brief": "{kpi:at}，要求{threshold}，<差{gap}|未达标>",
    },
    "kpi_missing": {
        "full": "{kpi}没有提供，{phase}要求{kpi:need}",
        "brief": "{kpi}待确认（{threshold}）",
    },
    "standing": {"full": "目前处于{number}（{phase}）", "brief": "目前：{number}"},
    "all_met": {"full": "各阶段的KPI全部达标", "brief": "各阶段：达标"},
    "phase_asks": {
        "full": "{number}（{name}）要求{rows}",
        "row": "{kpi:asked}",
        "brief": "{number}：{rows}",
        "row_brief": "{kpi:asked}",
    },
    "threshold": {
        "full": "{number}（{phase}）要求{kpi:asked}",
        "brief": "{number}：{kpi:asked}",
    },
    "phase_of": {
        "full": "{subject}属于{number}（{phase}）",
        "brief": "{subject}：{number}",
    },
    "phase_goal": {
        "full": "{number}的核心是{name}，关键行动包括{actions}",
        "brief": "{number}：{name}",
    },
    "target.up": {
        "full": (
            "{kpi:subject}要从目前的{baseline}提高到{target}（{phase}要求相对提升{threshold}）",
            "{phase}要求{kpi:subject}相对提升{threshold}，也就是从目前的{baseline}提高到{target}",
        ),
        "brief": "{kpi:subject}：从{baseline}到{target}",
    },
    "target.down": {
        "full": (
            "{kpi:subject}要从目前的{baseline}降到{target}（{phase}要求相对降低{threshold}）",
            "{phase}要求{kpi:subject}相对降低{threshold}，也就是从目前的{baseline}降到{target}",
        ),
        "brief": "{kpi:subject}：从{baseline}到{target}",
    },
    "target.level": {
        "full": "{kpi:subject}要从目前的{baseline}提高到{target}，{phase}的要求是{kpi:need}",
        "brief": "{kpi:subject}：从{baseline}到{target}",
    },
    "target.multiple": {
        "full": "{kpi:subject}要从目前的{baseline}提高到{target}，{phase}要求达到{kpi:need}",
        "brief": "{kpi:subject}：从{baseline}到{target}",
    },
    "target_exact": {
        "full": "目标{target:plain}算到最后一位是{exact:plain}",
        "brief": "精确值{exact:plain}",
    },
    "target_whole": {
        "full": "上限{target:plain}按整天算是{whole:plain}",
        "brief": "按整天{whole:plain}",
    },
    "target_not_level": {
        "full": "{share:bare}是相对提升的幅度，不是{kpi}本身",
        "brief": "{share:bare}：相对幅度",
    },
    "kpi_change.up": {
        "full": "{kpi:subject}从{before}<（{before_day}）>变为{after}<（{after_day}）>，相对提升{change:size}",
        "brief": "{kpi:subject}：从{before}到{after}，提升{change:size}",
    },
    "kpi_change.down": {
        "full": "{kpi:subject}从{before}<（{before_day}）>变为{after}<（{after_day}）>，相对下降{change:size}",
        "brief": "{kpi:subject}：从{before}到{after}，下降{change:size}",
    },
    "kpi_change.times": {
        "full": "{kpi:subject}从{before}<（{before_day}）>变为{after}<（{after_day}）>，是原来的{change:size}",
        "brief": "{kpi:subject}：从{before}到{after}，{change:size}",
    },
    "kpi_short.short": {
        "full": "{kpi}<距目标{target:plain}>还差{gap}，{phase}要求{kpi:need}",
        "brief": "{kpi}差{gap}",
    },
    "kpi_short.met": {
        "full": "{kpi}已达到{phase}{kpi:need}的要求，高出{gap}<，目标是{target}>",
        "brief": "{kpi}达标，高出{gap}",
    },
    "people_target": {
        "full": "{phase}要求{kpi:asked}，{team}中至少要有{needed:counted}",
        "brief": "{kpi}：{team}中{needed:counted}",
    },
    "people_target.now": {
        "full": "{phase}要求{kpi:asked}，{team}中至少要有{needed:counted}<，目前{now:counted}><，还差{gap:counted}>",
        "brief": "{kpi}：需{needed:counted}<，现有{now:counted}><，差{gap:counted}>",
    },
    "people_target.met": {
        "full": "{phase}要求{kpi:asked}，{team}中至少要有{needed:counted}<，目前已有{now:counted}><，多出{gap:counted}>",
        "brief": "{kpi}：需{needed:counted}<，现有{now:counted}>，达标",
    },
    "level_of": {
        "full": "{whole}中有{part}，{kpi}{level}",
        "brief": "{kpi}{level}",
    },
    "kpi_given": {
        "full": "{kpi:is}",
        "brief": "{kpi:at}",
    },
    "kpi_reading": {
        "full": "百分比升降按相对变化计算",
        "brief": "按相对变化计算",
    },
    # -- the user's costs
    "product": {
        "full": "<{item}>{count}，单价{unit}，共{amount}",
        "brief": "{count}，单价{unit}，共{amount}",
    },
    "fits.in": {
        "full": "{cost}在{layer}的{amount}之内，还剩{gap}",
        "brief": "{cost}在{amount}之内，剩{gap}",
    },
    "fits.over": {
        "full": "{cost}超出{layer}的{amount}，超出{gap}",
        "brief": "{cost}超出{amount}，超{gap}",
    },
    "against_today.more": {
        "full": "{x_name}（{x}）比目前的{today}多{gap}，是目前的{ratio}",
        "brief": "{x_name}{x}，目前{today}，多{gap}",
    },
    "against_today.less": {
        "full": "{x_name}（{x}）比目前的{today}少{gap}，是目前的{ratio}",
        "brief": "{x_name}{x}，目前{today}，少{gap}",
    },
    "against_today.same": {
        "full": "{x_name}（{x}）与目前的{today}相同，是它的{ratio}，相差{gap}",
        "brief": "{x_name}{x}，与目前相同",
    },
    "conversion": {
        "full": "按您给的汇率{rate:plain}，<{name}>{from}合{to}",
        "brief": "{from}合{to}（汇率{rate:plain}）",
    },
    "sum_of_figures": {
        "full": "{rows}合计{sum}",
        "row": "<{name}>{amount}",
        "brief": "合计{sum}",
        "row_brief": "{amount}",
    },
    # -- several people
    "two_inputs": {
        "full": "{what}，{speaker1}说是{x}，{speaker2}说是{y}，相差{gap}",
        "brief": "{what}：{speaker1}{x}，{speaker2}{y}",
    },
    "input_used": {
        "full": "{what}采用{speaker}说的{figure:said}",
        "brief": "{what}：{figure:said}（{speaker}）",
    },
    "unresolved": {
        "full": "{what}有两个说法，确认之前不计算",
        "brief": "{what}：待确认",
    },
    # -- what was said, where it is from
    "told": {
        "full": "{speaker}<在第{turn}条消息里>说{what}是{figure:said}",
        "brief": "{what}：{figure:said}",
    },
    "claim_right.same": {
        "full": "来源中{subject}确实是{stated}，与提到的{claimed:bare}一致",
        "brief": "{subject}：{stated}，与来源一致",
    },
    "claim_right.other": {
        "full": "来源中{subject}是{stated}，不是{claimed:bare}，这里按来源计算",
        "brief": "{subject}：{stated}，不是{claimed:bare}",
    },
    "claim_nowhere": {
        "full": "来源中没有{claimed:bare}这个数字",
        "brief": "{claimed:bare}：来源没有",
    },
    "stated_at": {
        "full": "{subject}的{stated}写在原文第{line}行",
        "brief": "{subject}：{stated}，第{line}行",
    },
    "working": {
        "full": "{name}的算法是{formula} {result:equals}",
        "brief": "{name}：{formula} {result:equals}",
    },
    "figure_unused": {
        "full": "{figure:typed}没有用上",
        "brief": "未用：{figure:typed}",
    },
}  # fmt: skip

NOTES: dict[str, Clause] = {
    # -- what was assumed
    "assumed.base": "这里把预算理解为{base}；如果是AI预算，请告诉我，我会重新拆分",
    "assumed.year": "未注明期间，按年度计",
    "assumed.currency": "未注明币种，按人民币计",
    "assumed.no_currency": "未注明币种，金额以您预算的币种计",
    "assumed.currency_kept": "这次未注明币种，沿用前面的币种",
    "assumed.yuan_sign": "货币符号按人民币理解；如果是日元，请告诉我",
    "assumed.dollar_sign": "货币符号按美元理解；如果是其他货币，请告诉我",
    "assumed.annual": "按期给出的金额已换算成全年",
    "assumed.period": "所问的金额按平均分摊，来源没有给出节奏",
    "assumed.plan": "已支出的金额与{subject}相比",
    "assumed.latest": "{kpi}有几天的数据，以最近的为准",
    "assumed.rounding": "人数和件数向上取整，上限向下取整",
    "assumed.exact": "各部分之和与总数一分不差",
    "assumed.relative": "百分比升降按相对变化计算",
    "assumed.role": "{quoted}理解为{what}；如果不是，请指出",
    # -- what must be asked
    "ask.budget": ("您的年度营销预算是多少？给AI预算也可以", "请问按哪个预算计算，年度营销预算还是AI预算，各是多少？"),
    "ask.budget_for": "要算出{subject}，还需要年度营销预算或AI预算，请问是多少？",
    "ask.plan": "支出要和哪一项计划相比？",
    "ask.share": "您想按多少AI占比计算？",
    "ask.second_budget": "要和哪个预算相比？",
    "ask.when": "这个金额是哪个期间的？",
    "ask.period.biweekly": "这个金额是指每隔一周，还是每周有多次？",
    "ask.period.day": "这个金额是按全年每一天算，还是只按工作日算？",
    "ask.reading": "{quoted}是{first}还是{second}？",
    "ask.scenario": "您指的是哪一个：{choices}？",
    "ask.subject": "您指的是{first}还是{second}？",
    "ask.unclear": "{quoted}可以有不同的读法，我不想猜；请换一种写法，例如不用逗号和小数点",
    "ask.vague": "{quoted}没有确切的数值，请给一个具体的数",
    "invalid.zero": "预算为零无法拆分，请给出正数的金额",
    "invalid.negative": "预算不能是负数，请给出正数的金额",
    "invalid.absurd": "{quoted}过大或过小，无法可靠计算，请给出普通大小的金额",
    "assumed.elapsed": "支出记录到{date}，因此按年度已过到此时计算；推算只是直线外推，不是预测",
    "ask.contested": "{speaker1}和{speaker2}说的是同一笔支出吗？请告诉我以谁的为准，或两笔都算；在此之前只计{speaker1}的",
    "ask.fiscal": "您的财年从哪个月开始？",
    "ask.name_taken": "已经有一个预算叫这个名字了，这个叫什么？",
    "nothing_spent": "还没有支出记录",
    "no_scenarios": "还没有说过预算",
    "no_changes": "这段时间没有改动",
    "fiscal_year": "财年从{date}开始",
    "ask.conflict": "{speaker1}和{speaker2}<对{what}>给了不同的数字，以谁的为准？",
    "unsure": "您说{quoted}，问的是不是{what:bare}？是的话请回复“是”，不是的话请换一种说法",
    "unread.figure": "{quoted}没有用上",
    "ask.figure_role": "{quoted}没有用上，它是什么<，{first}还是{second}>？",
    "unread.question": "{quoted}这个问题我没能回答，能换一种问法吗？",
    "unread.operator": "不确定{quoted}改变的是什么，所以这部分没有回答，能换一种说法吗？",
    "unread.reference": "不确定{quoted}指的是哪一个，请直接说出名称",
    "unread.text": "{quoted}没有考虑在内",
    "kpi_relative": "百分比升降按相对变化计算",
    "range_size": "区间内取多少取决于企业体量和发展阶段，来源没有说往哪个方向调",
    "ask.budget.marketing": "您的年度营销预算是多少？只有AI预算还不够",
    "ask.budget.ai": "您的AI预算是多少？",
    "ask.rate": "<从{base}换成{quote}，>您采用的汇率是多少？我只按您给的汇率换算",
    "ask.rate.sides": "这个汇率是哪种货币兑一个单位的另一种货币？",
    "ask.currency": "您的预算是什么币种？知道后才能按您的汇率换算",
    "ask.baseline": "这项KPI目前是多少？知道后就能算出目标",
    "ask.baseline_of": "{kpi:subject}目前是多少？知道后就能算出目标",
    "ask.kpi": "这项KPI实际达到了多少？",
    "ask.kpis": "{rows}实际达到了多少？知道后就能判断能否进入下一阶段",
    "ask.kpi_figures": "各项KPI实际达到了多少？知道后就能判断能否进入下一阶段",
    "ask.spent": "<{subject}>目前已经支出多少？",
    "ask.weights": "您想按什么比例分？来源没有给出",
    "ask.want": "您想要多少？知道后就能倒推预算",
    "ask.parts": "要摊到多少份？",
    "ask.team": "您的团队有多少人？",
    "ask.turnover": "您的营业额是多少？",
    "ask.limit": "要和哪个数字相比？",
    "ask.operands": "要把哪些数字放在一起算？",
    "ask.period": "您说的是哪个期间，全年、每季度还是每月？",
    "ask.elapsed": "今年已经过去了多少？",
    "ask.identity": "这个数字是什么，属于哪个期间？",
    "ask.figure": "您指的是哪个数字？",
    "ask.what_is_meant": "没有完全明白您的意思，能换一种说法吗？",
    "ask.doubt": "{sentence}",
    "ask.return": "要回到哪个预算？",
    "ask.previous": "前面没有可以回到的内容，您指的是哪个预算？",
    "ask.correction": "要更正哪个数字，改成多少？",
    "invalid": "{sentence}",
    "over_half": "超过一半",
    "under_half": "不到一半",
    "just_half": "正好一半",
    "phase_action": "{phase}的这一项关键行动是{action}",
    "no_source": "来源里没有直接写明这一点",
    "no_such_subject": "来源里没有{subject}，所以没有对应的数字；您可以给出自己的比例，我按它来算",
    "nothing_told": "您还没有给过数字",
    "project_in": "{item}属于{quadrant}：见效周期{payback}，资产沉淀{accumulation}，策略是{strategy}",
    # -- what the source has and has not
    "gap": "来源没有给出{missing}，我不会编造<；来源给出的是：{instead}>",
    "gap_cut": "原文在给出{missing}之前中断了，我不会编造<；来源给出的是：{instead}>",
    "unstated": "来源没有直接回答这个问题",
    "unstated.nearest": "来源没有直接回答这个问题，最接近的内容是：",
    "unstated.vendor": "来源没有给出具体的工具、厂商或供应商名称",
    "unstated.price": "来源没有给出价格",
    "unstated.roi": "来源没有给出投资回报的数字",
    "unstated.author": "来源没有给出作者和发布信息",
    "unstated.market": "来源没有给出市场规模或增长的数字",
    "unstated.headcount": "来源没有给出团队人数",
    "unstated.names": "来源没有给出这份名单",
    "unstated.size": "来源没有给出按企业规模或行业细分的比例",
    "unstated.duration": "来源没有说明需要多长时间",
    "unstated.schedule": "来源没有给出支出的节奏",
    "unstated.channel": "来源没有给出各渠道的比例；您可以给出自己的比例，我按它来分",
    "unstated.rate": "来源没有给出汇率",
    "withheld": "来源有一段涉及这个问题，但不可靠，因此不转述",
    "no_such_phase": "来源没有这个阶段，来源给出的阶段是{phases}",
    "no_such_layer": "来源没有这一层，来源给出的是{layers}",
    "item_unpaid": "来源没有把{item}归入任何一层，只建议小范围探索，因此没有金额",
    "item_shares_layer": "{item}与{rows}共用这一层的预算",
    "outside_ai": "其余部分留在AI以外的营销，来源没有说怎么花",
    "own_split_offer": "如果想用自己的分法，请给出各项比例，我会按它计算，并列出来源的比例对照",
    "source_rules": "来源写明的比例不会改变；您可以另给一套自己的分法，两者对照着算",
    "outside_range": "这超出了来源建议的范围，这里仍照算",
    "documents_differ": "各文档对{subject}的说法不一致，计算以现行框架为准",
    # -- advice and explanations without figures
    "advise_first": "先从{quadrant}做起，来源把它放在最前",
    "quadrant": "{quadrant}：见效周期{payback}，资产沉淀{accumulation}，典型项目是{rows}，策略是{strategy}",
    "layer_goal": "{layer}{goal}",
    "paid_by": "{project}由{layer}支出",
    "phase_actions": "这一阶段的关键行动：{actions}",
    "limited_advice": "预算有限时应聚焦{layer}<：{advice}>",
    "depends": "这取决于企业体量和发展阶段，来源没有说往哪个方向调",
    "targets_offer": "告诉我各项KPI的现状，计划里就会有具体的目标",
    "measure_first": "一项KPI最先给出的数据作为基线",
    "nothing_shown": "还没有算过什么，没有可以解释的",
    "nothing_before": "前面没有可以回到的内容",
    "back": "已回到之前的内容",
    "corrected": "已更正并重新计算",
    "noted": "已记下",
    "noted.measured": "已记下，之后会拿来比较",
    "settled": "已确认，并按它重新计算",
    "chart": "图中是以上金额",
    "file": "计划文件已备好",
    "no_chart": "还没有可以画的内容，请先给出预算",
    "no_file": "还没有可以写成文件的计划，请先给出预算",
    # -- talk
    "greet": (
        "您好！我可以拆分AI营销预算、算KPI目标、判断阶段是否完成。请告诉我年度营销预算，或直接提问",
        "您好！给我年度营销预算，我来拆分；也可以问我KPI和实施阶段",
    ),
    "thanks": ("不客气，有问题随时问我", "很高兴能帮上忙，需要时再来"),
    "bye": "再见，祝预算顺利",
    "mood": "谢谢，我在。要不要看看您的AI营销预算？",
    "agree": "好的，就这样",
    "disagree": "好的，您想改哪里？",
    "insult": "抱歉没有帮上忙；请告诉我您需要什么，我再试试",
    "injection": "我只依据来源和算出来的数字，设置不展示，消息也不能改变它；我能做的是按文章计算AI营销预算、各层投入和KPI",
    "help.identity": "我是AI营销预算顾问：只根据来源回答并注明出处，每个数字都是算出来的、来源写明的，或您自己给的",
    "help": "我可以拆分预算、给出建议区间、比较预算、跟踪支出、算KPI目标、判断阶段。先告诉我年度营销预算就行",
    "not_in_documents": "来源文章和您的全部文件都查过了，都没有讲到这一点；我可以帮您处理AI营销预算、各层分配、KPI和阶段",
    "documents_searched": "您的全部文件也都查过了，同样没有给出",
    "out_of_scope": "这超出了我的范围，来源里没有相关内容；我可以回答AI营销预算、投入分层、KPI和实施阶段方面的问题",
    "empty": "请输入您的问题",
    # -- offline
    "offline_no_key": "没有设置模型，这条回复由规则组成，数字是一样的",
    "offline_failed": "模型暂时连不上，这条回复由规则组成，数字是一样的",
    "offline_refused": "模型的措辞没有通过检查，这条回复由规则组成，数字是一样的",
}  # fmt: skip

GOALS: dict[str, str] = {
    "split": "预算在各层怎么分",
    "amount": "预算中某一部分的金额",
    "share": "某一部分占预算的比例",
    "range": "来源建议的AI投入区间",
    "verdict": "某个比例或金额是否在建议区间之内",
    "inverse": "要达到某个金额，预算需要多少",
    "compare": "两个预算或两个部分的对比",
    "sum": "几个金额合计多少",
    "diff": "两个数字相差多少",
    "rest": "除去某一部分以后预算还有多少",
    "ratio": "一个数字占另一个数字的比例",
    "which": "哪些部分高于或低于某个数字",
    "left": "扣除已告知的支出后还剩多少",
    "spent": "到目前为止花了多少",
    "mean": "两个数字的中间值",
    "pace": "支出进度是否跟得上时间",
    "perpart": "每月、每季或每份各多少",
    "phasing": "一笔金额怎样分到各个时段",
    "actual": "各项支出与预算对比的情况",
    "bridge": "从一个总额到另一个总额，一步一步怎么变的",
    "offers": "几份报价一年各要多少",
    "forecast": "按目前的速度全年会是多少",
    "book": "记录了哪些支出",
    "scenarios": "有哪些并列的预算",
    "changed": "改过什么、谁改的",
    "target": "某项KPI要达到的数值",
    "gate": "已达到的水平够不够该阶段的标准",
    "short": "离目标还差多少",
    "progress": "某项KPI进展到哪里",
    "threshold": "来源为某项KPI定的标准",
    "phase_of": "目前处在哪个阶段",
    "explain": "来源对此的说明",
    "list": "来源列出的内容",
    "source": "某个说法在来源的哪里",
    "gap": "来源没有给出的内容",
    "advise": "应当先做什么",
    "why": "我给的某个数字是怎么来的",
    "recall": "您之前告诉过我的内容",
    "help": "我能做什么",
    "draft": "用已给出的数字写一段文字",
    "scope": "我的范围以外的内容",
    "same": "换一个对象，再算一次同样的内容",
}

CAPTIONS: dict[str, str] = {
    "split": "{budget:told}的拆分",
    "split.ai": "按来源的比例拆分{budget:told}",
    "split.share": "{budget:told}的{share}，按来源的比例拆分",
    "spread": "{budget:told}平均分摊<，全年金额除以{divisor}>",
    "phasing.weights": "{subject}（{whole}）按{speaker}定的节奏",
    "phasing.even": "{subject}（{whole}）平均分摊，来源没有给出节奏",
    "converted": "{budget:told}及各层换算后的金额",
    "scenarios": "各预算对照（全年）",
    "shares": "{budget:told}下不同AI占比对照（全年）",
    "ranges": "AI投入的建议区间（全年）",
    "own_split": "{speaker}定的分法与来源对照，{budget:told}",
    "spend": "预算与实际，{period}<（截至{date}）>",
    "spends": "支出记录",
    "spends.latest": "支出记录（最近的）",
    "bridge": "从{start:bare}到{end:bare}，逐项变化",
    "bridge.spent": "从计划（{start:bare}）到实际（{end:bare}），逐项变化",
    "cases": "本对话中的预算，全年",
    "changes": "改动记录",
    "gate": "{number}（{phase}）的KPI",
    "targets": "{number}（{phase}）的目标",
    "history": "KPI历次数据<，{kpi}>",
    "history.latest": "KPI最近的数据<，{kpi}>",
    "two_inputs": "{what}：{speaker1}和{speaker2}的说法",
    "layers": "各层及其占{base}的比例",
    "projects": "各层的项目",
    "phases": "各阶段及其KPI",
    "quadrants": "按见效周期和资产沉淀划分的象限",
    "list": "{what}",
}

HEADS: dict[str, str] = {
    "layer": "层级", "share": "比例", "weight": "权重", "amount": "金额", "purpose": "用途", "year": "全年", "half-year": "每半年",
    "quarter": "每季度", "month": "每月", "fortnight": "每两周", "week": "每周", "day": "每天", "part": "期间", "total": "合计", "difference": "相差",
    "item": "项目", "own_share": "自定比例", "own": "自定金额", "source_share": "来源比例", "source": "来源金额", "plan": "预算",
    "spend": "支出", "gap": "结余或超支", "percent": "%", "kpi": "KPI", "required": "要求", "actual": "实际", "short_by": "还差", "result": "结果",
    "today": "目前", "target": "目标", "change": "要求的变化", "date": "日期", "measured": "数值", "reached": "较基线",
    "baseline": "基线", "latest": "最新", "progress": "进展", "budget": "预算", "low": "下限", "high": "上限", "phase": "阶段", "project": "项目", "quadrant": "象限",
    "strategy": "策略", "payback": "见效周期", "accumulation": "资产沉淀", "name": "名称", "scenario": "预算", "speaker": "谁",
    "figure": "数字", "note": "说明", "head": "人均", "currency": "币种", "converted": "换算后", "whole": "总额", "quarter_name": "季度",
    "month_name": "月份", "half-year_name": "半年", "week_name": "周", "day_name": "日期",
    "used": "已用", "due": "同期预算", "judged": "结果", "from": "从", "to": "到", "then": "变化后合计", "ai_total": "AI合计", "status": "状态",
    "comes_from": "来自", "was": "原来", "is": "现在",
}  # fmt: skip

CELLS: dict[str, str] = {
    "total": "合计", "met": "达标", "short": "未达标", "missing": "待确认", "waiting": "等下一次数据", "ai_share": "AI占比合计", "unpaid": "不属于任何层", "none": "–", "over": "超支", "under": "结余",
    "even": "相符", "rest": "未分配", "baseline": "基线",
    "favourable": "结余（有利）", "ahead": "快于同期预算（不利）", "unfavourable": "超支（不利）", "unplanned": "计划外", "not_told": "还没有记录",
    "equal_part": "其余的等分", "told": "告知的", "supposed": "假设的", "actual": "过去的", "replaced": "变更前的", "is_plan": "当前计划",
}  # fmt: skip

WORDS: dict[str, str] = {
    "you": "您", "your": "您的", "ai_budget": "年度AI预算", "colon": "：", "stop": "。", "end": "。！？：", "between": "",
    "list": "、", "and": "、", "or": "还是", "semi": "；", "none": "–", "cut_off": "原文在此处中断", "open": "“", "close": "”",
    "salutation": "您好：", "closing": "祝好", "note": "说明：", "given": "您给的",
}  # fmt: skip

DEFINITE: frozenset[str] = frozenset()

CHANGES = ("降低", "下降", "缩短", "减少", "提升", "提高", "增长", "增加")

#: Scenarios that code names, as they are said; those that have no name are told apart by their amounts.
SCENARIOS = {
    "this_year": "今年",
    "last_year": "去年",
    "next_year": "明年",
    "this_q": "本季度",
    "last_q": "上季度",
    "next_q": "下季度",
    "low": "",
    "high": "",
    "per fortnight": "",
    "twice a week": "",
    "每两周": "",
    "每周两次": "",
}
