"""`pytest --nbval-lax notebooks` keeps its records apart from those of whoever works here."""

import os
import tempfile

_KEPT = tempfile.TemporaryDirectory(prefix="labsim-records-")
os.environ["LABSIM_RECORDS"] = _KEPT.name  # the kernels inherit it
