"""From a reading to a plan: what the conversation holds, which tools answer the message, and their results.

``frame`` is what is being talked about, ``plan`` what a reply is made of, ``figures`` turns figures into facts. ``amounts`` keeps the
budget at hand; ``budgets``, ``scenarios``, ``drawing``, ``wayback``, ``converting``, ``indicators``, ``progress``
and ``knowing`` plan the answers of one kind each, and ``planner`` decides between them.
"""

from agent.planning.frame import Frame, Task
from agent.planning.plan import Plan
from agent.planning.planner import Planner

__all__ = ["Frame", "Plan", "Planner", "Task"]
