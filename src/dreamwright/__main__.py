"""`python -m dreamwright`: the command line."""

from dreamwright.cli.main import main

if __name__ == "__main__":
    main()
