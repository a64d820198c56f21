"""Grading a class at once: nbgrader's own autograde in worker processes over one gradebook."""
