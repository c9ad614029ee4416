"""English."""

LIKE = "en"
NAME = "English"
