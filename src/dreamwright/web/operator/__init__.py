"""What answers operators and observers: the helmet. They see everything; nothing of theirs is handed to a subject."""
