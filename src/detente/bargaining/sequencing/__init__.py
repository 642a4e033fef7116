"""Sequencing: steps in phases in which no side gives before its guarantee stands, and what breaks a circle of waiting."""
