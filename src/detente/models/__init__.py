"""Readers that rest on a trained model: the encoder, its heads, and what they make of a sentence."""
