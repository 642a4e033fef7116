"""Formats in which a project is handed on and taken in; each is chosen by name through entry points."""
