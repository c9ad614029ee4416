"""How the slots of a clause are printed: names, figures, budgets, KPIs, phases, rows and the user's own words.

The ways that a template may ask for, ``{slot:way}``:

- figures: ``bare`` without a period, ``plain`` without period and comparator, ``size`` without its direction, ``timed`` with its period in a short form, ``for`` as a
  sum for the year, ``number`` its number alone, ``counted`` without comparator, ``reached`` in the measure of its KPI, ``said`` in full, ``typed`` as the user typed it,
  ``factor`` what its period is multiplied by, ``equals`` behind its formula;
- budgets: ``amount``, ``base``, ``base_the``, ``owned`` (whose it is), ``told`` (always with base and amount);
- names: ``the``, ``bare``, ``poss``; rows: ``is``;
- KPIs: ``is``, ``at``, ``asked``, ``need``, ``subject`` (what changes).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from agent.answers import said
from agent.answers.model import Piece, Slot, Slots
from agent.answers.said import BRIEF, CLAUSE, Saying
from agent.answers.template import Parts, Place, parse, settled
from agent.answers.texts import Clause, chosen
from agent.answers.voice import Voice
from tools.facts import Fact
from tools.identity import Label, Role
from tools.lexicon.periods import A_YEAR
from tools.parameters import Kpi
from tools.quantities import Comparator, UnitKind

_PHASES = frozenset({"number", "next", "phase"})
#: Ends of a range: what they are says already that they bound it.
_ENDS = frozenset({"low", "high", "low_share", "high_share"})
_BUDGETS = frozenset({"budget", "budget_from", "budget_to", "old"})
_BASES = frozenset({"base"})
_BESIDE = re.compile(r"[A-Za-z0-9]{2}")
_PLURAL = re.compile(r".*[^suai]s")
#: Slots whose name beside them says already that a budget is for a year.
_NAMED = frozenset({"figure", "x", "y"})
_BROKEN = re.compile(r"[,，;；]\s|[,，；;](?=\D)")


@dataclass(frozen=True, slots=True)
class Manner:
    """``brief`` is the short form, ``again`` leaves out an amount that was told, ``choice`` chooses between wordings."""

    brief: bool = False
    again: bool = False
    choice: int = 0


@dataclass(frozen=True, slots=True)
class Teller:
    """Prints the slots of one clause."""

    voice: Voice
    slots: Slots
    manner: Manner = Manner()
    rows: Slots | None = None  # templates of the rows, by name

    def clause(self, template: Clause) -> tuple[Piece, ...]:
        """The pieces of a clause. Raises :class:`ValueError` where a slot that it cannot do without is absent."""
        parts: Parts = parse(chosen(template, self.manner.choice))
        pieces: list[Piece] = []
        for part in settled(parts, self._given):
            told = (Piece(part),) if isinstance(part, str) else tuple(self._place(part))
            if self.voice.zh and pieces and told and _BESIDE.fullmatch(pieces[-1].text[-1:] + told[0].text[:1]):
                pieces.append(Piece(" "))  # "Anna 2,000万元": a name in letters does not run into a figure
            pieces.extend(piece for piece in told if piece.text)
        return joined(pieces)

    def _given(self, name: str) -> bool:
        if name in _BASES:
            return True
        value = self.slots.get(name)
        if isinstance(value, Label):
            return bool(value.in_language(self.voice.language))
        return value is not None and value not in ("", ())

    def _place(self, place: Place) -> Iterator[Piece]:
        name, way = place.name, place.way
        value = self.slots.get(name)
        if name in _BASES and value is None:
            yield Piece(self._base())
        elif name in ("speaker", "speaker1", "speaker2"):
            yield Piece(self._speaker(value))
        elif name == "kpi":
            yield from self._kpi(way)
        elif value is None:
            raise ValueError(f"the clause needs {name!r}")
        elif name in _BUDGETS and isinstance(value, Fact):
            yield from self._budget(value, way)
        elif isinstance(value, Fact):
            yield from self._figure(value, name, way)
        elif name == "formula" and isinstance(value, tuple):
            yield from self._formula(value)
        elif isinstance(value, tuple):
            yield from self._rows(value, "or" if name == "choices" else way)
        elif name == "quoted":
            words = self.voice.texts.words
            yield Piece(f"{words['open']}{' '.join(str(value).split())}{words['close']}")
        elif name in _PHASES and not isinstance(value, Label) and str(value).isdigit():
            yield Piece(said.ordinal(int(str(value)), zh=self.voice.zh))
        else:
            yield Piece(self._name(value, way))

    # ---- names ----------------------------------------------------------------------------------------------------------

    def _name(self, value: Slot, way: str) -> str:
        voice = self.voice
        if way == "poss":
            return voice.possessive(voice.definite(value))
        if way == "bare" or (self.manner.brief and way != "the"):
            return voice.name(value)
        return voice.definite(value)

    def _speaker(self, value: Slot | None) -> str:
        return self.voice.name(value) if self._named(value) else self.voice.texts.words["you"]

    @staticmethod
    def _named(value: Slot | None) -> bool:
        return value is not None and value != ""

    def _base(self) -> str:
        bases = (v.identity.base for v in self.slots.values() if isinstance(v, Fact) and v.identity)
        base = next((b for b in bases if b not in ("", "relative", "points")), "")
        text = self.voice.base_name(base)
        return text if self.voice.zh else f"the {text}"

    # ---- budgets --------------------------------------------------------------------------------------------------------

    def _budget(self, budget: Fact, way: str) -> Iterator[Piece]:
        voice, zh = self.voice, self.voice.zh
        base = voice.base_name(_kind(budget))
        if way == "amount":
            yield from self._amount(budget)
        elif way == "base":
            yield Piece(base)
        elif way == "base_the":
            yield Piece(base if zh else f"the {base}")
        elif way == "owned":
            speaker = self.slots.get("speaker")
            scenario = self._scenario(budget)
            owner = voice.possessive(scenario or voice.name(speaker)) if scenario or self._named(speaker) else ""
            owner = owner or voice.texts.words["your"]
            yield Piece(f"{owner}{base}" if zh else f"{owner} {base}")
        else:
            yield from self._phrase(budget, again=self.manner.again and way != "told")

    def _phrase(self, budget: Fact, *, again: bool) -> Iterator[Piece]:
        """The budget as a noun phrase with its determiner."""
        voice, zh = self.voice, self.voice.zh
        scenario, base = self._scenario(budget), voice.base_name(_kind(budget))
        if again and voice.several and not scenario:
            amount = said.say(budget, voice.language, Saying(period=False))
            yield from (
                (Piece(amount, budget.id), Piece(f"的{base}")) if zh
                else (Piece("the "), Piece(amount, budget.id), Piece(" budget"))
            )  # fmt: skip
            return
        owner = voice.possessive(scenario) if scenario else "" if zh else "the"
        yield Piece(f"{owner}{base}" if zh else f"{owner} {base}")
        if not again:
            yield Piece("（" if zh else " of ")
            yield from self._amount(budget)
            yield Piece("）" if zh else "")

    def _amount(self, budget: Fact) -> Iterator[Piece]:
        dated = self.voice.dated(_kind(budget)) or self.manner.brief
        words = Saying(words=not self.manner.brief, period=not dated)
        yield Piece(said.say(budget, self.voice.language, words), budget.id)

    def _scenario(self, budget: Fact) -> str:
        return self.voice.scenario(budget.identity.scenario) if budget.identity and self.voice.several else ""

    # ---- figures ----------------------------------------------------------------------------------------------------------

    def _figure(self, fact: Fact, name: str, way: str) -> Iterator[Piece]:
        special = self._special(fact, way)
        if special is not None:
            yield from special
            return
        yield Piece(said.say(fact, self.voice.language, self._saying(fact, name, way)), fact.id)

    def _special(self, fact: Fact, way: str) -> tuple[Piece, ...] | None:
        """Ways that print something other than the figure with its unit, comparator and period."""
        voice = self.voice
        match way:
            case "factor":
                return (Piece(str(A_YEAR.get(said.period(fact), 1)), fact.id),)
            case "number":
                return (Piece(said.number(abs(fact.value), zh=voice.zh), fact.id),)
            case "typed" if text := said.typed(fact):
                words = voice.texts.words
                return (Piece(f"{words['open']}{text}{words['close']}", fact.id),)
            case "equals":
                about = fact.comparator is Comparator.ABOUT
                exact = replace(fact, comparator=Comparator.EQUAL)
                return (Piece("≈ " if about else "= "), Piece(said.say(exact, voice.language, BRIEF), fact.id))
            case "for":
                return tuple(self._whole(fact, self._saying(fact, "", "")))
        return None

    def _saying(self, fact: Fact, name: str, way: str) -> Saying:
        how = BRIEF if self.manner.brief and way != "said" else CLAUSE
        named = name in _NAMED and said.role(fact) is Role.BUDGET and self.voice.dated(_kind(fact))
        if name in _ENDS or way in ("plain", "counted"):
            how = replace(how, compared=False)
        if way in ("bare", "plain", "counted") or named:
            how = replace(how, period=False)
        if way == "timed":
            how = replace(how, period=True)
        if way == "reached":
            kpi = self.voice.kpi_of(self.slots)
            how = replace(how, size=kpi is not None and said.is_change(fact) and self.voice.forward(kpi, fact))
        return replace(how, size=True) if way == "size" else how

    def _whole(self, fact: Fact, how: Saying) -> Iterator[Piece]:
        """A year's sum from which something is taken: "$200,000 for the year"."""
        yearly = said.period(fact) == "year" and not self.voice.zh and how.period
        yield Piece(said.say(fact, self.voice.language, replace(how, period=how.period and not yearly)), fact.id)
        if yearly:
            yield Piece(" for the year")

    def _formula(self, steps: tuple[Slots, ...]) -> Iterator[Piece]:
        """A formula: figures as they are, and the signs between them."""
        how = replace(BRIEF, compared=False)
        for step in steps:
            for value in step.values():
                if isinstance(value, Fact):
                    yield Piece(said.say(value, self.voice.language, how), value.id)
                elif isinstance(value, Label):
                    yield Piece(value.in_language(self.voice.language))

    # ---- rows ---------------------------------------------------------------------------------------------------------------

    def _rows(self, rows: tuple[Slots, ...], way: str) -> Iterator[Piece]:
        words = self.voice.texts.words
        if way == "is":
            yield Piece("" if self.voice.zh else "is" if len(rows) == 1 else "are")
            return
        told = [self._row(row, first=at == 0) for at, row in enumerate(rows)]
        plain = [_outside("".join(p.text for p in pieces)) for pieces in told]
        long = any(_BROKEN.search(text) or " and " in text for text in plain)
        and_ = words["list"] if self.manner.brief else words["and"]
        for at, pieces in enumerate(told):
            if at:
                last = at == len(told) - 1
                ending = words["or"] if way == "or" else and_
                link = words["semi"] if long else ending if last else words["list"]
                yield Piece(link + words["and"].lstrip() if long and last and not self.voice.zh else link)
            yield from pieces

    def _row(self, row: Slots, *, first: bool) -> tuple[Piece, ...]:
        templates = self.rows or {}
        name = "row_brief" if self.manner.brief else "row" if first or "row_next" not in templates else "row_next"
        if name not in templates and "row_met" in templates:
            name = f"row_{state(row)}"
        teller = Teller(self.voice, row, self.manner, templates)
        template = templates.get(name)
        if template is None:  # a list of names alone
            return tuple(p for slot in row for p in teller._place(Place(slot)))
        assert isinstance(template, str)
        return teller.clause(template)

    # ---- KPIs ---------------------------------------------------------------------------------------------------------------

    def _kpi(self, way: str) -> Iterator[Piece]:
        voice, kpi = self.voice, self.voice.kpi_of(self.slots)
        label = kpi.name if kpi else self.slots.get("kpi", "")
        if way == "subject":
            yield Piece(voice.thing(label))
        elif way in ("asked", "need"):
            yield from self._asked(kpi, label, alone=way == "need")
        elif way in ("is", "at"):
            yield from self._stands(kpi, label, is_=way == "is")
        else:
            yield Piece(voice.name(label))

    def _asked(self, kpi: Kpi | None, label: Slot, *, alone: bool) -> Iterator[Piece]:
        """What a threshold asks for: "staff adoption of at least 50%", or only what stands behind "of"; "staff adoption ≥50%" in short."""
        zh, brief, threshold = self.voice.zh, self.manner.brief, self.slots["threshold"]
        assert isinstance(threshold, Fact)
        multiple = threshold.unit.kind is UnitKind.MULTIPLE and not brief
        if not alone:
            yield Piece(self.voice.name(kpi.measured if kpi else label) + ("" if zh else " " if brief else " of "))
        if zh and multiple:
            yield Piece("原来的" if alone else "达到原来的")
        yield Piece(said.say(threshold, self.voice.language, BRIEF if brief else CLAUSE), threshold.id)
        if multiple and not zh:
            yield Piece(" the baseline")

    def _stands(self, kpi: Kpi | None, label: Slot, *, is_: bool) -> Iterator[Piece]:
        """Where a KPI stands: "staff adoption is 45%", "cost reduction at 22%", 转化率下降5%."""
        zh, actual, how = self.voice.zh, self._actual(), BRIEF if self.manner.brief else CLAUSE
        changed = kpi is not None and said.is_change(actual)
        forward = changed and kpi is not None and self.voice.forward(kpi, actual)
        multiple = actual.unit.kind is UnitKind.MULTIPLE and not self.manner.brief
        if forward and kpi is not None:
            label, how = kpi.measured, replace(how, size=True)
        name = self.voice.thing(label) if changed and not forward else self.voice.name(label)
        if zh:
            link = "为原来的" if multiple else "为" if is_ and not changed else ""
        elif is_:
            link = " are " if _PLURAL.fullmatch(re.split(r" (?:per|of|in) ", name)[0]) else " is "
        else:
            link = " " if changed and not forward else " at "
        yield Piece(name + link)
        yield Piece(said.say(actual, self.voice.language, how), actual.id)
        if multiple and not zh:
            yield Piece(" the baseline")

    def _actual(self) -> Fact:
        for name in ("actual", "figure", "level"):
            if isinstance(found := self.slots.get(name), Fact):
                return found
        raise ValueError("the clause needs the actual figure of its KPI")


def state(row: Slots) -> str:
    """How a KPI fares in a gate: ``met``, ``short`` or ``missing``; a row may say so itself."""
    if isinstance(told := row.get("state"), str) and told:
        return "short" if told == "points" else told
    if "actual" not in row:
        return "missing"
    gap = row.get("gap")
    return "short" if isinstance(gap, Fact) and said.role(gap) is Role.GAP else "met"


def joined(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Pieces without empty ones, words beside words in one."""
    found: list[Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        if found and not piece.fact and not found[-1].fact:
            found[-1] = Piece(found[-1].text + piece.text)
        else:
            found.append(piece)
    return tuple(found)


def _kind(budget: Fact) -> str:
    """Which budget it is: the subject of its identity."""
    return budget.identity.subject if budget.identity else ""


def _outside(text: str) -> str:
    """``text`` without what stands in parentheses."""
    return re.sub(r"[（(][^（()）]*[)）]", "", text)
