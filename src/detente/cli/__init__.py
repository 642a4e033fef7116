"""The command line: parses the request, calls the desk, shows the answer. Heavy imports stand in commands."""
