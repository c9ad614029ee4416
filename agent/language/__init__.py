"""The words of a conversation: cues kept as data, and how concepts are found in a message."""
