"""`python3 -m agent`: set up what is missing, then run the `advisor` command.

Leaves the setup to `agent.bootstrap` and the command itself to `agent.cli`. Any Python starts this file, so
nothing but the bootstrap may be imported before the setup stands, and Python 3.6 must be able to read it.
"""

import sys

from agent import bootstrap


def main() -> None:
    bootstrap.enter(lock="runtime")
    from agent.cli import main as advisor

    sys.exit(advisor())


if __name__ == "__main__":
    main()
