"""The kernels notebooks are graded in: how they are started, and what they cannot reach."""
