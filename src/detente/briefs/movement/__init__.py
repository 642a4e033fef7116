"""Section 4, beyond single deadlocks: whole stages, rules for both, what is held hardest, steps in phases."""
