"""Spatial forecasts of one issue from who is how strong, how much they care, and where they stand."""
