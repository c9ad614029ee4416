"""The terminal: a session with commands, and one question told on a display."""
