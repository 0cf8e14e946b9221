# The few commands of the house. `./setup` brings what a bare machine lacks, make included.
PYTHON := .venv/bin/python
UV := .venv/bin/uv
DEMO := build/demo
SIZE := township
YEAR := $(shell date +%Y)
# A display that is named but not there would abort the program.
PROBE := from PySide6.QtGui import QGuiApplication; QGuiApplication([])
APP := $(PYTHON) app.py --password-file $(DEMO)/password.txt

.PHONY: help setup setup-test setup-package demo run test lint bench reliability lock clean \
	package package-check package-twice prove-package package-windows prove-windows

help:
	@echo "make demo         样例乡镇、年度报告、打开窗口 / a sample township, its report, the window"
	@echo "make run          打开程序 / open the program"
	@echo "make test         检查与测试 / checks and tests"
	@echo "make lint         只做检查 / checks alone"
	@echo "make bench        性能对比 / measurements beside their floors"
	@echo "make reliability  断电、磁盘满等可靠性试验的全量 / the reliability tests in full"
	@echo "make package      做 .deb 安装包，在 dist/ / the Debian package, in dist/"
	@echo "make package-check    做成并试开一次 / makes it and starts it once"
	@echo "make package-windows  做 Windows 安装程序 / the Windows installer"
	@echo "make prove-package, make prove-windows  在空系统里、在 wine 里试装 / try them"
	@echo "make lock         重新锁定依赖 / lock the dependencies again"

setup:
	@./setup

setup-test:
	@./setup --test

setup-package:
	@./setup --package

# The demo is made anew each time; its password is random and lies in a file beside it.
demo: setup
	@rm -rf $(DEMO) && mkdir -p $(DEMO)
	@$(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(9))' > $(DEMO)/password.txt
	@chmod 600 $(DEMO)/password.txt
	$(APP) demo $(DEMO)/workspace --size $(SIZE)
	$(APP) -w $(DEMO)/workspace report annual $(DEMO)/年度报告.pdf --year $(YEAR)
	@echo "工作库 workspace: $(DEMO)/workspace  密码 password: $$(cat $(DEMO)/password.txt)"
	@echo "年度报告 report:  $(DEMO)/年度报告.pdf"
	@if [ -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ] && $(PYTHON) -c "$(PROBE)" 2>/dev/null; then \
		echo "打开窗口 / opening the window"; $(APP) -w $(DEMO)/workspace; \
	else \
		echo "这里没有显示器，窗口没有打开；有显示器时运行 make demo 即可看到。"; \
		echo "There is no display here, so the window was not opened."; \
	fi

run: setup
	@$(PYTHON) app.py

lint: setup-test
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-cache

# -n: as many workers as CI has cores. Random order comes from pytest-randomly.
test: lint
	QT_QPA_PLATFORM=offscreen $(PYTHON) -m pytest -n 2 --dist worksteal --durations 10 $(TESTS)

# Tests marked full that stand beside what they test.
FULL = $(filter-out tests/reliability/%,$(shell grep -rl 'mark\.full' tests --include='test_*.py'))
reliability: setup-test
	UNION_DESK_FULL=1 QT_QPA_PLATFORM=offscreen $(PYTHON) -m pytest tests/reliability $(FULL) -n 2 --dist worksteal --timeout 3600 -o faulthandler_timeout=3500 -q

bench: setup-test
	@for file in $(wildcard tests/bench/bench_*.py); do \
		echo "== $$file"; QT_QPA_PLATFORM=offscreen $(PYTHON) -m tests.bench.$$(basename $$file .py) || exit 1; \
	done

# `make lock UPGRADE=--upgrade` takes the newest versions; without it pins stay where they can.
# Universal: one lock for every system and every Python from 3.11 on. No index is written into it.
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-config --custom-compile-command "make lock"
lock:
	@./setup --test
	$(COMPILE) $(UPGRADE) pyproject.toml -o requirements.lock
	$(COMPILE) pyproject.toml $(UPGRADE) --extra test -c requirements.lock -o requirements-test.lock
	echo 'pyinstaller>=6.22' | $(COMPILE) $(UPGRADE) - -o requirements-package.lock
	echo uv | $(COMPILE) $(UPGRADE) - -o requirements-setup.lock

# The one-dir bundle and the .deb of HEAD. `package-twice` builds two times and lists what differs.
package: setup-package
	$(PYTHON) -m installer.build deb

# What CI does: packed loosely, unpacked into a temporary folder, commands and window started once.
package-check: setup-test setup-package
	$(PYTHON) -m installer.build check

package-twice: setup-package
	$(PYTHON) -m installer.build twice

# As root: in a bare root file system made with debootstrap.
prove-package:
	installer/debian/prove.sh

package-windows: setup
	$(PYTHON) -m installer.windows.build

prove-windows:
	installer/windows/prove.sh

clean:
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
