"""Stores: where a project is kept. Adapters behind the ports of the ledger."""
