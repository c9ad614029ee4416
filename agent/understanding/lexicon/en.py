"""English words by class."""

from __future__ import annotations

LEXEMES: dict[str, str] = {
    # -- money
    "spent": "spent, used, paid, burned, burnt, burned through, burnt through, gone through, used up, already used, have used, we used, has used, spend to date, actual spend, actuals,"
    " spent so far, actual spending, went on, gone on, has gone, have gone, blew, forked out, shelled out, invoiced us, expensed, so far used,"
    " blown, gone, already gone, already spent, consumed, splashed out, splashed, outlay, disbursed, utilised, utilized, drawn down, went through, eaten up, spending so far, spend so far, spending was, spend was, spend is at, spent already, has been used, have been used, was used, were used, put down, parted with",
    "spends": "spend, spends, spending, invest, invests, put in, puts in, pays",
    "budget": "budget, budgets, budgeted, funding, pot, kitty, envelope, bugdet, budgt, buget",
    "marketing": "marketing, mkt, mktg, marketing department, advertising and marketing",
    "ai": "ai, artificial intelligence",
    "aibudget": "ai budget, budget for ai, ai marketing budget, ai money, ai pot, ai funds, ai spend, ai total, ai funding, ai envelope, money for ai, ai budget only",
    "left": "left, left over, leftover, remaining, remain, remains, balance, headroom, to go,"
    " remainder of the year, rest of the year, remaining quarters, quarters left, quarters remaining, months left, left in the pot, left to spend, in hand, still got, to play with, unused, not yet spent, have left, is left, do we still have",
    "unspent": "unspent, still available, still spend, in the pot still, still have, left to spend, remaining to spend, still free, still unused",
    "over": "over budget, overspent, overspend, overrun, blown the budget, busted, over plan, gone over, went over, overshot, in the red,"
    " are we over, am i over, we over, over or under, over by, exceeded the budget, above budget, over it, overrunning, overspending",
    "pace": "on pace, on track, run rate, burn rate, ahead of plan, ahead of schedule, behind plan, behind schedule, on schedule, too fast, pacing,"
    " too slow, going too fast, burning too fast, in line with plan, on plan, on course, as planned, ahead of budget, behind budget",
    "sum": "plus, together, combined, sum, sum of, add up, adds up, add up to, altogether, in all, in total, added, add them, add these, add those, total of, sum up, add together, aggregate",
    "total": "total, totals, overall, grand total",
    "diff": "difference, differ, delta, how much more, how much less, how much higher, how much lower, by how much, how far apart, what's the gap, the gap, gap between, extra does, increase in, the increase, minus,"
    " bigger by, smaller by, exceed by, what is the change, how much bigger, how much smaller,"
    " difference between, how much extra, how much further apart, how much greater, margin between, variance",
    "rest": "everything but, apart from, except, except for, excluding, other than, besides, other two, the others, all but, without the, leaving out, outside the, outside of, not counting,"
    " rest, the remaining ones, the other layers, non-ai, not for ai, aside from, bar the",
    "ratio": "as a share of, as a percentage of, as a percent of, as a proportion of, what share of, what percentage of, what percent of, what fraction of, what proportion of, how much of the, what part of,"
    " what percentage is, what percent is, what share is, how many percent, in percent of, as share, as a share, as a percentage, proportion of",
    "share": "share, percentage, percent, proportion, portion, percentages, shares, slice, chunk, cut of, pct",
    "compare": "compare, compared, comparison, versus, vs, side by side, compare with, compared with, compared to, stack up, put next to,"
    " next to each other, set against, contrast, weigh up",
    "who": "who, which of, which one, which ones, which client, which brand, which company, which of them",
    "above": "above, exceed, exceeds, exceeding, more than, over, greater than, higher than, tops, beats",
    "below": "below, under, less than, lower than, smaller than, fewer than",
    "convert": "convert, converted, conversion to, exchange, switch to, translate into, express in, expressed in, show in, restate in, change to, change into",
    "rate": "exchange rate, fx rate, fx, at a rate of, at the rate of, rate of, rate is, rate",
    "at": "at",
    "with": "with, given",
    "own": "our own split, our own plan, our own, own split, own plan, our split, our plan is, our plan, our mix, we want to split, we split it, i want to split it, let's split it, let us split it, split it our way, my own split,"
    " we'd rather, we would rather, our allocation, our weights, weights, weighted, in the ratio, ratio of, in a ratio of, house split,"
    " we prefer, our own ratio, own ratio, own mix, our ratio, our own mix, own allocation, our own weights, our house split, we are thinking, we split, we would do, we'd do, we go with, go with, in our case",
    "ours": "we have, we've got, we've, we got, we only have, we only got, ours is, ours, i have, i've got, we do, there's, there is, got",
    "keep": "keep, guarantee, ring-fence, ringfence, reserve, hold, protect, lock in, earmark",
    "claim": "article says, source says, source states, article states, article claims, source claims, text says, paper says, document says, report says, according to the article, according to the source, the article gives, it says,"
    " framework says, source guarantees, article guarantees, article recommends, source recommends, source puts, article puts, you said, you told me, article sets, source sets,"
    " article tells, guide says, source tells, article mentions, article wrote, i read that, i read, they say, it is written, your article, source mentions, article puts it at, the paper gives",
    "order": "from now on, ignore the article, ignore the source, override, forget the article, pretend, treat it as, change the cap to, change the limit to, the rule is now, set the cap to, raise the cap to",
    "other.salary": "salary, salaries, wage, wages, payroll, day rate, freelancer",
    "other.price": "price, prices, priced, quote, quoted, quotes, fee, fees, licence, license, subscription, per seat, costs us, charges, retainer, vendor, supplier, agency, contract, list price, offer from, tool costs,"
    " cost us, per month subscriptions, saas, retainers, freelancers, platform fee, tool",
    "other.order_value": "order value, average order, basket, aov, ticket size, average ticket, unit price, per order, cart",
    "other.competitor": "competitor, competitors, rival, rivals, peers, peer, industry, industry average, our competitor, competitor's",
    "other.invoice": "invoice, invoices, bill, deposit, prepayment, refund, loan, debt, bonus, tax, rent, event, booth",
    "turnover": "revenue, turnover, sales, annual sales, net sales, top line, gmv, company revenue, we turn over, sales volume, raised, funding round, series a, series b, valuation,"
    " total revenue, annual revenue, we sell, we make, total sales, income, takings",
    "staff_cost": "engineers, engineer, hires, contractors, licences, seats, editors, analysts, designers",
    # -- time
    "time.last_year": "last year, last year's, previous year, prior year, the year before, a year ago, past year, year before",
    "time.this_year": "this year, this year's, current year, the current year",
    "time.next_year": "next year, next year's, coming year, following year",
    "time.last_q": "last quarter, previous quarter, prior quarter, last quarter's",
    "time.this_q": "this quarter, current quarter, this quarter's",
    "time.last_month": "last month, previous month",
    "time.this_month": "this month, current month",
    "per.year": "annual, annually, yearly, per year, a year, each year, every year, per annum, of one year, full year, full-year, for the year, annualise, annualised, annualize, annualized, p.a, pa, over the year, in a year, 12-month,"
    " a full year, for the whole year, whole year, on a yearly basis, for a year, fy",
    "per.month": "monthly, per month, a month, each month, every month, by month, month by month, over the months, across the months, twelve months, per mo, a monthly basis, in a month,"
    " by the month, for each month, month wise, monthwise, month-wise, on a monthly basis, mthly, p.m, pcm, in one month, for one month, for a month",
    "per.quarter": "quarterly, per quarter, a quarter's, each quarter, every quarter, by quarter, quarter by quarter, over the quarters, across the quarters, four quarters, quarters, in a quarter, in each quarter,"
    " a quarter, over four quarters, across four quarters, over the four quarters, by the quarter, for each quarter, per qtr, qtrly, a qtr, each qtr, quarter wise, quarterwise, quarter-wise, q-o-q, on a quarterly basis",
    "per.half-year": "half-yearly, per half year, per half-year, each half, half yearly, by half year, semi-annual, semiannual, every six months",
    "per.week": "weekly, per week, a week, each week, every week, by week, in a week, by the week, for each week, on a weekly basis",
    "per.fortnight": "fortnightly, per fortnight, a fortnight, every two weeks, every fortnight, every other week",
    "per.biweek": "biweekly, bi-weekly",
    "per.day": "daily, per day, a day, each day, every day, by day",
    "per.hour": "hourly, per hour, an hour",
    "per.head": "per head, per person, per capita, a head, per employee, per colleague, per marketer, per team member, each person, per staff, a person, for each person, per people,"
    " a team member, per member, per fte, for each employee, each employee, each team member, each of us, each of them per person",
    "now": "now, today, currently, current, at present, at the moment, presently, right now, as of now, baseline, starting from, as of today, so far",
    "before": "was, were, used to be, used to, previously, formerly, before, earlier, in the past, originally",
    "after": "after, afterwards, became, turned into, later",
    # -- change
    "up": "up, rise, rises, rose, risen, grow, grows, grew, grown, increase, increases, increased, raise, raises, raised, improve, improved, improves, gain, gained, jumped, higher, climbed, increasing, go up, went up, goes up, more, bigger, larger, on top, bump, boost,"
    " raising, bumped, bumps, uplift, hike, hiked, boosted, extended by, rising, growth, upped, higher by, adds, uptick",
    "down": "down, fall, falls, fell, fallen, drop, drops, dropped, decrease, decreases, decreased, reduce, reduces, reduced, cut, cuts, lower, lowered, shrink, shrank, shrunk, saved, saves, smaller, tighter, leaner, shortened, came down, declined, less, go down, went down, trim, trimmed, slash, slashed, off, take off, halved it,"
    " cutting, reduction, reduction of, decline, falls by, slashing, shave, shave off, knock off, knocks off, cut back, cut by, taken off, lowering, less by, shrinks, trims, lop off, haircut",
    "add": "add, adding, hire, hired, hiring, plus another, additional, extra, gets an extra, topped up, top up,"
    " plus an extra, on top of that, add on, adds, chip in, chips in, throw in, throws in",
    "sub": "minus, less, subtract, take away, deduct, lose, loses, lost, without, take off, takes away, knock off, withdraw, withdraws, pull out",
    "doubleof": "times, times as much, times that, times as big, x of",
    # -- KPIs and phases
    "use": "use, uses, using, adopted, adopt, work with, on the tools, active, actively, onboard",
    "process": "process, processes, workflows, procedures",
    "team": "people, staff, team, persons, employees, marketers, headcount, colleagues, heads, fte, ftes, squad",
    "target": "target, targets, goal, goals, aim, aim for, should it reach, should we reach, should reach, must we reach, must reach, need to hit, have to hit, need to reach, needs to reach, to reach, reach, should it be, should be, get to, where should,"
    " must it fall to, fall to, where does it need, need to adopt, must be automatic, must be automated, must be, have to use, need to use, should use,"
    " what should it, should hit, must hit, to hit, has to reach, need to get to, needs to get to, should get to, should be at, must be at, must get to, aiming for, hope for, should fall to, need to be, needs to be, has to be, have to be, land at, end up at",
    "gate": "move to, move on to, move into, ready for, go to the, go on, go into, pass, passed, passing, through, done, complete, completed, good enough, qualify, enough to, enough for, advance, advance to, graduate, enter, proceed, proceed to, cleared, clear, met, made it,"
    " tick all, on to phase, step up, promoted, hit the targets, satisfied, fulfil, fulfilled, through with, finish, finished,"
    " through to, move up, ready to go, make it to, qualifies, past, clear phase, exit, sign off, closed out, wrapped up, done with, finished with, good to go, unlock, progress to, move forward to, go ahead to, are we there",
    "next": "next phase, next stage, the next one, next step",
    "short": "short, short of, missing, how many more, lack, lacking, shortfall, how far, how far off, far off, still need, still missing, points away, away from, need more,"
    " shy of, shy, off the target, off target, to go before, additional people, behind the target, below target, remaining gap, are we missing, are missing, do we lack",
    "progress": "improvement, how much did, how far did, how much has, how much have, change was, how big was",
    "threshold": "threshold, thresholds, requirement, requirements, required, counts as, bar, pass mark, criterion, criteria, cutoff, required level, hurdle,"
    " counts as a pass, minimum level, bar for, the bar, qualifying level, cut-off, mark",
    "nodata": "not measured, no data, not tracked, unknown, not yet measured, haven't measured, have not measured, no figures for, not available, don't know yet, do not know yet, isn't measured,"
    " no idea, not sure, dunno, haven't got, have not got, no numbers, not yet known, don't track, do not track, don't measure, do not measure, nobody measured",
    # -- asking
    "howmuch": "how much, how many, what is, what's, whats, what are, what would, what will, what does, what do, what did, what, how big, how large, how high, what amount, how far, come to, comes to, work out to, amounts to,"
    " how big a, how large a, how big is, how high is, how much is, how much would, how much does, how much do, how much should, how much can, how much will, what goes, what gets, what sum, hw much, howmuch, wat is, wats, what about the, what kind of money",
    "is": "is it, is that, is this, are we, are they, can we, can i, could we, may we, do we, did we, does it, does that, have we, has it, will it, would it, should we, should i, am i, are you, can you, could you, is, are, do, does, can, could, did, would, will, shall",
    "which": "which, which layer",
    "where": "where",
    "ne": "what then, then what, and then",
    "when": "when, how soon, how fast, how long, how quickly",
    "how": "how, how do, how does, how can, how should, how would, how to",
    "give": "give me, give us, give, show me, show us, show, tell me, tell us, tell, calculate, work out, compute, i want, i need, i would like, i'd like, want to know, let me know, let me see, figure out, i want to know, please, list, display, run",
    "split": "split, splits, split it, break down, break it down, breakdown, allocate, allocated, allocation, divide, divided, distribute, distribution, spread across the layers, carve up, split up, layer split, apportion, layered, layer it, spread it,"
    " carve it up, carve that up, carve this up, share it, share it out, shared out, share out, share that, share this, divvy, divvy up, divvied, divvied up, slice it, slice up, split that, split this, get split, broken down, break that down, break this down, bifurcate, bifurcation, goes where, go where, which goes where, where does it go, where does the money go, where should it go, who gets what, dole out, parcel out, layer wise, layerwise, layer-wise, break up, breakup, break-up, per layer amounts, splitup, split-up",
    "list": "list, list the, enumerate, name the, name all, what are the, which are the, overview of",
    "kpis": "kpi, kpis, metrics, indicators, measures, key figures, metric",
    "projects": "projects, project, initiatives, use cases",
    "explain": "explain, describe, tell me about, what is meant by, what does it mean, meaning of, mean by, define, definition of, elaborate, more about, expand on, details on, focus on, walk me through, talk me through, summarise the article, what happens, how do we handle, how do i handle, how do we deal, deal with, what can we do, what should we do, what now, now what, belong to, belongs to,"
    " all about, in a nutshell what, tell me more, what is the point, the point of, purpose, purpose of, the idea behind, stand for, stands for, meant to",
    "source": "which line, what line, where does it say, where does the article, where does the source, where is it written, come from, comes from, where is that from, cite, citation, cited, reference for, page does it, exact quote, quote the, which sentence, which passage, source of, source for, which part of the article, originate, where do you get",
    "why": "how did you get, how do you get, how was that calculated, how is that calculated, how did you calculate, how do you arrive, how did you arrive, why is it, why is that, why that, show your work, show me the math, show the math, how come, explain the calculation, walk me through the calculation, where does this number come from, where does that number come from, where do these numbers come from, derive, how did we get,"
    " how did you, how'd you, how have you, how was that, how was this, how is that, how is this, how are these, how were these, where did you get, based on what, what is that based on, what's that based on, what is this based on, how so, where's that from, how you got, how do you know, how you arrived, what's the basis, what is the basis, how you calculated",
    "recall": "what did i say, what did i tell, what was my, remind me, did i say, did i tell you, what budget did i, i told you, what have i told,"
    " what budget have i, which budget did i, what i told, what i said, what i gave, what did i give, did i mention, i mentioned, i gave you, i said, have i given, did we say, did we tell, what did we say, what figure did i",
    "first": "first, start with, begin with, start, begin, prioritise, prioritize, priority, what would you do, what would you recommend, what do you recommend, what do you suggest, your recommendation, your advice, advise, recommend, where to start, quick wins first,"
    " where do we begin, where do i begin, where to begin, where should we begin, kick off, kick off with, come first, comes first, should come first, first step, first steps, top priority, take first",
    "trust": "can i trust, trust this, how reliable, are you sure, is this reliable",
    "gapword": "predict, forecast, guarantee me",
    "max": "maximum, max, upper limit, upper bound, ceiling, the most, most we, most i, top end, at the most, highest share, upper end, high end, cap, maximum share, most that",
    "min": "minimum, min, lowest, lower limit, lower bound, the least, least we, bottom end, lowest share, lower end, low end, minimum share, smallest share",
    "range": "range, from to, bounds, band, corridor, both ends",
    "verdict": "too much, too high, too low, too little, reasonable, sensible, fine, within the range, within range, inside the range, in the range, in range, inside range, outside the range, out of range, fit, fits, still fit, allowed, acceptable, compliant, excessive, ok, okay, high, appropriate, right amount, enough, a lot, healthy, in line, normal",
    "inverse": "what's the marketing budget, what is the marketing budget, what's the total budget, what is the total budget, what's the total marketing budget, what overall budget,"
    " what size budget, what would the total budget be, what would the marketing budget be, budget should we have, budget should i have, budget is required, budget required, total budget to have, what does the budget need to be, what must the budget be, what should the budget be, what budget, which budget, how big a budget, how large a budget, how much budget, total budget needed, budget would we need, budget do we need, budget is needed, what total budget, what marketing budget, budget must, budget does it take, what would the budget have to, what annual budget, how much marketing budget, back out, what size of budget, how big must, how big does",
    "toget": "to get, to give, to reach, so that, gets, get, receive, receives, needs, need, to have, wants, want, require, requires, should get, comes out at, to be",
    # -- supposing, correcting, going back
    "whatif": "what if, what about, how about, suppose, supposing, assume, assuming, let's say, let us say, say we, say it, in case, imagine, hypothetically, if, and if, and with, if we, if it, if it were, try, what happens with, what would happen,"
    " say, lets say, what would it be with, what would it look like with, how would it look with, what happens if, suppose that, assume that, in the event, were it, imagine that, now with, same with, same for, same question for, same again for, do the same for, what abt, how abt, wat if, what id",
    "setto": "change it to, set it to, make it, make that, becomes, raise it to, cut it to, cut to, drop to, go to, goes to, up to, down to, rises to, falls to, to just, brings it to, take it to, trimmed to, increase to, reduced to, increased to, lowered to, raised to, shrinks to, grows to,"
    " bring it to, bring it down to, takes it to, up it to, pushed to, goes down to, drops to, is cut to, was cut to, gets cut to, now only, is now, it's now",
    "wrong": "sorry, i meant, i mean, correction, actually, no, nope, wrong, mistake, my mistake, typo, should have said, not quite, misread, misspoke, i should have said, it's actually, that's wrong, oops, scratch that, mistyped, instead of, rather, not right, that was wrong, let me correct, meant,"
    " no wait, wait no, hang on, hold on, apologies, my bad, pardon, i misspoke, wrong number, wrong figure, i typed, meant to say, meant to type, should be read, should read, to correct, correcting, not that, i was wrong, got it wrong, strike that, ignore that, rectify, kindly correct, fat fingers, sry, soz",
    "back": "go back, back to, return to, revert, undo, go back to, switch back, restore, take that back, previous one, previous, earlier one, the former, the one before, before that, the original, original one, original, the old one, last one before, first budget, first one again,"
    " go one back, one step back, step back, back again, as before, like before, take it back, undo that, roll back, rollback, put it back, the initial, initial one, original budget, the first budget, the earlier one, the previous",
    "reset": "start over, reset, from scratch, new conversation, forget everything, start again, begin again, clear everything, wipe, start fresh, start anew, clean slate,"
    " start afresh, forget all that, forget all of that, forget that, lets start afresh, begin afresh, new topic, clean start, scrap that, scrap everything, scrap it all, drop everything, from the top, wipe the slate",
    "notmine": "not all of, only, that's only, just",
    # -- reference
    "ord.1": "first one, the first, 1st, number one, the former one",
    "ord.2": "second one, the second, 2nd, number two, the latter",
    "ord.3": "third one, the third, 3rd, number three",
    "ord.4": "fourth one, the fourth, 4th",
    "ord.LAST": "last one, the last, final one, the last one, final",
    "that": "that, it, this, these, those, them, they, the same, same, same thing, same for, ditto, that one, this one",
    "each": "each, each of them, apiece, respectively, both, each of, both of them, of each, either of them",
    "outside": "weather, stock, stocks, nvidia, bitcoin, crypto, recipe, football, vat, tax return, visa, holiday, leave request, poem, joke, movie, restaurant, translate, flight, lottery, horoscope, election",
    "thatlayer": "that layer, this layer, the same layer",
    "whichphase": "which phase, what phase, which stage, what stage",
    "pair": "another, the other, two clients, two brands, two companies, two options, two plans, both budgets, two scenarios",
    "half": "half of that, half that, half of it, half as much",
    # -- how the reply is to look
    "form.table": "table, as a table, tabular, in a table, spreadsheet view, a table, table form, tabular form, grid",
    "form.sentence": "one sentence, a sentence, single sentence, one line, in one sentence, a one-liner, one-liner",
    "form.bullets": "bullets, bullet points, bullet list, bulleted",
    "form.email": "email, e-mail, mail, message to, memo, slack message, e mail, mail to, note to, write to",
    "form.chart": "chart, graph, pie chart, bar chart, plot, diagram, visual",
    "form.file": "file, excel, xlsx, csv, download, spreadsheet, document, word file, pdf, export",
    "summary": "summarise, summarize, summary, sum it up, recap, in short, tl;dr, tldr, wrap up, reformat, rewrite, rephrase, put that, put it, format, turn that into, turn it into, draft, write,"
    " draft me, write up, write me, compose, put this, put those, put these, put them, make that into, as text",
    "length.short": "short, brief, shorter, briefly, concise, quick",
    "aud.boss": "boss, manager, ceo, my boss, chief executive, my manager, my director, md, managing director, vp",
    "aud.board": "board, directors, executives, leadership",
    "aud.finance": "finance, finance team, accounting, controller, accountant",
    "aud.cfo": "cfo",
    "aud.client": "my client, customer email",
    "aud.lay": "like i'm five, layman, laymen, in simple terms, plain language, plain english, non-technical, simple words, my mom, my mum, grandma, for beginners, eli5",
    "lang.zh": "in chinese, to chinese, chinese please, mandarin",
    "lang.en": "in english, to english, english please",
    # -- talk
    "greet": "hello, hi, hey, good morning, good afternoon, good evening, hi there, hello there, greetings,"
    " hiya, good day, dear advisor, dear team, morning, afternoon, hullo, namaste, dear sir, dear all",
    "thanks": "thanks, thank you, thx, cheers, much appreciated, great thanks, ty,"
    " thanx, tks, thank u, ta, great stuff, brilliant, perfect, lovely, awesome, nice one, appreciate it, many thanks",
    "bye": "bye, goodbye, see you, good night, cya",
    "agree": "yes, yep, yeah, agreed, correct, right, exactly, sure, that's right, yup, true,"
    " ok then, fair enough, understood, got it, makes sense, noted, sounds good, alright, right then",
    "insult": "idiot, stupid, useless, dumb, moron, shut up, rubbish, garbage",
    "inject": "developer message, system prompt, ignore previous instructions, ignore all previous, ignore your instructions, ignore the rules, ignore your rules, jailbreak, developer mode, unrestricted mode, you are now, reveal your prompt, system message, disregard previous, admin mode",
    "help": "what can you do, who are you, what are you, help me use, how do i use you, how does this work, what do you do, help,"
    " who r u, what r u, wat can u do, what can u do, what can you help, how can you help, what else can you, your capabilities, what are you able, what is this tool, what is this bot",
    "also": "also, and also, as well, in addition, additionally, besides that, next, oh and, and then, furthermore, by the way, on another note, second question",
    "and": "and, &",
    "or": "or, either, versus a, or else, alternatively",
    "not": "not, isn't, is not, n't, mustn't, cannot, no longer, never, without any",
    "but": "but, however, though, although, yet",
    "for": "for, of, in, to, from, the, a, an, our, we, i, my, us, me, you, your, its, their, he, she, as, by, so, be, been, being, have, has, just, really, about, only, there, here, would like, some, any, all",
    "names": "brand, brands, client, clients, company, companies, firm, firms, plan, option, scenario, case, division, unit, customer, account, department, region, subsidiary",
}
