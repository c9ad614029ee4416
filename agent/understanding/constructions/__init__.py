"""Named constructions, a file a language; ``shared`` has those whose order of words is the same in both."""
