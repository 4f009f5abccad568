# Every target sets up what it needs; workbench.py does the work, also without make.
#   make lab [LAB_ARGS="--no-browser --port 8899"]   [PYTHON=python3.12]

# The first Python here that is new enough.
PYTHON ?= $(shell for python in python3 python python3.13 python3.12 python3.11 py; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 \
	&& echo "$$python" && break; done)
ifeq ($(strip $(PYTHON)),)
$(error No Python 3.11 or newer was found: install one, or name it: make PYTHON=/path/to/python lab)
endif

.PHONY: help lab test refresh mutate local setup clean
.DEFAULT_GOAL := help

help: ## list the targets
	@$(PYTHON) workbench.py --help

lab: ## JupyterLab on the first notebook, with an engine behind it
	@$(PYTHON) workbench.py lab $(LAB_ARGS)

test: ## every check and test, the notebooks included
	@$(PYTHON) workbench.py test

refresh: ## execute the notebooks again, in place
	@$(PYTHON) workbench.py refresh

mutate: ## break a room on purpose, ROOM=capacity: do its tests see it?
	@$(PYTHON) workbench.py mutate $(ROOM)

local: ## fetch and run DynamoDB Local on 127.0.0.1:8000 (Java 17 and Maven)
	@$(PYTHON) workbench.py local

setup: ## only set up what the notebooks need
	@$(PYTHON) workbench.py setup

clean: ## remove everything that set-up made (data files stay)
	@$(PYTHON) workbench.py clean
