"""Intake: bytes of any format to the text of reports, within limits."""
