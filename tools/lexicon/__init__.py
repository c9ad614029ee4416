"""Words and factors that the rest of the package looks up: periods, roles of figures. Data only, in both languages."""
