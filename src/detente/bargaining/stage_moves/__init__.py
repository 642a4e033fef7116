"""Moves of a whole stage: minimal sets of steps after which there is a package, not only one deadlock the less."""
