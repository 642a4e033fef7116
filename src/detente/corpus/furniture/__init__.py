"""Furniture: what on a page is no reporting, marked and never cut."""
