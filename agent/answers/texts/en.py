"""What is said in English: clauses of statements, notes, captions, headings and small words.

A clause is a template: ``{slot}`` prints a slot, ``{slot:way}`` prints it in another way (``agent.answers.slots`` lists the ways), ``<…>`` stands only where
all its slots are given and ``<…|…>`` has another text where they are not. Where a kind has two wordings, the number of the statement chooses.
"""

from __future__ import annotations

from agent.answers.texts import Clause

STATEMENTS: dict[str, dict[str, Clause]] = {
    # -- budget and split
    "budget_given": {
        "full": "{budget:owned} is {budget:amount}",
        "brief": "{budget:base}: {budget:amount}",
    },
    "budget_given.annual": {
        "full": "{budget:owned} is {budget:amount}< ({told} times {told:factor})>",
        "brief": "{budget:base}: {budget:amount}",
    },
    "allocation": {
        "full": ("{layer} gets {amount}, {share} of {budget}", "{share} of {budget} goes to {layer}, which is {amount}"),
        "brief": "{layer}: {amount} ({share})",
    },
    "allocation.part": {
        "full": "{layer} gets {amount} on {budget}, of which it takes {share}",
        "brief": "{layer}: {amount:timed}",
    },
    "split": {
        "full": (
            "of {budget}, {rows}, {total}< ({ratio})> in total",
            "with {budget}, {rows}, which adds up to {total}< ({ratio})>",
        ),
        "row": "{layer} gets {amount:bare} ({share})",
        "row_next": "{layer} {amount:bare} ({share})",
        "brief": "{rows}; total: {total}< ({ratio})>",
        "row_brief": "{layer}: {amount} ({share})",
    },
    "split.ai": {
        "full": "split in the source's proportion, {budget} gives {rows}",
        "row": "{layer} {amount:bare}",
        "brief": "{rows}; total: {total}",
        "row_brief": "{layer}: {amount}",
    },
    "split.share": {
        "full": "<at {ratio} of {budget}|of {budget}>, AI gets {total}, and in the source's proportion {rows}",
        "row": "{layer} gets {amount:bare}",
        "row_next": "{layer} {amount:bare}",
        "brief": "{rows}; AI total: {total}< ({ratio})>",
        "row_brief": "{layer}: {amount}",
    },
    "total": {
        "full": (
            "AI takes {amount} in total, {share} of {budget}",
            "in total, {amount} goes to AI, {share} of {budget}",
        ),
        "brief": "AI total: {amount} ({share})",
    },
    "share_only": {
        "full": "the source gives {layer} a share of {share} (read as a share of {base})",
        "brief": "{layer}: {share}",
    },
    "share_order": {
        "full": "from the largest share to the smallest, the source gives {rows}, each read as a share of {base}",
        "row": "{layer} at {share}",
        "brief": "{rows}",
        "row_brief": "{layer}: {share}",
    },
    "total_share": {
        "full": "the layers' shares add up to {ratio} of {base}; the rest stays in marketing outside AI, and the source does not say how it is spent",
        "brief": "all layers: {ratio}",
    },
    "reading": {
        "full": "the layers' percentages are read as shares of {base}; the source divides the AI budget into layers and does not name the base",
        "brief": "read as shares of {base}",
    },
    "split_of_ai_budget": {
        "full": "split in the source's proportion, {budget} gives {rows}",
        "row": "{layer} {amount:bare}",
        "brief": "{rows}",
        "row_brief": "{layer}: {amount}",
    },
    "ai_budget": {
        "full": "at {share} of {budget}, AI has {amount}",
        "brief": "AI budget: {amount} ({share})",
    },
    "budget_needed": {
        "full": "for {subject} to have {wanted}, {budget:base_the} has to be {budget:amount}<, as its share is {share}>",
        "brief": "{budget:base} needed: {budget:amount}",
    },
    "budget_needed.ai": {
        "full": "for {subject} to have {wanted}, {budget:base_the} has to be {budget:amount}<, as its part of it is {share}>",
        "brief": "{budget:base} needed: {budget:amount}",
    },
    "budget_needed.shared": {
        "full": "for {subject} to have {wanted}, {budget:base_the} has to be {budget:amount}<, with {share} of it for AI, divided in the source's proportion>",
        "brief": "{budget:base} needed: {budget:amount}",
    },
    "budget_within": {
        "full": "with the limits you set ({rows}), {subject} has {wanted} once AI gets {whole} in all, so the annual marketing budget has to be {budget:amount}",
        "row": "{name} {amount:plain}",
        "brief": "budget within your limits: {budget:amount}",
        "row_brief": "{name} {amount}",
    },
    "floors_fit": {
        "full": "your floors do not fit: together they are {floors:plain}, and the layers have {whole} in all, {gap} too little; an annual marketing budget of {budget:amount} would hold them, by the source's shares",
        "brief": "your floors exceed the whole by {gap}",
    },
    "item_without_share": {
        "full": "{layer}, which takes {share} of {base}<, {amount}>, pays for {item}, and the source gives no separate share for that",
        "brief": "{item}: no share of its own, part of {layer:the} ({share}<, {amount}>)",
    },
    "limited_budget": {
        "full": "on a limited budget, the source says to focus on {layer}<, with {advice}>; it takes {share} of {base}<, which is {amount}>",
        "brief": "{layer}: {share}<, {amount}>",
    },
    # -- range
    "range": {
        "full": (
            "the source recommends {low_share} to {high_share} of {budget} for AI, which is {low:plain} to {high}",
            "for AI, the source recommends {low:plain} to {high}, {low_share} to {high_share} of {budget}",
        ),
        "brief": "recommended range: {low} to {high} ({low_share} to {high_share})",
    },
    "range_shares": {
        "full": "the source recommends {low_share} to {high_share} of {base} for AI",
        "brief": "recommended range: {low_share} to {high_share}",
    },
    "bound.low": {
        "full": "the lower end of the recommended range is {share} of <{budget}|{base}><, which is {amount:plain} a year>",
        "brief": "lower end: {share}< ({amount:plain})>",
    },
    "bound.high": {
        "full": "the upper end of the recommended range is {share} of <{budget}|{base}><, which is {amount:plain} a year>",
        "brief": "upper end: {share}< ({amount:plain})>",
    },
    "range_verdict.in": {
        "full": (
            "an AI share of {share}< ({amount})> is inside the recommended range of {low_share} to {high_share}< ({low:plain} to {high:plain})>",
            "{share}<, {amount},> is within the {low_share} to {high_share}< ({low:plain} to {high:plain})> that the source recommends",
        ),
        "brief": "{share}: inside the range",
    },
    "range_verdict.above": {
        "full": (
            "an AI share of {share}< ({amount})> is above the recommended range of {low_share} to {high_share}< ({low:plain} to {high:plain})><, {gap} over its upper end>",
            "{share}<, {amount},> is more than the {low_share} to {high_share}< ({low:plain} to {high:plain})> that the source recommends<, {gap} over the upper end>",
        ),
        "brief": "{share}: above the range<, by {gap}>",
    },
    "range_verdict.below": {
        "full": (
            "an AI share of {share}< ({amount})> is below the recommended range of {low_share} to {high_share}< ({low:plain} to {high:plain})><, {gap} under its lower end>",
            "{share}<, {amount},> is less than the {low_share} to {high_share}< ({low:plain} to {high:plain})> that the source recommends<, {gap} under the lower end>",
        ),
        "brief": "{share}: below the range<, by {gap}>",
    },
    "range_size": {
        "full": "where in the range to be depends on company size and stage, and the source does not say in which direction",
        "brief": "depends on company size and stage",
    },
    "part_of": {
        "full": "{share} of {subject:the} ({whole}) is {part}",
        "brief": "{share} of {subject:the}: {part}",
    },
    "part_in_words": {
        "full": "{words} of {subject:the} ({whole}) is {part}",
        "brief": "{words} of {subject:the}: {part}",
    },
    "amount_at_share": {
        "full": "at {share} of {budget}, AI gets {amount}",
        "brief": "{share}: {amount}",
    },
    "share_implied": {
        "full": "{part} is {share} of {budget}",
        "brief": "{part}: {share}",
    },
    # -- the user's own split
    "own_share": {
        "full": "at the share {speaker} set, {layer} gets {share} of {budget}, which is {amount}",
        "brief": "{layer}: {amount} ({share})",
    },
    "own_against_source.more": {
        "full": "{layer} gets {own}< ({own_share})> in your own split and {source} ({source_share}) by the source, {gap} more",
        "brief": "{layer}: {own} against {source}, {gap} more",
    },
    "own_against_source.less": {
        "full": "{layer} gets {own}< ({own_share})> in your own split and {source} ({source_share}) by the source, {gap} less",
        "brief": "{layer}: {own} against {source}, {gap} less",
    },
    "own_against_source.same": {
        "full": "{layer} gets {own}< ({own_share})> in your own split, the same as the {source:plain} ({source_share}) by the source, a difference of {gap}",
        "brief": "{layer}: {own}, as by the source",
    },
    "own_sum.rest": {
        "full": "your shares add up to {sum}<, which leaves {rest} unallocated|, which leaves a rest unallocated>",
        "brief": "sum: {sum}<, unallocated: {rest}>",
    },
    "own_sum.even": {
        "full": "your shares add up to {sum}, so nothing is left over",
        "brief": "sum: {sum}",
    },
    "own_sum.over": {
        "full": "your shares add up to {sum}, which is <{rest} >too much",
        "brief": "sum: {sum}<, too much: {rest}>",
    },
    "own_limit.floor": {
        "full": "{layer} keeps your floor of {limit:plain} with {amount}<, {gap} above it>",
        "brief": "{layer}: {amount} (floor {limit:plain})",
    },
    "own_limit.cap": {
        "full": "{layer} stays within your cap of {limit:plain} with {amount}<, {gap} below it>",
        "brief": "{layer}: {amount} (cap {limit:plain})",
    },
    "own_limit.floor_broken": {
        "full": "{layer} gets {amount}, which is <{gap} >under your floor of {limit:plain}",
        "brief": "{layer}: {amount}, under the floor of {limit:plain}",
    },
    "own_limit.cap_broken": {
        "full": "{layer} gets {amount}, which is <{gap} >over your cap of {limit:plain}",
        "brief": "{layer}: {amount}, over the cap of {limit:plain}",
    },
    # -- several budgets
    "scenario_change.more": {
        "full": "with the budget going from {budget_from:amount} to {budget_to:amount}, the AI total goes from {from:bare} to {to}, {gap} more",
        "brief": "AI total: {from} to {to}, {gap} more",
    },
    "scenario_change.less": {
        "full": "with the budget going from {budget_from:amount} to {budget_to:amount}, the AI total goes from {from:bare} to {to}, {gap} less",
        "brief": "AI total: {from} to {to}, {gap} less",
    },
    "scenario_change.same": {
        "full": "with the budget going from {budget_from:amount} to {budget_to:amount}, the AI total is {from:bare} before and {to} after, a difference of {gap}",
        "brief": "AI total: {to}, unchanged",
    },
    "layer_change.more": {
        "full": "{layer} goes from {from:bare} (on {budget_from:amount}) to {to} (on {budget_to:amount}), {gap} more",
        "brief": "{layer}: {from} to {to}, {gap} more",
    },
    "layer_change.less": {
        "full": "{layer} goes from {from:bare} (on {budget_from:amount}) to {to} (on {budget_to:amount}), {gap} less",
        "brief": "{layer}: {from} to {to}, {gap} less",
    },
    "layer_change.same": {
        "full": "{layer} has {from:bare} on {budget_from:amount} and {to} on {budget_to:amount}, a difference of {gap}",
        "brief": "{layer}: {to}, unchanged",
    },
    "current_scenario": {
        "full": "the figures are now for {budget:told}<; the earlier {old:amount} no longer applies>",
        "brief": "now: {budget:amount}",
    },
    "difference.more": {
        "full": "{x_name} ({x}) is {gap} more than {y_name} ({y})",
        "brief": "{x_name} over {y_name}: {gap}",
    },
    "difference.less": {
        "full": "{x_name} ({x}) is {gap} less than {y_name} ({y})",
        "brief": "{x_name} under {y_name}: {gap}",
    },
    "difference.same": {
        "full": "{x_name} ({x}) is the same as {y_name} ({y}), a difference of {gap}",
        "brief": "{x_name}: the same as {y_name:the}",
    },
    "ratio": {
        "full": "{x_name} ({x}) is {ratio} of {y_name} ({y})",
        "brief": "{x_name} of {y_name:the}: {ratio}",
    },
    "ratio.times": {
        "full": "{x_name} ({x}) is {ratio} as much as {y_name} ({y})",
        "brief": "{x_name} to {y_name:the}: {ratio}",
    },
    "mean": {
        "full": "the middle of {parts} is {mean}",
        "row": "{name} ({amount})",
        "brief": "middle: {mean}",
        "row_brief": "{name}: {amount}",
    },
    "growth.more": {
        "full": "that is {ratio} more, measured by {base_name:the}",
        "brief": "growth: {ratio}",
    },
    "growth.less": {
        "full": "that is {ratio} less, measured by {base_name:the}",
        "brief": "fall: {ratio}",
    },
    "sum": {
        "full": "{parts} come to {sum} together",
        "row": "{name} ({amount})",
        "brief": "together: {sum}",
        "row_brief": "{name}: {amount}",
    },
    "rest.left": {
        "full": "after {parts}, {rest} of {whole_name} ({whole}) is left",
        "row": "{amount:bare} for {name}",
        "brief": "left: {rest}",
        "row_brief": "{name}: {amount}",
    },
    "rest.over": {
        "full": "{parts} exceed {whole_name} ({whole}) by {rest}",
        "row": "{amount:bare} for {name}",
        "brief": "over: {rest}",
        "row_brief": "{name}: {amount}",
    },
    "rest.even": {
        "full": "{parts} use up {whole_name} ({whole}), so what is left is {rest}",
        "row": "{amount:bare} for {name}",
        "brief": "left: {rest}",
        "row_brief": "{name}: {amount}",
    },
    "above.above": {
        "full": "{rows} {rows:is} above {limit:plain}",
        "row": "{name} ({amount})",
        "brief": "above {limit:plain}: {rows}",
        "row_brief": "{name} ({amount})",
    },
    "above.below": {
        "full": "{rows} {rows:is} below {limit:plain}",
        "row": "{name} ({amount})",
        "brief": "below {limit:plain}: {rows}",
        "row_brief": "{name} ({amount})",
    },
    "above.none_above": {
        "full": "nothing is above {limit:plain}: {rows}",
        "row": "{name} has {amount}",
        "brief": "above {limit:plain}: none",
        "row_brief": "{name} ({amount})",
    },
    "above.none_below": {
        "full": "nothing is below {limit:plain}: {rows}",
        "row": "{name} has {amount}",
        "brief": "below {limit:plain}: none",
        "row_brief": "{name} ({amount})",
    },
    # -- time
    **{
        f"even_spread.{period}": {
            "full": f"spread evenly<, on {{budget}}>, {{rows}} a {said} (the year's amount divided by {{divisor}}; the source gives no schedule)",
            "row": "{layer} has <{year:bare} a year and >{amount:bare}",
            "row_next": "{layer} <{year:bare} a year and >{amount:bare}",
            "brief": f"a {said}: {{rows}}",
            "row_brief": "{layer} {amount}",
        }
        for period, said in (
            ("month", "month"), ("quarter", "quarter"), ("half-year", "half-year"), ("fortnight", "fortnight"), ("week", "week"), ("day", "day"),
        )
    },
    "phasing": {
        "full": "in the phasing {speaker} set for {subject} ({whole}), {rows}",
        "row": "{part} takes {amount:bare}< ({weight})>",
        "row_next": "{part} {amount:bare}< ({weight})>",
        "brief": "{subject}: {rows}",
        "row_brief": "{part} {amount}< ({weight})>",
    },
    "phasing_sum.even": {
        "full": "the parts come to {sum:bare}, which matches the year's {whole:bare}",
        "brief": "sum of the parts: {sum}",
    },
    "phasing_sum.more": {
        "full": "the parts come to {sum:bare}, <{gap} >more than the year's {whole:bare}",
        "brief": "sum of the parts: {sum}<, {gap} too much>",
    },
    "phasing_sum.less": {
        "full": "the parts come to {sum:bare}, <{gap} >less than the year's {whole:bare}",
        "brief": "sum of the parts: {sum}<, {gap} too little>",
    },
    "source_duration": {
        "full": "the source says in its own words how soon {project} pays back",
        "brief": "payback of {project:the}: see the source",
    },
    # -- budget against actual
    "spend_row.under": {
        "full": "for {subject} in {period}, {spend:bare} of the {plan:bare} planned was spent, {gap} under plan< ({share})>",
        "brief": "{subject}: {spend} of {plan}",
    },
    "spend_row.over": {
        "full": "for {subject} in {period}, {spend:bare} was spent against {plan:bare} planned, {gap} over plan< ({share})>",
        "brief": "{subject}: {spend} of {plan}",
    },
    "spend_row.even": {
        "full": "for {subject} in {period}, {spend:bare} was spent, exactly the {plan:bare} planned, a difference of {gap}",
        "brief": "{subject}: {spend} of {plan}",
    },
    "due_by.even": {
        "full": "spread evenly over the year, {plan:bare} of {subject:poss} {whole:for} is due by {date}",
        "brief": "{subject} due by {date}: {plan}",
    },
    "due_by.phased": {
        "full": "by your phasing, {plan:bare} of {subject:poss} {whole:for} is due by {date}",
        "brief": "{subject} due by {date}: {plan}",
    },
    "spend_to_date.under": {
        "full": "as of {date}, {subject} has spent {spend:bare} against {plan:bare} planned to date, {gap} under plan",
        "brief": "{subject}: {spend} of {plan} to date",
    },
    "spend_to_date.over": {
        "full": "as of {date}, {subject} has spent {spend:bare} against {plan:bare} planned to date, {gap} over plan",
        "brief": "{subject}: {spend} of {plan} to date",
    },
    "spend_to_date.even": {
        "full": "as of {date}, {subject} has spent {spend:bare}, exactly the {plan:bare} planned to date, a difference of {gap}",
        "brief": "{subject}: {spend} of {plan} to date",
    },
    "remaining": {
        "full": (
            "{subject} has {rest} left, as {spend:bare} of {plan:for} is spent",
            "{spend:bare} of {subject:poss} {plan:for} is spent, so {rest} is left",
        ),
        "brief": "left: {rest}",
    },
    "overrun": {
        "full": "{subject} is over by {gap}, as {spend:bare} is spent of {plan:for}",
        "brief": "over: {gap}",
    },
    "untouched": {
        "full": "no spending was told for {subject}, so {plan:bare} is left",
        "brief": "{plan} left",
    },
    "paid": {
        "full": "spending on {subject}< in {period}> comes to {spend:bare}",
        "brief": "spent: {spend}",
    },
    "paid_on_average": {
        "full": "spending on {subject}< in {period}> comes to {part:bare} a month on average, {spend:bare} in all",
        "brief": "spent a month on average: {part}",
    },
    "offer_year": {
        "full": "{name} comes to {amount:bare} over a year<, at {told}>",
        "brief": "{name}: {amount} over a year",
    },
    "offer_cheapest": {
        "full": "{x_name} is the cheapest at {x:bare} over a year, {gap} less than {y_name}",
        "brief": "cheapest: {x_name}, by {gap}",
    },
    "offer_cheapest.same": {
        "full": "{x_name} and {y_name} cost the same over a year, {x:bare}, a difference of {gap}",
        "brief": "{x_name} and {y_name}: the same",
    },
    "offer_fits": {
        "full": "{outlay:bare} fits into {subject:poss} {plan:for} and would leave {rest}<, with {spend:bare} spent already>",
        "brief": "would be left: {rest}",
    },
    "offer_over": {
        "full": "{outlay:bare} does not fit into {subject:poss} {plan:for} and would exceed it by {gap}<, with {spend:bare} spent already>",
        "brief": "would be over: {gap}",
    },
    "used_up": {
        "full": "{subject} is used up exactly, as {spend:bare} of {plan:for} is spent",
        "brief": "{subject}: used up",
    },
    "run_rate.under": {
        "full": "at the present {rate}, {subject} would have spent {projected:bare} by <{date}|the end of the year>, {gap} under the {plan:bare} planned",
        "brief": "projected: {projected}, {gap} under plan",
    },
    "run_rate.over": {
        "full": "at the present {rate}, {subject} would have spent {projected:bare} by <{date}|the end of the year>, {gap} over the {plan:bare} planned",
        "brief": "projected: {projected}, {gap} over plan",
    },
    "run_rate.even": {
        "full": "at the present {rate}, {subject} would have spent {projected:bare} by <{date}|the end of the year>, exactly the {plan:bare} planned, a difference of {gap}",
        "brief": "projected: {projected}, as planned",
    },
    "spend_total.under": {
        "full": "total spending in {period} is {spend:bare} against {plan:bare} planned, {gap} under plan",
        "brief": "{period}: {spend} of {plan}, {gap} under plan",
    },
    "spend_total.over": {
        "full": "total spending in {period} is {spend:bare} against {plan:bare} planned, {gap} over plan",
        "brief": "{period}: {spend} of {plan}, {gap} over plan",
    },
    "spend_total.even": {
        "full": "total spending in {period} is {spend:bare}, exactly the {plan:bare} planned, a difference of {gap}",
        "brief": "{period}: {spend} of {plan}",
    },
    "left_for": {
        "full": "{subject} has {rest} left for {period}, if nothing more is spent before it: {spend:bare} of {plan:for} is spent",
        "brief": "left for {period}: {rest}",
    },
    "bridge.more": {
        "full": "the AI total goes from {from:bare} to {to}, {gap} more, and the steps add up to exactly that",
        "brief": "{from} to {to}, {gap} more",
    },
    "bridge.less": {
        "full": "the AI total goes from {from:bare} to {to}, {gap} less, and the steps add up to exactly that",
        "brief": "{from} to {to}, {gap} less",
    },
    "bridge.same": {
        "full": "the AI total goes from {from:bare} to {to}, a difference of {gap}, and the steps add up to exactly that",
        "brief": "{from} to {to}, no change",
    },
    "bridge.spent_more": {
        "full": "from the {from:bare} planned to the {to:bare} spent it is {gap} more, which is unfavourable; the steps add up to exactly that",
        "brief": "{from} planned, {to} spent, {gap} over plan",
    },
    "bridge.spent_less": {
        "full": "from the {from:bare} planned to the {to:bare} spent it is {gap} less, which is favourable as far as the year is over; the steps add up to exactly that",
        "brief": "{from} planned, {to} spent, {gap} under plan",
    },
    "bridge.spent_same": {
        "full": "the {to:bare} spent is exactly the {from:bare} planned, a difference of {gap}, and the steps add up to that",
        "brief": "{from} planned and spent",
    },
    "spend_verdict.under": {
        "full": "{subject} is under plan by {gap}",
        "brief": "{subject}: {gap} under plan",
    },
    "spend_verdict.over": {
        "full": "{subject} is over plan by {gap}",
        "brief": "{subject}: {gap} over plan",
    },
    "spend_verdict.even": {
        "full": "{subject} is exactly on plan (a difference of {gap})",
        "brief": "{subject}: on plan",
    },
    "not_reported": {
        "full": "actual spending on {subject}< in {period}> was not given",
        "brief": "{subject}: not given",
    },
    "per_part.head": {
        "full": "{subject} ({whole}) comes to {part:bare} a head<, for {count}>",
        "brief": "{subject} a head: {part}",
    },
    "per_part.month": {
        "full": "{subject} ({whole}) comes to {part:bare} a month<, over {count}>",
        "brief": "{subject} a month: {part}",
    },
    "per_part.quarter": {
        "full": "{subject} ({whole}) comes to {part:bare} a quarter<, over {count}>",
        "brief": "{subject} a quarter: {part}",
    },
    "per_part.week": {
        "full": "{subject} ({whole}) comes to {part:bare} a week<, over {count}>",
        "brief": "{subject} a week: {part}",
    },
    "per_part.part": {
        "full": "{subject} ({whole}) comes to {part:bare} for each part<, with {count}>",
        "brief": "{subject} for each part: {part}",
    },
    # -- KPIs and phases
    "gate_verdict.yes": {
        "full": (
            "you can <move on to {next}|call {number} complete>, with {rows}",
            "<you are ready for {next}|{number} is complete>, with {rows}",
        ),
        "row_met": "{kpi:at} ({kpi:need} required)",
        "row_short": "{kpi:at} ({kpi:need} required<, {gap} short>)",
        "row_missing": "{kpi} not given ({kpi:need} required)",
        "row_waiting": "{kpi} with a baseline only ({kpi:need} required)",
        "brief": "<{next}|{number} complete>: yes",
        "row_brief": "{kpi}",
    },
    "gate_verdict.no": {
        "full": (
            "you cannot <move on to {next}|call {number} complete> yet, with {rows}",
            "<you are not ready for {next}|{number} is not complete> yet, with {rows}",
        ),
        "row_met": "{kpi:at} ({kpi:need} required)",
        "row_short": "{kpi:at} ({kpi:need} required<, {gap} short>)",
        "row_missing": "{kpi} not given ({kpi:need} required)",
        "row_waiting": "{kpi} with a baseline only ({kpi:need} required)",
        "brief": "<{next}|{number} complete>: not yet",
        "row_brief": "{kpi}",
    },
    "gate_verdict.open": {
        "full": (
            "whether you can <move on to {next}|call {number} complete> is still open, with {rows}",
            "it cannot be said yet whether <you are ready for {next}|{number} is complete>, with {rows}",
        ),
        "row_met": "{kpi:at} ({kpi:need} required)",
        "row_short": "{kpi:at} ({kpi:need} required<, {gap} short>)",
        "row_missing": "{kpi} not given ({kpi:need} required)",
        "row_waiting": "{kpi} with a baseline only ({kpi:need} required)",
        "brief": "<{next}|{number} complete>: open",
        "row_brief": "{kpi}",
    },
    "kpi_row.met": {
        "full": (
            "{kpi:is}, which meets the threshold of {kpi:need} in {phase}<, with {gap} to spare>",
            "{phase} asks for {kpi:asked}, and at {actual:reached} it is met<, with {gap} to spare>",
        ),
        "brief": "{kpi:at} against {threshold}, met",
    },
    "kpi_row.short": {
        "full": (
            "{kpi:is}, while {phase} asks for {kpi:need}<, so it is {gap} short|, so it falls short>",
            "{phase} asks for {kpi:asked}, and at {actual:reached} it is <{gap} >short",
        ),
        "brief": "{kpi:at} against {threshold}, <{gap} >short",
    },
    "kpi_row.points": {
        "full": "{kpi:is}, while {phase} asks for {kpi:need}<, so it is {gap} short|, so it falls short>",
        "brief": "{kpi:at} against {threshold}, <{gap} >short",
    },
    "kpi_missing": {
        "full": "no figure was given for {kpi}, and {phase} asks for {kpi:need}",
        "brief": "{kpi}: to be told ({threshold})",
    },
    "standing": {
        "full": "you are in {number} ({phase})",
        "brief": "now: {number}",
    },
    "all_met": {
        "full": "the KPIs of every phase are met",
        "brief": "every phase: met",
    },
    "phase_asks": {
        "full": "{number} ({name}) asks for {rows}",
        "row": "{kpi:asked}",
        "brief": "{number}: {rows}",
        "row_brief": "{kpi:asked}",
    },
    "threshold": {
        "full": "{number} ({phase}) asks for {kpi:asked}",
        "brief": "{number}: {kpi:asked}",
    },
    "phase_of": {
        "full": "{number} ({phase}) includes {subject}",
        "brief": "{subject}: {number}",
    },
    "phase_goal": {
        "full": "{number} is about {name}, and its key actions are to {actions}",
        "brief": "{number}: {name}",
    },
    "target.up": {
        "full": (
            "{kpi:subject} must go from {baseline} today to {target}, as {phase} asks for a relative gain of {threshold}",
            "{phase} asks for a relative gain of {threshold} in {kpi:subject}, so {baseline} today has to become {target}",
        ),
        "brief": "{kpi:subject}: {baseline} to {target}",
    },
    "target.down": {
        "full": (
            "{kpi:subject} must go from {baseline} today to {target}, as {phase} asks for a relative cut of {threshold}",
            "{phase} asks for a relative cut of {threshold}, so {kpi:subject} must go from {baseline} today to {target}",
        ),
        "brief": "{kpi:subject}: {baseline} to {target}",
    },
    "target.level": {
        "full": "{kpi:subject} must go from {baseline} today to {target}, as {phase} asks for {kpi:need}",
        "brief": "{kpi:subject}: {baseline} to {target}",
    },
    "target.multiple": {
        "full": "{kpi:subject} must go from {baseline} today to {target}, as {phase} asks for {kpi:need}",
        "brief": "{kpi:subject}: {baseline} to {target}",
    },
    "target_exact": {
        "full": "worked out to the last digit, that target of {target:plain} is {exact:plain}",
        "brief": "exactly: {exact:plain}",
    },
    "target_whole": {
        "full": "a limit of {target:plain} leaves room for {whole:plain} in full",
        "brief": "in full days: {whole:plain}",
    },
    "target_not_level": {
        "full": "{share:bare} is the size of the relative gain, not the level of {kpi}",
        "brief": "{share:bare}: relative gain",
    },
    "kpi_change.up": {
        "full": "{kpi:subject} went from {before}< ({before_day})> to {after}< ({after_day})>, a relative rise of {change:size}",
        "brief": "{kpi:subject}: {before} to {after}, up {change:size}",
    },
    "kpi_change.down": {
        "full": "{kpi:subject} went from {before}< ({before_day})> to {after}< ({after_day})>, a relative fall of {change:size}",
        "brief": "{kpi:subject}: {before} to {after}, down {change:size}",
    },
    "kpi_change.times": {
        "full": "{kpi:subject} went from {before}< ({before_day})> to {after}< ({after_day})>, {change:size} as much as before",
        "brief": "{kpi:subject}: {before} to {after}, {change:size}",
    },
    "kpi_short.short": {
        "full": "there is still a gap of {gap} for {kpi}< to the target of {target:plain}>, as {phase} asks for {kpi:need}",
        "brief": "{kpi}: {gap} short",
    },
    "kpi_short.met": {
        "full": "the threshold of {kpi:need} in {phase} is met for {kpi}, with {gap} to spare<, and the target is {target}>",
        "brief": "{kpi}: met, {gap} to spare",
    },
    "people_target": {
        "full": "{phase} asks for {kpi:asked}; out of {team}, that is at least {needed:number}",
        "brief": "{kpi}: {needed:number} of {team}",
    },
    "people_target.now": {
        "full": "{phase} asks for {kpi:asked}; out of {team}, that is at least {needed:number}<, with {now:number} so far><, {gap:number} short>",
        "brief": "{kpi}: <{now:number} of >{needed:number}<, {gap:number} short>",
    },
    "people_target.met": {
        "full": "{phase} asks for {kpi:asked}; out of {team}, that is at least {needed:number}<, and {now:number} are there already><, {gap:number} more than needed>",
        "brief": "{kpi}: <{now:number} of >{needed:number}, met",
    },
    "level_of": {
        "full": "{kpi:is}, {part:number} out of {whole}",
        "brief": "{kpi}: {level}",
    },
    "kpi_given": {
        "full": "{kpi:is}",
        "brief": "{kpi:at}",
    },
    "kpi_reading": {
        "full": "percentage gains and cuts are read as relative changes",
        "brief": "read as relative changes",
    },
    # -- the user's costs
    "product": {
        "full": "{count} at {unit} each <for {item} >come to {amount}",
        "brief": "{count} at {unit}: {amount}",
    },
    "fits.in": {
        "full": "{cost} fits into {layer:poss} {amount} and leaves {gap}",
        "brief": "{cost} in {amount}: fits, {gap} left",
    },
    "fits.over": {
        "full": "{cost} does not fit into {layer:poss} {amount}, which it exceeds by {gap}",
        "brief": "{cost} in {amount}: {gap} too much",
    },
    "against_today.more": {
        "full": "{x_name} ({x}) is {gap} more than the {today} of today, which is {ratio} of today's",
        "brief": "{x_name}: {x} against {today} today, {gap} more",
    },
    "against_today.less": {
        "full": "{x_name} ({x}) is {gap} less than the {today} of today, which is {ratio} of today's",
        "brief": "{x_name}: {x} against {today} today, {gap} less",
    },
    "against_today.same": {
        "full": "{x_name} ({x}) is the same as the {today} of today, {ratio} of it and a difference of {gap}",
        "brief": "{x_name}: {x}, as today",
    },
    "conversion": {
        "full": "at your rate of {rate:plain}, <{name} of >{from} is {to}",
        "brief": "{from}: {to} (rate {rate:plain})",
    },
    "sum_of_figures": {
        "full": "{rows} come to {sum} together",
        "row": "<{name}: >{amount}",
        "brief": "together: {sum}",
        "row_brief": "{amount}",
    },
    # -- several people
    "two_inputs": {
        "full": "for {what}, {speaker1} said {x} and {speaker2} said {y}, which is {gap} apart",
        "brief": "{what}: {speaker1} {x}, {speaker2} {y}",
    },
    "input_used": {
        "full": "the figures use {figure:said} for {what}, as {speaker} said",
        "brief": "{what}: {figure:said} ({speaker})",
    },
    "unresolved": {
        "full": "{what} was given in two ways, and nothing is computed until one of them is confirmed",
        "brief": "{what}: to be confirmed",
    },
    # -- what was said, where it is from
    "told": {
        "full": "{speaker} gave {figure:said} for {what}< in message {turn}>",
        "brief": "{what}: {figure:said}",
    },
    "claim_right.same": {
        "full": "the source does state {stated} for {subject}, as in the {claimed:bare} that was named",
        "brief": "{subject}: {stated}, as stated",
    },
    "claim_right.other": {
        "full": "for {subject}, the source states {stated}, not {claimed:bare}, and the figures follow the source",
        "brief": "{subject}: {stated}, not {claimed:bare}",
    },
    "claim_nowhere": {
        "full": "{claimed:bare} stands nowhere in the source",
        "brief": "{claimed:bare}: not in the source",
    },
    "stated_at": {
        "full": "the source states {stated} for {subject} in line {line}",
        "brief": "{subject}: {stated}, line {line}",
    },
    "working": {
        "full": "{name} is worked out as {formula} {result:equals}",
        "brief": "{name}: {formula} {result:equals}",
    },
    "figure_unused": {
        "full": "{figure:typed} was not used",
        "brief": "not used: {figure:typed}",
    },
}  # fmt: skip

NOTES: dict[str, Clause] = {
    # -- what was assumed
    "assumed.base": "the budget is read as {base}; if it is the AI budget, tell me and I will split it anew",
    "assumed.year": "no period was named, so a year is assumed",
    "assumed.currency": "no currency was named, so renminbi is assumed",
    "assumed.no_currency": "no currency was named; the amounts are in the currency of your budget",
    "assumed.currency_kept": "no currency was named this time, so the one used before is kept",
    "assumed.yuan_sign": "the currency sign is read as renminbi; tell me if you mean yen",
    "assumed.dollar_sign": "the dollar sign is read as US dollars; tell me if you mean another dollar",
    "assumed.annual": "the amount per period was turned into a full year",
    "assumed.period": "the amount asked for is spread evenly, as the source gives no schedule",
    "assumed.plan": "what was spent is held against {subject}",
    "assumed.latest": "where {kpi} was given for several days, the latest counts",
    "assumed.rounding": "heads and pieces are rounded up, upper limits down",
    "assumed.exact": "the parts add up to the whole exactly",
    "assumed.relative": "percentage gains and cuts are read as relative changes",
    "assumed.role": "{quoted} is read as {what}; correct me if it is something else",
    # -- what must be asked
    "ask.budget": ("what is your annual marketing budget, or your AI budget?", "which budget shall I work with, your annual marketing budget or your AI budget?"),
    "ask.budget_for": "to work out {subject}, I need your annual marketing budget or your AI budget; what is it?",
    "ask.plan": "which plan shall I hold the spending against?",
    "ask.share": "which AI share would you like to work with?",
    "ask.second_budget": "which second budget shall I compare with?",
    "ask.when": "for which period is that amount?",
    "ask.period.biweekly": "does that amount come every two weeks or twice a week?",
    "ask.period.day": "is that amount for every day of the year or for working days only?",
    "ask.reading": "is {quoted} {first} or {second}?",
    "ask.scenario": "which of these do you mean: {choices}?",
    "ask.subject": "do you mean {first} or {second}?",
    "ask.unclear": "{quoted} can be read in more than one way, and I will not guess; please write it differently, for instance without separators",
    "ask.vague": "{quoted} has no definite value; please give an exact figure",
    "invalid.zero": "a budget of nothing cannot be split; please give a positive amount",
    "invalid.negative": "a budget cannot be negative; please give a positive amount",
    "invalid.absurd": "{quoted} is too large or too small to compute with; please give an amount of ordinary size",
    "assumed.elapsed": "spending is told up to {date}, so the year is taken to be over up to there; the forecast is a straight line, no prediction",
    "ask.contested": "are what {speaker1} and {speaker2} told the same spend? Until you tell me whose entry counts, or that both do, only what {speaker1} told is counted",
    "ask.fiscal": "in which month does your fiscal year begin?",
    "ask.name_taken": "another budget has that name already; what shall I call this one?",
    "nothing_spent": "no spending was told yet",
    "no_scenarios": "no budget was told yet",
    "no_changes": "nothing was changed in that time",
    "fiscal_year": "the fiscal year begins in {date}",
    "ask.conflict": "{speaker1} and {speaker2} gave different figures<, for {what}>; which one counts?",
    "unsure": "do you ask with {quoted} {what:bare}? Say yes, or put it another way",
    "unread.figure": "I did not use {quoted}",
    "ask.figure_role": "I did not use {quoted}; what is it<, {first} or {second}>?",
    "unread.question": "I could not answer {quoted}; could you put it another way?",
    "unread.operator": "I am not sure what {quoted} changes, so I did not answer that part; could you say it another way?",
    "unread.reference": "I am not sure what {quoted} refers to; please name it",
    "unread.text": "I did not take {quoted} into account",
    "kpi_relative": "percentage gains and cuts are read as relative changes",
    "range_size": "where in the range to be depends on company size and stage, and the source does not say in which direction",
    "ask.budget.marketing": "what is your annual marketing budget? The AI budget alone is not enough for that",
    "ask.budget.ai": "what is your AI budget?",
    "ask.rate": "which exchange rate <from {base} to {quote} >do you use? I convert only at a rate from you",
    "ask.rate.sides": "which currency is for one unit of the other in that rate?",
    "ask.currency": "in which currency is your budget? Then I can convert it at your rate",
    "ask.baseline": "where does that KPI stand today? Then I can work out its target",
    "ask.baseline_of": "where does {kpi:subject} stand today? Then I can work out its target",
    "ask.kpi": "which figure have you reached for that KPI?",
    "ask.kpis": "what have you reached for {rows}? Then I can check whether you can move on",
    "ask.kpi_figures": "which KPI figures have you reached? Then I can check whether you can move on",
    "ask.spent": "what has been spent <of {subject} >so far?",
    "ask.weights": "in which shares would you like to divide it? The source gives none",
    "ask.want": "which amount should there be? Then I can work out the budget for it",
    "ask.parts": "over how many parts shall I spread it?",
    "ask.team": "how many people are in your team?",
    "ask.turnover": "what is your turnover?",
    "ask.limit": "above or below which figure?",
    "ask.operands": "which figures shall I take together?",
    "ask.period": "for which period do you mean it, a year, a quarter or a month?",
    "ask.elapsed": "which part of the year is over?",
    "ask.identity": "what is that figure, and for which period?",
    "ask.figure": "which figure do you mean?",
    "ask.what_is_meant": "I am not sure what you mean; could you put it another way?",
    "ask.doubt": "{sentence}",
    "ask.return": "to which budget shall I go back?",
    "ask.previous": "there is nothing earlier to go back to; which budget do you mean?",
    "ask.correction": "which figure shall I correct, and to what?",
    "invalid": "{sentence}",
    "over_half": "that is more than half of it",
    "under_half": "that is less than half of it",
    "just_half": "that is half of it",
    "phase_action": "that key action of {phase} is to {action}",
    "no_source": "that stands nowhere in the source as such",
    "no_such_subject": "the source has nothing called {subject}, so there is no figure for it; a share of your own can be computed",
    "nothing_told": "you have not given me any figure yet",
    "project_in": "the {quadrant:bare} includes {item:the}, with {payback} payback and {accumulation} asset accumulation; the strategy is this – {strategy}",
    # -- what the source has and has not
    "gap": "the source does not give {missing}, and I will not make it up<; what it does give: {instead}>",
    "gap_cut": "the source breaks off before it gives {missing}, and I will not make it up<; what it does give: {instead}>",
    "unstated": "the source does not answer that directly",
    "unstated.nearest": "the source does not answer that directly; this is the nearest that it says:",
    "unstated.vendor": "the source names no tools or vendors",
    "unstated.price": "the source gives no prices",
    "unstated.roi": "the source gives no figures for the return on investment",
    "unstated.author": "the source does not name its author or publication",
    "unstated.market": "the source gives no figures for the market's size or growth",
    "unstated.headcount": "the source does not give the size of a team",
    "unstated.names": "the source does not give that list of names",
    "unstated.size": "the source gives no shares by company size or industry",
    "unstated.duration": "the source does not say how long that takes",
    "unstated.schedule": "the source gives no schedule for spending",
    "unstated.channel": "the source has no shares for channels; give me your own shares and I will divide by them",
    "unstated.rate": "the source gives no exchange rate",
    "withheld": "the source has a passage on this that cannot be relied on, so it is not told",
    "no_such_phase": "the source does not have that phase; it has {phases}",
    "no_such_layer": "the source does not have that layer; it has {layers}",
    "item_unpaid": "the source assigns {item} to no layer and advises small probes only, so there is no amount for it",
    "item_shares_layer": "the layer of {item} also pays for {rows}",
    "outside_ai": "the rest stays in marketing outside AI, and the source does not say how it is spent",
    "own_split_offer": "if you want a split of your own, give me your shares and I will compute with them beside the source's",
    "source_rules": "what the source states stays as it is; a split of your own can be computed beside it",
    "outside_range": "this is outside what the source recommends and is computed all the same",
    "documents_differ": "the documents disagree on {subject}; the figures follow the framework in force",
    # -- advice and explanations without figures
    "advise_first": "begin in the {quadrant:bare}, which the source puts first",
    "quadrant": "the {quadrant:bare} has {payback} payback and {accumulation} asset accumulation, with {rows} as typical projects; the strategy is this – {strategy}",
    "layer_goal": "the goal of {layer} is {goal}",
    "paid_by": "{layer} pays for {project}",
    "phase_actions": "key actions in this phase: {actions}",
    "limited_advice": "on a limited budget, focus on {layer}<: {advice}>",
    "depends": "it depends on company size and stage, and the source does not say in which direction",
    "targets_offer": "tell me where your KPIs stand today, and the plan gets targets for them",
    "measure_first": "the first figure that you give for a KPI is its baseline",
    "nothing_shown": "nothing has been computed yet that I could explain",
    "nothing_before": "there is nothing earlier to go back to",
    "back": "back to what was there before",
    "corrected": "corrected, and worked out again",
    "noted": "noted",
    "noted.measured": "noted; I will compare with it later",
    "settled": "settled, and worked out with it",
    "chart": "the chart shows the amounts above",
    "file": "the plan is ready as a file",
    "no_chart": "there is nothing yet to draw; give me a budget first",
    "no_file": "there is no plan yet to write; give me a budget first",
    # -- talk
    "greet": (
        "Hello! I split AI marketing budgets, work out KPI targets and check whether a phase is complete. Tell me your annual marketing budget, or just ask",
        "Hi! Give me your annual marketing budget and I will split it, or ask me about KPIs and phases",
    ),
    "thanks": ("you are welcome; ask me any time", "glad to help; there is more where that came from if you need it"),
    "bye": "goodbye, and good luck with the budget",
    "mood": "thanks, I am here; shall we look at your AI marketing budget?",
    "agree": "good, it stays like that",
    "disagree": "all right; what would you like to change?",
    "insult": "I am sorry that this did not help; tell me what you need and I will try again",
    "injection": "I keep to the source and to figures that are computed, and do not show or change how I am set up; what I do is work out AI marketing budgets, their layers and KPIs by the article",
    "help.identity": "I am an advisor for AI marketing budgets. I answer from the source with citations, and every figure is computed, quoted or your own",
    "help": "I split budgets, give the recommended range, compare budgets, follow spending, work out KPI targets and check phases. Begin with your annual marketing budget",
    "not_in_documents": "I searched the source and all of your documents, and none of them speaks of this; I can help with AI marketing budgets, their layers, KPIs and phases",
    "documents_searched": "all of your own documents were searched, and they do not say it either",
    "out_of_scope": "that is outside my subject, as the source does not cover it; I can help with AI marketing budgets, their layers, KPIs and phases",
    "empty": "please type your question",
    # -- offline
    "offline_no_key": "no model is set up, so this reply is put together by rules; the figures are the same",
    "offline_failed": "the model could not be reached, so this reply is put together by rules; the figures are the same",
    "offline_refused": "the model's wording did not pass the check, so this reply is put together by rules; the figures are the same",
}  # fmt: skip

GOALS: dict[str, str] = {
    "split": "how the budget is split over the layers",
    "amount": "what amount one part of the budget gets",
    "share": "which share of the budget something is",
    "range": "which range the source recommends for AI",
    "verdict": "whether a share or an amount fits the recommended range",
    "inverse": "which budget would give a certain amount",
    "compare": "how two budgets or parts compare",
    "sum": "what several amounts come to together",
    "diff": "by how much two figures differ",
    "rest": "what remains of the budget beside a part of it",
    "ratio": "what one figure is as a share of another",
    "which": "which parts lie above or below a figure",
    "left": "what is left of the plan after the spending told so far",
    "spent": "what was spent so far",
    "mean": "what lies in the middle of two figures",
    "pace": "whether the spending keeps pace with the year",
    "perpart": "what each month, quarter or part gets",
    "phasing": "how an amount is spread over periods",
    "actual": "how spending stands against the plan, line by line",
    "bridge": "the way from one total to another, step by step",
    "offers": "what the offers come to over a year",
    "forecast": "what the year comes to at the present pace",
    "book": "which spending was told",
    "scenarios": "which budgets stand side by side",
    "changed": "what was changed and by whom",
    "target": "which value a KPI has to reach",
    "gate": "whether what was reached is enough for the phase",
    "short": "how much is missing to a target",
    "progress": "how far a KPI has come",
    "threshold": "which threshold the source sets for a KPI",
    "phase_of": "which phase you are in",
    "explain": "what the source says about that",
    "list": "a list of what the source names",
    "source": "where in the source something stands",
    "gap": "something that the source does not give",
    "advise": "what I would do first",
    "why": "how a figure of mine came about",
    "recall": "what you told me before",
    "help": "what I can do",
    "draft": "a text made of the figures shown",
    "scope": "something outside my subject",
    "same": "the same once more, for something else",
}

CAPTIONS: dict[str, str] = {
    "split": "Split of {budget:told}",
    "split.ai": "Split of {budget:told} in the source's proportion",
    "split.share": "Split of {share} of {budget:told} in the source's proportion",
    "spread": "Even spread of {budget:told}<, the year's amount divided by {divisor}>",
    "phasing.weights": "Phasing of {subject} ({whole}) as {speaker} set it",
    "phasing.even": "Even phasing of {subject} ({whole}); the source gives no schedule",
    "converted": "{budget:told} and its split in another currency",
    "scenarios": "Budgets side by side, a year",
    "shares": "AI shares of {budget:told} side by side, a year",
    "ranges": "Recommended range for AI, a year",
    "own_split": "The split {speaker} set beside the source's, of {budget:told}",
    "spend": "Budget against actual, {period}< (as of {date})>",
    "spends": "Spending as it was told",
    "spends.latest": "Spending as it was told, the latest entries",
    "bridge": "From {start:bare} to {end:bare}, step by step",
    "bridge.spent": "From plan ({start:bare}) to actual ({end:bare}), step by step",
    "cases": "Budgets in this conversation, a year",
    "changes": "What was changed",
    "gate": "KPIs of {number} ({phase})",
    "targets": "Targets of {number} ({phase})",
    "history": "KPIs as measured<, {kpi}>",
    "history.latest": "KPIs as measured, the latest figures<, {kpi}>",
    "two_inputs": "What {speaker1} and {speaker2} said: {what}",
    "layers": "Layers and their shares of {base}",
    "projects": "Projects by layer",
    "phases": "Phases and their KPIs",
    "quadrants": "Quadrants of payback and asset accumulation",
    "list": "{what}",
}

HEADS: dict[str, str] = {
    "layer": "Layer", "share": "Share", "weight": "Weight", "amount": "Amount", "purpose": "Purpose", "year": "A year",
    "half-year": "A half-year", "quarter": "A quarter", "month": "A month", "fortnight": "A fortnight", "week": "A week", "day": "A day", "part": "Part",
    "total": "Total", "difference": "Difference", "item": "Item", "own_share": "Own share", "own": "Own amount",
    "source_share": "Source's share", "source": "Source's amount", "plan": "Planned", "spend": "Spent", "gap": "Left or over",
    "percent": "%", "kpi": "KPI", "required": "Required", "actual": "Actual", "short_by": "Short by", "result": "Result", "today": "Today",
    "target": "Target", "change": "Change required", "date": "Date", "measured": "Measured", "reached": "Since the baseline",
    "baseline": "Baseline", "latest": "Latest", "progress": "Progress", "budget": "Budget", "low": "Lower end", "high": "Upper end", "phase": "Phase", "project": "Project",
    "quadrant": "Quadrant", "strategy": "Strategy", "payback": "Payback", "accumulation": "Asset accumulation", "name": "Name",
    "scenario": "Budget", "speaker": "Who", "figure": "Figure", "note": "Note", "head": "A head", "currency": "Currency", "converted": "Converted", "whole": "Whole", "quarter_name": "Quarter",
    "month_name": "Month", "half-year_name": "Half-year", "week_name": "Week", "day_name": "Day",
    "used": "Used", "due": "Planned to date", "judged": "Result", "from": "From", "to": "To", "then": "Total after it", "ai_total": "AI total", "status": "Status",
    "comes_from": "Made from", "was": "Was", "is": "Is",
}  # fmt: skip

#: Words of an enumeration in a cell.
CELLS: dict[str, str] = {
    "total": "Total", "met": "met", "short": "not met", "missing": "to be told", "waiting": "needs a later figure", "ai_share": "Total AI share", "unpaid": "no layer", "none": "–", "over": "over", "under": "under",
    "even": "on plan", "rest": "unallocated", "baseline": "baseline",
    "favourable": "under (favourable)", "ahead": "ahead of plan to date (unfavourable)", "unfavourable": "over (unfavourable)", "unplanned": "not planned", "not_told": "nothing told yet",
    "equal_part": "equal part of the rest", "told": "told", "supposed": "supposed", "actual": "of a past time", "replaced": "before a change", "is_plan": "the plan",
}  # fmt: skip

WORDS: dict[str, str] = {
    "you": "you", "your": "your", "ai_budget": "annual AI budget", "colon": ": ", "stop": ".", "end": ".!?:", "between": " ",
    "list": ", ", "and": " and ", "or": " or ", "semi": "; ", "none": "–", "cut_off": "the source breaks off here", "open": "“", "close": "”",
    "salutation": "Hello,", "closing": "Best regards", "note": "Note: ", "given": "as you gave it",
}  # fmt: skip

#: Last words of names that take "the" in a clause.
DEFINITE = frozenset(
    "layer board tier base platform bot guide tool zone quadrant total budget range share rest phase plan year difference amount quarter month".split()
)

#: What a name begins or ends with that says a change and not the thing that changes.
CHANGES = (
    " reduction",
    " reductions",
    " gain",
    " growth",
    " increase",
    " improvement",
    " cut",
    "cut in ",
    "gain in ",
    "increase in ",
    "reduction in ",
)

#: Scenarios that code names, as they are said; those that have no name are told apart by their amounts.
SCENARIOS = {
    "this_year": "this year",
    "last_year": "last year",
    "next_year": "next year",
    "this_q": "this quarter",
    "last_q": "last quarter",
    "next_q": "next quarter",
    "low": "",
    "high": "",
    "per fortnight": "",
    "twice a week": "",
    "每两周": "",
    "每周两次": "",
}
