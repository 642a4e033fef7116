"""Origins: who published a report first, and who copied whom."""
