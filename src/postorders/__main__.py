"""Lets `python -m postorders` do what `postorders` does."""

from postorders.cli.main import main

main()
