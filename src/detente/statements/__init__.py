"""Statements: one attributed proposition each, tied to the exact words that carry it."""
