"""English words by class, as terse notes and chats have them. An entry of the other files comes first."""

from __future__ import annotations

LEXEMES: dict[str, str] = {
    "over": "how bad, over or under, under or over, over the cap, over the limit",
    "left": "open per layer, still open, what remains, remainder, stand, headroom left",
    "spent": "has hit, have hit, gone",
    "max": "capped, capped at, cap is, capping",
    "per.quarter": "for the quarter, that quarter, per q",
    "per.half-year": "for the half, that half, half a year, for half a year",
    "per.year": "full yr, a full yr, per yr, a yr, for the yr",
    "per.head": "per person each, per seat holder",
    "team": "ppl, people here, pax, folks",
    "up": "inflation, raise of, plus-up",
    "pair": "the two, the two brands, both brands, both companies, the pair, all three, all three brands, "
    "the three, the three brands, three options, two options, all of them, all four, three scenarios",
    "verdict": "nuts, crazy, insane, sane, mad, ridiculous, overkill, stingy, bonkers",
    "claim": "article puts, piece says, the piece says, article plainly says, piece plainly says, text puts, "
    "says the article",
    "wrong": "left off, left out, dropped, missed a, my error, my bad there, should have been, should be, oops",
    "threshold": "to clear",
    "diff": "gap, gap on, gap for, the drop, the drop on, drop on, the rise on, the rise in, the change on, "
    "the change in, how far apart, how far short, how far is",
    "summary": "draw up",
    "min": "floor",
    "target": "to get it down to, to get that down to, get it down to, get down to, to get down to, bring it down to, get it up to, to get it up to",
    "back": "use the first figure, the first figure, use the first number, the first number, first figure, as originally",
    "split": "amounts, three buckets, the buckets, 3 buckets, three pots, the three pots, three tiers",
    "own": "own key, our key, own ratio, our ratio, house key",
    "give": "gimme, lemme see, kindly set out, set out",
    "add": "forgot, forgot about",
    "inverse": "what do i gotta ask for, what do we gotta ask for, what must i ask for, how much to ask for",
}
