"""Operator commands: what is asked of the program rather than of the advisor. Each prints a report and gives an exit code."""
