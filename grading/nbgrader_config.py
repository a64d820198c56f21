"""nbgrader configuration of this course; run nbgrader commands in this directory."""

import sys
from pathlib import Path

here = Path(__file__).resolve().parent
sys.path.insert(0, str(here.parent))

from grading.config import configure  # noqa: E402

configure(get_config(), here, course="labsim")  # noqa: F821
