"""The advisor: one turn from a message to a checked reply, and the front ends around it.

This module stays free of imports: `agent.bootstrap` runs before any dependency is installed.
"""
