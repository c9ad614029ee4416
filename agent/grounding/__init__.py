"""The gate: what may be shown of a reply. Figures stand in statements that code wrote; prose holds none."""
