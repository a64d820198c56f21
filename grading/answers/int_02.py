"""INT-02 has no literal questions: paper and benches are marked from records (papers.py)."""

__all__: list[str] = []
