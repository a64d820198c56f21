# The two commands of the README. Each sets up what it needs (scripts/setup.sh), then does its job.
BIN := .venv/bin

.PHONY: help lab test check format screenshots clean

help:
	@echo "make lab          set up and open the course in JupyterLab"
	@echo "make test         set up for development and run every check"
	@echo "make check        the quick checks: rules and every test without browser, kernel or nbgrader"
	@echo "make format       put the code into shape"
	@echo "make screenshots  take pictures of the workbench, and the strip of a lab solved in it"
	@echo "make clean        remove the virtual environment and what the tools left"

lab:
	@sh scripts/setup.sh lab
	@$(BIN)/labsim lab $(ARGS)

# Three processes keep two cores busy: browsers, kernels and hubs are waited for.
test:
	@sh scripts/setup.sh test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pytest -n 3 --dist loadfile --durations=20 --nbval-lax --nbval-current-env tests notebooks

check:
	@sh scripts/setup.sh test
	$(BIN)/ruff check .
	$(BIN)/pytest -n 2 --dist loadfile -m "not browser and not notebooks and not nbgrader and not slow"

format:
	@sh scripts/setup.sh test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

screenshots:
	@sh scripts/setup.sh test
	$(BIN)/labsim screenshots
	cp screenshots/probing.png docs/workbench.png
	$(BIN)/python -m labsim.ui.film screenshots
	cp screenshots/hyd-04-in-the-browser.png docs

clean:
	rm -rf .venv .pytest_cache .ruff_cache build dist
