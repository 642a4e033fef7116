"""The small words that every layer shares: span, id, date, certainty, problem, error. Standard library only."""
