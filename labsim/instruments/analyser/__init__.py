"""The analyser at the desk: a record on its screen, with cursors."""
