"""Scoring: read statements against a person's coding, by the measures of the codebook."""
