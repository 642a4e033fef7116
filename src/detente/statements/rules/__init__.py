"""The first reader: words and rules that a person can read, each statement naming the rules that made it."""
