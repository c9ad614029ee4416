"""A BM25 index over terms, kept in one small file: what carries search where there is no semantic embedding.

Every posting holds its finished BM25 contribution, so that a query only adds up. Up to some thousand passages that is
done in plain Python, because importing numpy would cost more than the search; above it numpy adds. Scores are
divided by the most that any text could get for the query, words that no text has included, so that they lie between
0 and 1 and can be compared across queries. A file that belongs to another corpus version or format is never read.
"""

from __future__ import annotations

import json
import math
import os
import sys
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from knowledge.tokens import tokens

FORMAT = "lexical-2"

#: Term frequency saturation and length normalisation; measured in docs/decisions/0003-retrieval.md.
K1 = 1.2
B = 0.6

_PYTHON_POSTINGS = 20_000
#: How many postings of the rarest terms choose the candidates among many texts, and how many candidates are ranked.
_CANDIDATE_POSTINGS = 60_000
_CANDIDATES = 500


class LexicalIndex:
    """Postings of each term: numbers of texts, and what the term adds to their scores."""

    def __init__(
        self, *, count: int, terms: Sequence[str], offsets: array[int], numbers: array[int], weights: array[float]
    ) -> None:
        self.count = count
        self._terms = terms
        self._offsets = offsets
        self._numbers = numbers
        self._weights = weights
        self._position = dict(zip(terms, range(len(terms)), strict=True))

    @classmethod
    def build(cls, texts: Iterable[str]) -> LexicalIndex:
        # Two arrays for each term and none of pairs: a hundred thousand texts are six million postings.
        postings: dict[str, tuple[array[int], array[int]]] = {}
        lengths = array("I")
        for number, text in enumerate(texts):
            counts = Counter(tokens(text))
            lengths.append(sum(counts.values()))
            for term, frequency in counts.items():
                found = postings.get(term)
                if found is None:
                    found = postings[term] = (array("I"), array("H"))
                found[0].append(number)
                found[1].append(min(frequency, 65_535))
        average = (sum(lengths) / len(lengths) if lengths else 0.0) or 1.0
        terms = sorted(postings)
        offsets, numbers, weights = array("I", [0]), array("I"), array("f")
        for term in terms:
            own, frequencies = postings.pop(term)
            idf = _idf(len(lengths), len(own))
            numbers.extend(own)
            for number, frequency in zip(own, frequencies, strict=True):
                norm = K1 * (1 - B + B * lengths[number] / average)
                weights.append(idf * frequency * (K1 + 1) / (frequency + norm))
            offsets.append(len(numbers))
        return cls(count=len(lengths), terms=terms, offsets=offsets, numbers=numbers, weights=weights)

    def search(self, query: str, *, k: int) -> list[tuple[int, float]]:
        """The ``k`` best texts as (number, score between 0 and 1), best first; the earlier text wins a tie."""
        wanted = dict.fromkeys(tokens(query))
        ideal = sum(self._ideal(term) for term in wanted)
        spans = [self._span(term) for term in wanted if term in self._position]
        if not spans or k < 1:
            return []
        if sum(end - start for start, end in spans) > _PYTHON_POSTINGS:
            return self._search_with_numpy(spans, ideal, k)
        totals: dict[int, float] = {}
        for start, end in spans:
            for number, weight in zip(self._numbers[start:end], self._weights[start:end], strict=True):
                totals[number] = totals.get(number, 0.0) + weight
        best = sorted(totals.items(), key=lambda item: (-item[1], item[0]))[:k]
        return [(number, total / ideal) for number, total in best]

    def _search_with_numpy(self, spans: Sequence[tuple[int, int]], ideal: float, k: int) -> list[tuple[int, float]]:
        """The rare terms find candidates, all terms rank them: common ones stand in every other text and tell little."""
        import numpy as np

        numbers = np.frombuffer(self._numbers, dtype=np.uint32)
        weights = np.frombuffer(self._weights, dtype=np.float32)
        totals = np.zeros(self.count, dtype=np.float32)
        rest = sorted(spans, key=lambda span: span[1] - span[0])
        added = 0
        while rest and (not added or added + rest[0][1] - rest[0][0] <= _CANDIDATE_POSTINGS):
            start, end = rest.pop(0)
            totals[numbers[start:end]] += weights[start:end]
            added += end - start
        wanted = min(max(k, _CANDIDATES), self.count)
        best = np.sort(np.argpartition(-totals, wanted - 1)[:wanted]) if wanted < self.count else np.arange(self.count)
        scores = totals[best].astype(np.float64)
        for start, end in rest:
            own = numbers[start:end]
            at = np.minimum(np.searchsorted(own, best), end - start - 1)
            scores += np.where(own[at] == best, weights[start:end][at], 0)
        order = np.lexsort((best, -scores))[:k]
        return [(int(best[i]), float(scores[i]) / ideal) for i in order if scores[i] > 0]

    def _span(self, term: str) -> tuple[int, int]:
        at = self._position[term]
        return self._offsets[at], self._offsets[at + 1]

    def _ideal(self, term: str) -> float:
        start, end = self._span(term) if term in self._position else (0, 0)
        return _idf(self.count, end - start) * (K1 + 1)

    def save(self, path: Path, *, version: str) -> None:
        """Write the index for the corpus ``version``; readers see the old file or the new one, never a part."""
        header = {
            "format": FORMAT,
            "version": version,
            "byteorder": sys.byteorder,
            "count": self.count,
            "sizes": [len(self._offsets), len(self._numbers), len(self._weights)],
        }
        words = "\n".join(self._terms).encode()
        header["words"] = len(words)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        with draft.open("wb") as file:
            file.write(json.dumps(header).encode() + b"\n" + words)
            for values in (self._offsets, self._numbers, self._weights):
                file.write(values.tobytes())
        draft.replace(path)

    @classmethod
    def load(cls, path: Path, *, version: str) -> LexicalIndex | None:
        """The index at ``path`` if it is there, whole, and of the corpus ``version``; else ``None``."""
        try:
            with path.open("rb") as file:
                header = json.loads(file.readline())
                expected = {"format": FORMAT, "version": version, "byteorder": sys.byteorder}
                if not isinstance(header, dict) or any(header.get(name) != value for name, value in expected.items()):
                    return None
                words = file.read(header["words"]).decode()
                sizes = header["sizes"]
                offsets = _integers(file.read(sizes[0] * array("I").itemsize))
                numbers = _integers(file.read(sizes[1] * array("I").itemsize))
                weights = array("f")
                weights.frombytes(file.read(sizes[2] * weights.itemsize))
        except (OSError, ValueError, KeyError, IndexError, TypeError):
            return None
        terms = words.split("\n") if words else []
        whole = [len(terms) + 1, len(numbers), len(numbers)]
        if [len(offsets), len(numbers), len(weights)] != sizes or sizes != whole or offsets[-1] != len(numbers):
            return None
        return cls(count=header["count"], terms=terms, offsets=offsets, numbers=numbers, weights=weights)


def _integers(raw: bytes) -> array[int]:
    values = array("I")
    values.frombytes(raw)
    return values


def _idf(count: int, frequency: int) -> float:
    return math.log(1 + (count - frequency + 0.5) / (frequency + 0.5))
