"""`dreamwright play`: one person is one character of a world, in the terminal.

A typed line goes through `parser.py` to a command of `session.py`; what the person then reads is made in `view.py`
and its neighbours from that character's mind and percepts alone; `console.py` is the terminal.
"""
