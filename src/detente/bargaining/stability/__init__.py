"""The graph model for conflict resolution: which states would hold, for whom, and why (docs/stability.md)."""
