"""Worlds: what the parties may hold, drawn from the fold, and which results hold in how many of them (DESIGN §6)."""
