"""What answers the person who lives in a story: their page, their interface, their socket.

Nothing here may know more than a `Seat` gives; an import contract in `pyproject.toml` holds it to that.
"""
