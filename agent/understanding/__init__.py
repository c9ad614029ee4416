"""Understanding: a message in its context becomes a list of moves."""
