"""What the adapter of python-sat is made of: encoding, a solver that keeps to a budget, conflicts and corrections by size."""
