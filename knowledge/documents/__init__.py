"""Documents in the formats of an office, turned into lines that say where they stand."""
