"""Files of an office, made for a test: what a library saves as bytes, and small pages of PDF."""

from __future__ import annotations

import io
from collections.abc import Callable


def saved(save: Callable[[io.BytesIO], object]) -> bytes:
    """What ``save`` writes to a file."""
    made = io.BytesIO()
    save(made)
    return made.getvalue()


def pdf(*texts: tuple[float, float, float, str]) -> bytes:
    """A page of Latin texts: left, height above the foot, size, words."""
    stream = "\n".join(f"BT 0 g /F1 {size} Tf {x} {y} Td ({text}) Tj ET" for x, y, size, text in texts).encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    made, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return made + b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        size, table, size, len(made),
    )  # fmt: skip
