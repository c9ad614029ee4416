"""What a check may find: problems that a model can act on, and the verdict that says what may be shown."""

from __future__ import annotations

from dataclasses import dataclass

#: What each problem tells the model to do. A message never holds the refused text, so it may be shown to anybody.
MESSAGES: dict[str, str] = {
    "too_long": "The reply is too long to be checked. Write it shorter.",
    "sentence_too_long": "A sentence or table row is too long to be checked. Split it.",
    "too_many_figures": "The reply holds too many figures. Keep the ones that answer the question.",
    "character": "A character outside Chinese and English writing was used. Write plain Chinese or English text.",
    "markup": "A link, image, web address, HTML or code escape was used. Write plain text or simple markdown.",
    "language": "A sentence is in another language. Write Chinese or English only.",
    "reference": "A reference cannot be read. Write a fact as [[id]], with an id from the list of facts.",
    "unknown_fact": "A reference names a fact that is not in the list. Use only the ids that are listed.",
    "unknown_passage": "A citation or quotation names a passage that is not in the list. Use only the ids listed.",
    "numeral": "A figure, in digits or in words, is no fact of the list. Refer to a fact by id, or leave it out.",
    "ambiguous": "A typed figure fits several facts. Refer to the one that is meant by its id.",
    "comparator": "A word such as “at least”, “up to” or “about” contradicts the fact. Leave it out.",
    "entity": "A figure is said of something that it does not belong to. Name what the fact's label names.",
    "day": "A day is told with a figure that was not measured on it. Tell each figure with its own day.",
    "period": "A figure is given per another period than the fact's. Leave the period out.",
    "adjacent": "A character next to a reference changes the figure. Put blanks around it, and no sign or unit.",
    "direction": "A figure is told as a rise where the fact is a fall, or the other way round.",
    "comparison": "Two amounts are compared without a fact that says so. Refer to a comparison fact, or leave it out.",
    "arithmetic": "A calculation in the text does not follow from its facts. Leave the calculation out.",
    "timeout": "The reply took too long to check. Write it shorter and plainer.",
    "crash": "The reply could not be checked. Write it shorter and plainer.",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a reply was refused: characters ``start`` to ``end`` of it, and a sentence for the model."""

    code: str
    start: int
    end: int
    message: str

    @classmethod
    def of(cls, code: str, start: int, end: int) -> Problem:
        return cls(code, start, end, MESSAGES[code])


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of a check: ``text`` is what is shown, empty unless ``ok``."""

    ok: bool
    text: str
    problems: tuple[Problem, ...] = ()
    used: tuple[str, ...] = ()
    cited: tuple[str, ...] = ()
