"""Corpus: bytes to documents; furniture, sentences, metadata. Texts are never altered."""
