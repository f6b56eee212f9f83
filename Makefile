# make run     the chat on http://127.0.0.1:8000 (HOST=… PORT=… for another address)
# make test    the whole test suite (ARGS="-k words" for a part of it)
# make check   lint, format, types
# make setup   only the set-up: .venv with everything in it, pinned by constraints.txt
#
# PYTHON=… picks another interpreter than python3.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
ARGS ?=

# Newer than pyproject.toml and constraints.txt: the environment is as they ask.
STAMP := .venv/.set-up

.PHONY: run test check setup
.DEFAULT_GOAL := run

run: setup
	@.venv/bin/hoidap index build --if-stale
	@echo "hoidap: http://$(HOST):$(PORT) (Ctrl+C stops it)"
	@exec .venv/bin/hoidap serve --host "$(HOST)" --port "$(PORT)"

test: setup
	@scripts/test $(ARGS)

check:
	@scripts/check

setup: $(STAMP)
	@:

$(STAMP): pyproject.toml constraints.txt scripts/setup
	@PYTHON="$(PYTHON)" scripts/setup
	@touch $@
