"""Pages: a web page to its visible text, its article and what it states of itself."""
