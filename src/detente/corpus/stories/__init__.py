"""Stories: documents that carry the same text."""
