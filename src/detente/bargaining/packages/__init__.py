"""Packages: which deals are in reach, and what exact solutions say of the points that a person entered."""
