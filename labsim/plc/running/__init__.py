"""A program while it runs: its memory, what it calls, how it is looked into."""
