"""Answers: every goal asked becomes facts and statements, or one question."""
