"""Measuring the advisor: question sets, a scorer for replies, and a report per kind and language."""
