"""Measuring the advisor: corpora of conversations, a scorer for replies, and a report with floors."""
