"""Solvers: adapters behind bargaining's port."""
