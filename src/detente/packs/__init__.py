"""Packs: conflict data, loaded, checked and composed."""
