"""The child process that parses one file: ``python -m knowledge.documents.worker ENDING < file > JSON``.

Whatever a file does, it does here: memory and time are bounded, nothing but the bytes of standard input is read, and the
parent learns either the lines or a reason.
"""

from __future__ import annotations

import json
import sys

from knowledge.documents.model import Converted
from knowledge.documents.parsers import PARSERS, Unreadable

MEMORY = 512 * 1024 * 1024
SECONDS = 20


def bounded() -> None:
    """Take no more memory and processor time than a file may cost; where the system cannot bound it, time is the parent's."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    for kind, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_CORE, 0)):
        try:
            resource.setrlimit(kind, (most, most))
        except (ValueError, OSError):  # macOS does not bound the address space
            continue


def convert(raw: bytes, ending: str) -> dict[str, object]:
    """The lines of the file, or the reason why there are none."""
    try:
        found: Converted = PARSERS[ending](raw)
    except Unreadable as error:
        return {"refused": str(error)}
    except ModuleNotFoundError:
        return {"refused": "needs the optional part documents, which is not installed"}
    except MemoryError:
        return {"refused": f"needs more than {MEMORY // 2**20} MB"}
    except RecursionError:
        return {"refused": "is nested too deeply"}
    except Exception:  # noqa: BLE001 (parsers of foreign formats raise anything; it ends this file only)
        return {"refused": "is broken: open it in its own program, save it anew and add that"}
    if not any(line.text.strip() for line in found.lines):
        return {"refused": "holds no text"}
    return {"converted": found.to_json()}


def main() -> int:
    ending = sys.argv[1]
    raw = sys.stdin.buffer.read()
    bounded()
    json.dump(convert(raw, ending), sys.stdout, ensure_ascii=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
