"""The dialogue: moves, the state that applying them changes, and what is still needed to answer."""
