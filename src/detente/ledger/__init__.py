"""Ledger: statements to positions, shifts and contradictions; views at a time."""
