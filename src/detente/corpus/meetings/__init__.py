"""Meetings: talks, calls, summits and visits that documents tell of, and the same meeting as two sides tell it."""
