"""Scenarios of a project: asked on the spot, kept in its history, exchanged as files."""
