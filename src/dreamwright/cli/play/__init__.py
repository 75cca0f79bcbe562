"""`dreamwright play`: a game in the terminal. The game itself is in `playing/`; `console.py` is the terminal."""
