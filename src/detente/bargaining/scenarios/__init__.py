"""Scenarios: what would follow if a position were otherwise. The ledger stays as it is; what is supposed is always marked."""
