"""Reading figures in Chinese and English text as people type it, each with value, unit, comparator and place.

What is a figure, what it is worth and where it stands is decided here once; what it means for a budget is not.
Nothing is guessed: a reading that the text leaves open is marked (:attr:`Figure.ambiguous`).
"""

from tools.figures.doubts import Doubt, Option
from tools.figures.limits import MAX_CHARACTERS, MAX_FIGURES, check_message
from tools.figures.model import EVERYTHING, QUANTITIES, Figure, FigureKind, Nature, Relation
from tools.figures.reader import find_figures
from tools.lexicon.numerals import NUMERAL_CHARACTERS, NUMERAL_WORDS

__all__ = [
    "EVERYTHING",
    "MAX_CHARACTERS",
    "MAX_FIGURES",
    "NUMERAL_CHARACTERS",
    "NUMERAL_WORDS",
    "QUANTITIES",
    "Doubt",
    "Figure",
    "FigureKind",
    "Nature",
    "Option",
    "Relation",
    "check_message",
    "find_figures",
]
