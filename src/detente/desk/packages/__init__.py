"""Packages for a person: asking, points from a file, words and records of the answer."""
