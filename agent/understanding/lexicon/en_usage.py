"""English words by class, as people type them: British, Indian and American usage, notes, slips, and words of a hurry.

The classes are those of :mod:`agent.understanding.lexicon.en`, which has the common words; an entry there comes first.
"""

from __future__ import annotations

LEXEMES: dict[str, str] = {
    "spent": "blown, gone, already gone, already spent, consumed, splashed out, splashed, outlay, disbursed, utilised,"
    " utilized, drawn down, went through, eaten up, spending so far, spend so far, spending was, spend was, spend is"
    " at, spent already, has been used, have been used, was used, were used, put down, parted with, spent to date,"
    " went out of, went out, gone out, out the door, out of the door, spent thus far, spent until now, paid to date",
    "over": "above plan, above the plan, over the plan, ahead of the plan in spend, exceeded the plan, beyond budget, beyond plan, are we over, am i over, we over, over or under, over by, exceeded the budget, above budget, over it,"
    " overrunning, overspending",
    "left": "remainder of the year, rest of the year, remaining quarters, quarters left, quarters remaining, months left,"
    " left in the pot, left to spend, still got, unused, not yet spent, have left, is left, do we still have, left"
    " to play with",
    "pace": "too slow, going too fast, burning too fast, in line with plan, on plan, on course, as planned, ahead of"
    " budget, behind budget",
    "share": "slice, chunk, cut of, pct",
    "rest": "the remaining ones, the other layers, non-ai, not for ai, aside from, bar the, the other two, the other one,"
    " the two others, the other ones, other layers",
    "diff": "difference between, how much extra, how much further apart, how much greater, margin between, variance",
    "split": "carve it up, carve that up, carve this up, share it, share it out, shared out, share out, share that, share"
    " this, divvy, divvy up, divvied, divvied up, slice it, slice up, split that, split this, get split, broken"
    " down, break that down, break this down, bifurcate, bifurcation, goes where, go where, which goes where, where"
    " does it go, where does the money go, where should it go, who gets what, dole out, parcel out, layer wise,"
    " layerwise, layer-wise, break up, breakup, break-up, per layer amounts, splitup, split-up, divided among,"
    " divided between, split among, split between, shared among, spread among, spread across, allocated across,"
    " allocated among, split across, breaks down, breaks down into, splits up, splits into, broken into, layer-by-"
    " layer, cut up, breaks up, what goes where, what goes to which, what goes to whom",
    "per.quarter": "a quarter, over four quarters, across four quarters, over the four quarters, by the quarter, for each quarter,"
    " per qtr, qtrly, a qtr, each qtr, quarter wise, quarterwise, quarter-wise, q-o-q, on a quarterly basis",
    "per.month": "by the month, for each month, month wise, monthwise, month-wise, on a monthly basis, mthly, p.m, pcm, in one"
    " month, for one month, for a month",
    "per.year": "a full year, for the whole year, whole year, on a yearly basis, for a year, fy",
    "per.week": "by the week, for each week, on a weekly basis",
    "per.head": "a team member, per member, per fte, for each employee, each employee, each team member, each of us, each of"
    " them per person",
    "howmuch": "how big a, how large a, how big is, how high is, how much is, how much would, how much does, how much do, how"
    " much should, how much can, how much will, what goes, what gets, what sum, hw much, howmuch, wat is, wats, what"
    " about the, what kind of money",
    "why": "how did you, how'd you, how have you, how was that, how was this, how is that, how is this, how are these, how"
    " were these, where did you get, based on what, what is that based on, what's that based on, what is this based"
    " on, how so, where's that from, how you got, how do you know, how you arrived, what's the basis, what is the"
    " basis, how you calculated, show your working, show the working, show me your working, show workings, show your"
    " workings, your working, your workings, the working, the workings, the maths, the math, show me how, explain"
    " the calc, explain the calculation, explain the maths, explain the math, explain how you, explain that figure,"
    " explain that number, break down the calculation, the calc, calculation steps, walk me through the numbers,"
    " walk me through the math, what's behind that, what is behind that, what's behind that number, what's behind"
    " that figure, what's behind this, what is behind that number, what does that come from, what went into that",
    "recall": "what budget have i, which budget did i, what i told, what i said, what i gave, what did i give, did i mention,"
    " i mentioned, i gave you, i said, have i given, did we say, did we tell, what did we say, what figure did i,"
    " what was our, what were our, what was my, what is it we said",
    "form.table": "a table, table form, tabular form, grid",
    "first": "where do we begin, where do i begin, where to begin, where should we begin, kick off, kick off with, come"
    " first, comes first, should come first, first step, first steps, top priority, take first",
    "explain": "all about, in a nutshell what, tell me more, what is the point, the point of, purpose, purpose of, the idea"
    " behind, stand for, stands for, meant to, why bother, why do we need, why would we, why should we, why does it"
    " matter, why is it important, why invest, why have",
    "setto": "bring it to, bring it down to, takes it to, up it to, pushed to, goes down to, drops to, is cut to, was cut"
    " to, gets cut to, now only, is now, it's now",
    "wrong": "no wait, wait no, hang on, hold on, apologies, my bad, pardon, i misspoke, wrong number, wrong figure, i"
    " typed, meant to say, meant to type, should be read, should read, to correct, correcting, not that, i was"
    " wrong, got it wrong, strike that, ignore that, rectify, kindly correct, fat fingers, sry, soz",
    "reset": "start afresh, lets start afresh, begin afresh, new topic, clean start, scrap everything, scrap it all, drop"
    " everything, from the top, wipe the slate",
    "back": "go one back, one step back, step back, back again, as before, like before, take it back, undo that, roll back,"
    " rollback, put it back, the initial, initial one, original budget, the first budget, the earlier one, the"
    " previous",
    "whatif": "say, lets say, what would it be with, what would it look like with, how would it look with, what happens if,"
    " suppose that, assume that, in the event, were it, imagine that, now with, same with, same for, same question"
    " for, same again for, do the same for, what abt, how abt, wat if, what id",
    "down": "cutting, reduction, reduction of, decline, falls by, slashing, shave, shave off, knock off, knocks off, cut"
    " back, cut by, taken off, lowering, less by, shrinks, trims, lop off, haircut, haircut of, a cut of, cut of",
    "up": "raising, bumped, bumps, uplift, hike, hiked, boosted, extended by, rising, growth, upped, higher by, adds,"
    " uptick",
    "add": "plus an extra, on top of that, add on, adds, chip in, chips in, throw in, throws in",
    "sub": "take off, takes away, knock off, withdraw, withdraws, pull out",
    "gate": "through to, move up, ready to go, make it to, qualifies, past, clear phase, exit, sign off, closed out,"
    " wrapped up, done with, finished with, good to go, unlock, progress to, move forward to, go ahead to, are we"
    " there, what else do we need, what else is needed, what else do i need, what is left to do, do we still need,"
    " move on, move ahead, move forward, carry on, go forward, already there",
    "short": "shy of, shy, off the target, off target, to go before, additional people, behind the target, below target,"
    " remaining gap, are we missing, are missing, do we lack",
    "target": "what should it, should hit, must hit, to hit, has to reach, need to get to, needs to get to, should get to,"
    " should be at, must be at, must get to, aiming for, hope for, should fall to, need to be, needs to be, has to"
    " be, have to be, land at, end up at",
    "threshold": "counts as a pass, minimum level, bar for, the bar, qualifying level, cut-off, mark",
    "thanks": "thanx, tks, thank u, ta, great stuff, brilliant, perfect, lovely, awesome, nice one, appreciate it, many"
    " thanks",
    "agree": "ok then, fair enough, understood, got it, makes sense, noted, sounds good, alright, right then",
    "greet": "hiya, good day, dear advisor, dear team, afternoon, hullo, namaste, dear sir, dear all, good day all",
    "claim": "article tells, guide says, source tells, article mentions, article wrote, i read that, i read, they say, it is"
    " written, your article, source mentions, article puts it at, the paper gives, you say, did you say, didn't you"
    " say, you mentioned, you claimed, you stated, you wrote, didn't it say",
    "help": "who r u, what r u, wat can u do, what can u do, what can you help, how can you help, what else can you, your"
    " capabilities, what are you able, what is this tool, what is this bot",
    "other.price": "cost us, per month tool, subscriptions, saas, retainers, freelancers, platform fee",
    "turnover": "total revenue, annual revenue, we sell, we make, total sales, income, takings",
    "nodata": "no idea, not sure, dunno, haven't got, have not got, no numbers, not yet known, don't track, do not track,"
    " don't measure, do not measure, nobody measured",
    "form.email": "e mail, mail to, note to, write to",
    "summary": "draft me, write up, write me, compose, put this, put those, put these, put them, make that into, as text",
    "aud.boss": "my manager, my director, md, managing director, vp",
    "compare": "next to each other, set against, contrast, weigh up",
    "own": "we prefer, our own ratio, own ratio, own mix, our ratio, our own mix, own allocation, our own weights, our"
    " house split, we are thinking, we split, we would do, we'd do, we go with, go with, in our case",
    "inverse": "what's the marketing budget, what is the marketing budget, what's the total budget, what is the total budget,"
    " what's the total marketing budget, what overall budget, what size budget, what would the total budget be, what"
    " would the marketing budget be, budget should we have, budget should i have, budget is required, budget"
    " required, total budget to have, what does the budget need to be, what must the budget be, what should the"
    " budget be, what's our budget, what is our budget, what's my budget, what is my budget, what's our marketing"
    " budget, what is our marketing budget, what's the budget, what is the budget, what's my marketing budget, what"
    " was the budget, which marketing budget, which total budget, which annual budget, what marketing spend, what"
    " level of marketing budget, what marketing budget does",
    "ours": "we have, we've got, we've, we got, we only have, we only got, ours is, ours, i have, i've got, we do, there's,"
    " there is, got",
    "half": "half again, halve again, halve, thirds, double again, a half, half, double, triple, twice, treble, quadruple",
    "use": "on board with ai, making use of, work with ai, works with ai, users, user, adopters, adopter",
    "for": "bucket, forget that, scrap that, forget it, dear, kindly, pls, plz, please find below, hope you are doing well,"
    " thereof, respectively, says, hmm, oh, ah, whoa, btw, morning, one, ones, than",
    "aibudget": "ai amount, whole ai amount, ai part, ai portion, ai piece, total ai, ai spending, ai investment, ai"
    " allocation, ai chunk, ai side, ai slice, overall ai",
    "verdict": "within what, inside what, is within, in the recommended range, in your range, make sense, makes sense, over"
    " the top, on the high side, on the low side, steep, stingy, safe, wise, over the limit, above the limit, over"
    " the cap, within the limit, under the limit, beyond the limit, outside the limit, above the cap",
    "source": "which paragraph, what paragraph, which page, what page, which section, in which line, in which paragraph, what"
    " section, where exactly",
    "team": "dept of, crew, workforce, crew of, team size, team strength, dept, people on the team, headcount is",
    "theme": "risk, risks, trend, trends, privacy, leaks, compliance",
    "max": "at most, no more than, maximally",
    "min": "at least, at minimum, no less than, minimally",
    "layers": "lyers, layrs, layres, leyers, laers, buckets",
    "ratio": "how many times, how many times bigger, how many times larger, how many times as much, how many times more,"
    " what multiple of",
}
