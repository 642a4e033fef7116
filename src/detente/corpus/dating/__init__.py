"""Dating: when a report came out, and which days its words mean."""
