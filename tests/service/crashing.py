"""A service whose processes kill themselves at named steps: ``python -m tests.service.crashing PORT PLAN``.

The front is started so; it starts what is behind it with ``--behind PLAN SOCKET``. While a file with the name of a step is in the directory PLAN, the process that comes to that step first takes the file
away and dies there, as by ``kill -9``. Otherwise it is the real service.
"""

from __future__ import annotations

import functools
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

#: Where a process may die: before and after each of these.
STEPS = (
    "add", "claim", "begin_turn", "append", "save_answer", "begin_post", "post", "end_post", "finish",
)  # fmt: skip
PLANS = tuple(f"{step}.{when}" for step in STEPS for when in ("before", "after"))


def die_if_planned(plan: Path, name: str) -> None:
    try:
        (plan / name).unlink()
    except FileNotFoundError:
        return
    os.kill(os.getpid(), signal.SIGKILL)


def mortal(plan: Path, step: str, function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def run(*args: Any, **kwargs: Any) -> Any:
        die_if_planned(plan, f"{step}.before")
        result = function(*args, **kwargs)
        if step != "claim" or result:
            die_if_planned(plan, f"{step}.after")
        return result

    return run


def mortal_post(plan: Path, function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    async def run(self: Any, method: str, *args: Any) -> Any:
        if method != "chat.postMessage":
            return await function(self, method, *args)
        die_if_planned(plan, "post.before")
        result = await function(self, method, *args)
        die_if_planned(plan, "post.after")
        return result

    return run


def main() -> None:
    if sys.argv[1] == "--behind":
        from agent.channels import behind

        doom(Path(sys.argv[2]))
        behind.main(Path(sys.argv[3]))
        return
    from agent.channels import serve

    serve.BEHIND = (sys.executable, "-m", "tests.service.crashing", "--behind", sys.argv[2])
    # What the front imports counts together with what is behind it, from before the import on.
    with tempfile.TemporaryDirectory() as counters:
        os.environ[serve.SHARED] = counters
        doom(Path(sys.argv[2]))
        serve.run(port=int(sys.argv[1]))


def doom(plan: Path) -> None:
    """Let this process die where ``plan`` says."""
    from agent.channels.slack.webapi import WebApi
    from agent.delivery.inbox import SqlInbox
    from agent.memory import SqlStore

    for step in STEPS:
        if step == "append":
            SqlStore.append = mortal(plan, step, SqlStore.append)  # type: ignore[method-assign]
        elif step == "post":
            WebApi.call = mortal_post(plan, WebApi.call)  # type: ignore[method-assign]
        else:
            setattr(SqlInbox, step, mortal(plan, step, getattr(SqlInbox, step)))


if __name__ == "__main__":
    main()
