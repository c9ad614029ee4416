"""Chinese."""

LIKE = "zh"
NAME = "Chinese"
