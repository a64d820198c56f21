"""Ladder to Python: every instruction's code, and the function a routine becomes."""
