"""The stories that run in this process: each with one writer, kept as it goes, and taken up again after a restart."""
