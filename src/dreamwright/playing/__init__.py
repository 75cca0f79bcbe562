"""One person's game, whatever the screen: typed lines in, paragraphs and choices out.

A typed line goes through `parser.py` to a command of `session.py`; what the person then reads is made in `view.py` and
its neighbours from that character's mind and percepts alone.
"""
