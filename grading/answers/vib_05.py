"""VIB-05 has no literal questions: its paper is marked from the record (grading/papers.py)."""

__all__: list[str] = []
