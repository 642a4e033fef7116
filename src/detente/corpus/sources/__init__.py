"""Sources: what a publisher's reports are worth, and whose words are quoted as they were said."""
