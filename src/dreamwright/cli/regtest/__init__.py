"""`dreamwright test`: scripted play in RegTest's format, Andrew Plotkin's for testing interactive fiction.

`script.py` reads a test file, `run.py` plays it. Of RegTest's format: `** key: value` lines before the tests (`world`,
`seed`, `as`, `precommand`), `* name`, `> command`, `>{include} name`, checks with `!`, `/`, `{invert}`, `{vital}` and
`{count=N}`, `#` comments. Tests whose name begins with `-` or `_` run only when included or named.
"""
