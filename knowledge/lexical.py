"""A BM25 index over terms, kept in one small file: what carries search where there is no semantic embedding.

A posting holds how often a term stands in a text; what that adds to a score is worked out when it is asked for, so that new texts
are put behind the old ones without touching these. Up to some thousand passages that is done in plain Python, because importing
numpy would cost more than the search; above it numpy adds. Scores are divided by the most that any text could get for the query,
words that no text has included, so that they lie between 0 and 1 and can be compared across queries. A file that belongs to
another corpus version or format is never read as it is.
"""

from __future__ import annotations

import json
import math
import os
import sys
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from knowledge.tokens import tokens

FORMAT = "lexical-3"

#: Term frequency saturation and length normalisation; measured in docs/decisions/0003-retrieval.md.
K1 = 1.2
B = 0.6

_PYTHON_POSTINGS = 20_000
#: How many postings of the rarest terms choose the candidates among many texts, and how many candidates are ranked.
_CANDIDATE_POSTINGS = 60_000
_CANDIDATES = 500


class LexicalIndex:
    """Postings of each term: numbers of texts, and how often it stands in them. ``keys`` name the texts, by their number."""

    def __init__(
        self,
        *,
        keys: Sequence[str],
        lengths: array[int],
        terms: Sequence[str],
        offsets: array[int],
        numbers: array[int],
        frequencies: array[int],
    ) -> None:
        self.keys = keys
        self.count = len(keys)
        self._lengths = lengths
        self._terms = terms
        self._offsets = offsets
        self._numbers = numbers
        self._frequencies = frequencies
        self._position = dict(zip(terms, range(len(terms)), strict=True))
        average = (sum(lengths) / len(lengths) if lengths else 0.0) or 1.0
        self._norms = array("f", (K1 * (1 - B + B * length / average) for length in lengths))

    @classmethod
    def build(cls, texts: Iterable[str], keys: Sequence[str] | None = None) -> LexicalIndex:
        """An index of ``texts``, named by ``keys``, else by their numbers."""
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
        terms = sorted(postings)
        offsets, numbers, frequencies = array("I", [0]), array("I"), array("H")
        for term in terms:
            own, often = postings.pop(term)
            numbers.extend(own)
            frequencies.extend(often)
            offsets.append(len(numbers))
        named = list(map(str, range(len(lengths)))) if keys is None else list(keys)
        return cls(keys=named, lengths=lengths, terms=terms, offsets=offsets, numbers=numbers, frequencies=frequencies)

    def updated(self, wanted: Sequence[str], text_of: Callable[[str], str]) -> LexicalIndex:
        """An index of the texts named by ``wanted``: those that are here are kept as they are, the others are read with ``text_of``."""
        here, asked = set(self.keys), set(wanted)
        new = [key for key in wanted if key not in here]
        if here <= asked and not new:
            return self
        if len(self._numbers) <= _PYTHON_POSTINGS:
            return LexicalIndex.build((text_of(key) for key in wanted), wanted)
        added = LexicalIndex.build((text_of(key) for key in new), new)
        return self._merged(added, [number for number, key in enumerate(self.keys) if key in asked])

    def _merged(self, added: LexicalIndex, kept: Sequence[int]) -> LexicalIndex:
        """The ``kept`` texts of this index, and behind them those of ``added``."""
        import numpy as np

        renumbered = np.full(self.count, -1, dtype=np.int64)
        renumbered[np.asarray(kept, dtype=np.int64)] = np.arange(len(kept))
        old = renumbered[np.frombuffer(self._numbers, dtype=np.uint32)]
        stays = old >= 0
        terms = sorted({*self._terms, *added._terms})
        place = {term: at for at, term in enumerate(terms)}
        sources: list[tuple[Any, Any, Any]] = []
        for index, mask, values in (
            (self, stays, old),
            (added, None, np.asarray(added._numbers, dtype=np.int64) + len(kept)),
        ):
            edges = np.frombuffer(index._offsets, dtype=np.uint32).astype(np.int64)  # noqa: SLF001
            owners = np.repeat(np.array([place[term] for term in index._terms], dtype=np.int64), edges[1:] - edges[:-1])  # noqa: SLF001
            often = np.frombuffer(index._frequencies, dtype=np.uint16)  # noqa: SLF001
            sources.append((owners, values, often) if mask is None else (owners[mask], values[mask], often[mask]))
        owners, numbers, often = (np.concatenate(parts) for parts in zip(*sources, strict=True))
        order = np.argsort(owners, kind="stable")  # within a term the kept texts stay before the new ones
        widths = np.bincount(owners, minlength=len(terms))
        alive = np.flatnonzero(widths)
        offsets = np.concatenate(([0], np.cumsum(widths[alive]))).astype(np.uint32)
        lengths = array("I", (self._lengths[number] for number in kept))
        lengths.extend(added._lengths)
        return LexicalIndex(
            keys=[*(self.keys[number] for number in kept), *added.keys],
            lengths=lengths,
            terms=[terms[at] for at in alive],
            offsets=_values("I", offsets.tobytes()),
            numbers=_values("I", numbers[order].astype(np.uint32).tobytes()),
            frequencies=_values("H", often[order].tobytes()),
        )

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
        norms = self._norms
        for start, end in spans:
            idf = _idf(self.count, end - start) * (K1 + 1)
            for number, often in zip(self._numbers[start:end], self._frequencies[start:end], strict=True):
                totals[number] = totals.get(number, 0.0) + idf * often / (often + norms[number])
        best = sorted(totals.items(), key=lambda item: (-item[1], item[0]))[:k]
        return [(number, total / ideal) for number, total in best]

    def _search_with_numpy(self, spans: Sequence[tuple[int, int]], ideal: float, k: int) -> list[tuple[int, float]]:
        """The rare terms find candidates, all terms rank them: common ones stand in every other text and tell little."""
        import numpy as np

        numbers = np.frombuffer(self._numbers, dtype=np.uint32)
        frequencies = np.frombuffer(self._frequencies, dtype=np.uint16)
        norms = np.frombuffer(self._norms, dtype=np.float32)

        def weights(start: int, end: int, own: Any) -> Any:
            often = frequencies[start:end].astype(np.float64)
            return _idf(self.count, end - start) * (K1 + 1) * often / (often + norms[own])

        totals = np.zeros(self.count, dtype=np.float64)
        rest = sorted(spans, key=lambda span: span[1] - span[0])
        added = 0
        while rest and (not added or added + rest[0][1] - rest[0][0] <= _CANDIDATE_POSTINGS):
            start, end = rest.pop(0)
            totals[numbers[start:end]] += weights(start, end, numbers[start:end])
            added += end - start
        wanted = min(max(k, _CANDIDATES), self.count)
        best = np.sort(np.argpartition(-totals, wanted - 1)[:wanted]) if wanted < self.count else np.arange(self.count)
        scores = totals[best].astype(np.float64)
        for start, end in rest:
            own = numbers[start:end]
            at = np.minimum(np.searchsorted(own, best), end - start - 1)
            found = own[at] == best
            often = frequencies[start:end][at].astype(np.float64)
            scores += np.where(found, _idf(self.count, end - start) * (K1 + 1) * often / (often + norms[best]), 0)
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
        arrays = (self._lengths, self._offsets, self._numbers, self._frequencies)
        words, keys = "\n".join(self._terms).encode(), "\n".join(self.keys).encode()
        header = {
            "format": FORMAT,
            "version": version,
            "byteorder": sys.byteorder,
            "sizes": [len(values) for values in arrays],
            "words": len(words),
            "keys": len(keys),
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        with draft.open("wb") as file:
            file.write(json.dumps(header).encode() + b"\n" + words + keys)
            for values in arrays:
                file.write(values.tobytes())
        draft.replace(path)

    @classmethod
    def load(cls, path: Path, *, version: str | None) -> LexicalIndex | None:
        """The index at ``path`` if it is there, whole, and of the corpus ``version`` (of any for ``None``); else ``None``."""
        try:
            with path.open("rb") as file:
                header = json.loads(file.readline())
                if not isinstance(header, dict) or header.get("format") != FORMAT:
                    return None
                if header.get("byteorder") != sys.byteorder or (version is not None and header["version"] != version):
                    return None
                words, keys = file.read(header["words"]).decode(), file.read(header["keys"]).decode()
                sizes = header["sizes"]
                lengths, offsets, numbers, frequencies = (
                    _values(kind, file.read(size * array(kind).itemsize))
                    for kind, size in zip(("I", "I", "I", "H"), sizes, strict=True)
                )
        except (OSError, ValueError, KeyError, IndexError, TypeError):
            return None
        terms, named = (text.split("\n") if text else [] for text in (words, keys))
        whole = [len(named), len(terms) + 1, len(numbers), len(numbers)]
        if [len(lengths), len(offsets), len(numbers), len(frequencies)] != sizes or sizes != whole:
            return None
        if offsets[-1] != len(numbers):
            return None
        return cls(keys=named, lengths=lengths, terms=terms, offsets=offsets, numbers=numbers, frequencies=frequencies)


def _values(kind: str, raw: bytes) -> array[int]:
    values: array[int] = array(kind)
    values.frombytes(raw)
    return values


def _idf(count: int, frequency: int) -> float:
    return math.log(1 + (count - frequency + 0.5) / (frequency + 0.5))
