"""What the parties did with one another: offers and answers, deadlines, what was given, levers, promises, checked claims."""
