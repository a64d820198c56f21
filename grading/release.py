"""Steps of nbgrader that make the release: nothing cleared but what is marked, rubrics shown."""

from __future__ import annotations

from typing import Any

from nbformat.v4 import new_markdown_cell
from nbgrader.preprocessors import ClearSolutions, NbGraderPreprocessor

from grading import rubrics

__all__ = ["KeepAsWritten", "ShowRubrics"]


class KeepAsWritten(ClearSolutions):
    """Release solution cells as they stand; only marked BEGIN/END SOLUTION regions are cleared."""

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[Any, Any]:
        if self.begin_solution_delimeter in cell.source:
            return super().preprocess_cell(cell, resources, cell_index)
        return cell, resources


class ShowRubrics(NbGraderPreprocessor):
    """Put the rubric, locked, above each cell that a person marks."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        cells = []
        for cell in nb.cells:
            name = cell.metadata.get("labsim", {}).get("rubric")
            if name:
                cells.append(self._table(cell, name))
            cells.append(cell)
        nb.cells = cells
        return nb, resources

    @staticmethod
    def _table(cell: Any, name: str) -> Any:
        ours = cell.metadata.nbgrader
        table = new_markdown_cell(rubrics.markdown(name, float(ours["points"])))
        table.id = f"{cell.get('id', ours['grade_id'])[:56]}-rubric"
        table.metadata.nbgrader = {
            "schema_version": 3, "grade_id": f"{ours['grade_id']}-rubric",
            "grade": False, "solution": False, "locked": True, "task": False,
        }  # fmt: skip
        return table
