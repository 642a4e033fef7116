"""Sentences: where a document says one thing after the other."""
