"""What can be asked of the documents of a project: which there are, where each comes from, who copies whom."""
