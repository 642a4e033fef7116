"""What may be in a package and who holds what: the constraints of one stage, from positions and the pack."""
