"""The pages: a story lived, watched and steered in the browser, and the service behind them.

`stories/` holds the running stories, each with one writer. `subject/` answers the person who lives in one: it is
handed a `Seat`, made of what that person perceives and believes, and knows nothing else. `wire.py` is all that can be
said to them, and so the measure of what they can come to know.
"""
