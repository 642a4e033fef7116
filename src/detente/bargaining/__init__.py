"""Bargaining: deadlocks, moves, proposals and questions, as pure functions of positions and a pack."""
