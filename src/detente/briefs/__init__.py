"""Briefs: results as sections of lines, each with the words it rests on; no file format."""
