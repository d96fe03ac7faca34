# Everything that people and CI do with this house. `make help` lists the targets.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# Any Python from 3.11 on; the first that is found, or PYTHON=….
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$p; break; }; done)
VENV ?= .venv
BIN := $(VENV)/bin
# Hashes are required, so that what is installed is what was locked; .pyc files are written when first needed.
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet
INSTALL := $(PIP) install --no-compile --progress-bar off --require-hashes --requirement
EDITABLE := $(PIP) install --no-compile --no-deps --no-build-isolation --no-index --editable .
REPORTS ?= corpus/sample

.PHONY: help run test lint types fmt browser-test eval bench growth kills load lock docs clean

help: ## Liệt kê các lệnh / list these targets
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | \
	while IFS="$$(printf '\t')" read -r name what; do printf '  make %-13s %s\n' "$$name" "$$what"; done

run: reports-folder $(VENV)/.runtime ## Mở trang trò chuyện trên bộ mẫu, hoặc REPORTS=thư-mục, PORT=8001 / serve the page
	@REPORTS='$(REPORTS)' PORT='$(PORT)' sh .ci/serve '$(BIN)'

test: $(VENV)/.dev ## Chạy toàn bộ phép thử / all tests, browser and slow ones apart
	$(BIN)/pytest -m "not browser and not slow" $(TESTS)

lint: $(VENV)/.dev ## ruff: quy tắc và trình bày / rules and layout
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev ## mypy, nghiêm ngặt / strict
	$(BIN)/mypy
	$(BIN)/mypy tests

fmt: $(VENV)/.dev ## Trình bày lại mã nguồn / format
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

browser-test: $(VENV)/.dev ## Thử trang trong Chromium thật / drive the page in a real Chromium
	$(BIN)/pytest -m browser $(TESTS)

kills: $(VENV)/.dev ## Ngắt đột ngột khi đang ghi, nhiều lần / kill -9 while indexing
	$(BIN)/pytest -m slow -k kill $(TESTS)

QUESTIONS ?= eval/questions/sample.jsonl
load: $(VENV)/.dev ## 50 người hỏi cùng lúc trong hai phút, bằng wrk / many askers at once, by wrk
	$(BIN)/python -m eval.bench.under_load --reports '$(REPORTS)' --questions '$(QUESTIONS)' $(LOAD)

eval: $(VENV)/.dev ## Chấm điểm trên bộ mẫu / score the answers over the sample corpus
	$(BIN)/baocao eval run

bench: $(VENV)/.dev ## Đo tốc độ / measure speed
	$(BIN)/python -m eval.bench

GROWTH ?= --times 1 10 100 --out docs/performance.md
growth: $(VENV)/.dev ## Đo khi kho lớn gấp 10, gấp 100 / measure growth to 100 times as many reports
	$(BIN)/python -m eval.bench.growth $(GROWTH)

docs: $(VENV)/.dev ## Viết lại docs/settings.md từ mã nguồn / renew the generated pages
	$(BIN)/baocao doctor --page > docs/settings.md

COMPILE := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --no-header --group build
lock: $(VENV)/.dev ## Khóa lại các thư viện (thêm UPGRADE=--upgrade để lên bản mới) / renew both lock files
	$(COMPILE) $(UPGRADE) --extra files --extra exports --extra mcp --output-file requirements.lock
	$(COMPILE) $(UPGRADE) --all-extras --group dev --constraints requirements.lock --output-file requirements-dev.lock

clean: ## Bỏ môi trường và các bộ nhớ tạm / remove the environment and caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis out

# A missing folder is said before a minute is spent on installing.
.PHONY: reports-folder
reports-folder:
	@test -d '$(REPORTS)' || { echo "Không thấy thư mục báo cáo “$(REPORTS)”. Hãy kiểm tra lại đường dẫn: make run REPORTS=thư-mục" >&2; exit 2; }

$(BIN)/python:
	@test -n '$(PYTHON)' || { echo "Cần Python 3.11 trở lên. Hãy cài rồi chạy lại, hoặc chỉ rõ: make PYTHON=/đường/dẫn/python3" >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { echo "Không tạo được môi trường $(VENV). Trên Debian hay Ubuntu hãy cài gói python3-venv." >&2; rm -rf $(VENV); exit 2; }

$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Đang cài các thư viện vào $(VENV) (chỉ lần đầu)…"
	@$(INSTALL) requirements.lock
	@$(EDITABLE)
	@touch $@

$(VENV)/.dev: requirements-dev.lock requirements.lock pyproject.toml | $(BIN)/python
	@echo "Đang cài các thư viện và công cụ vào $(VENV) (chỉ lần đầu)…"
	@$(INSTALL) requirements-dev.lock
	@$(EDITABLE)
	@touch $@ $(VENV)/.runtime
