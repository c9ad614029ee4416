"""Work that is accepted once and done once: an inbox that outlives the process, and workers that empty it."""
