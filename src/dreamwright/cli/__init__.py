"""The command line: one file a verb, `play/` for the largest; it shows and asks, and holds no rule of a world."""
