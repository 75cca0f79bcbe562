"""Text to World: reading, resolving, checking and formatting world files."""
