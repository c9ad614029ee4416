"""A process that opens what is stored: ``python -m tests.service.migrating WHERE GO [WORDS]``.

It waits for the file GO, so that several begin at once. With WORDS it kills itself, as by ``kill -9``, after the
statement of the schema that holds them; with the words ``slack`` it opens the store of Slack's workspaces instead.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

from agent import database
from agent.memory import SqlStore


def opened(where: str) -> database.Database:
    """The database at an address of PostgreSQL or in a file."""
    if where.startswith("postgresql://"):
        return database.PostgresDatabase(where, connections=1)
    return database.SqliteDatabase(where)


def die_after(words: str) -> None:
    for kind in (database._SqliteTransaction, database._PostgresTransaction):
        run = kind.execute

        def execute(self: Any, statement: str, parameters: Any = (), run: Any = run) -> int:
            result: int = run(self, statement, parameters)
            if words in statement:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        kind.execute = execute  # type: ignore[method-assign]


def main() -> None:
    where, go, *words = sys.argv[1:]
    if words == ["slack"]:
        importlib.import_module("agent.channels.slack.installing")  # takes a second, so before all begin at once
    elif words:
        die_after(words[0])
    print("ready", flush=True)
    for _ in range(2000):
        if Path(go).exists():
            break
        time.sleep(0.005)
    if words == ["slack"]:
        url = where if where.startswith("postgresql://") else f"sqlite:///{where}"
        from agent.channels.slack.installing import Installing

        installing = Installing(database_url=url, client_id="1.2", client_secret="s", api_url="http://127.0.0.1:9/")
        installing.store.make()
        installing.close()
        return
    store = SqlStore(opened(where))
    print(sum(len(store.load(summary.name).turns) for summary in store.list()))
    store.close()


if __name__ == "__main__":
    main()
