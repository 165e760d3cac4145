"""Speed and memory, repeatable, side by side with peers. `make bench` runs all of it and writes the page."""
