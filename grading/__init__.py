"""The nbgrader course and the class tools: keys, marking, feedback, skill map."""
