# Farmland Redline: what a developer calls. Everything sets itself up; see scripts/setup.
.PHONY: setup sample demo test qgis lint hooks translations changelog package docs gallery matrix bench fuzz
SHELL := /bin/bash
CITY := resources/sample/data
TESTS ?= .

setup:
	@scripts/setup

# The sample city in git, made anew.
sample: setup
	@scripts/python -m farmland_redline.scripts.sample_city --small

# The whole batch on the sample city.
demo: setup
	@scripts/demo

# All tests, in three processes; TESTS=analysis runs a part of them, in one.
test: setup
	@scripts/test $(TESTS)

# All tests on QGIS 3.22 (this machine), 3.40 and 3.44 (Debian roots, made when missing) and with the oldest libraries,
# and the static Qt 6 check: some four hours on two processors, and one table. See scripts/matrix.
matrix:
	@scripts/matrix

# Hostile inputs for every reader, and calls for files that fail, for MINUTES (60); goes on where the last one ended, and
# prints what it finds with how to repeat it. docs/development/testing.md says more.
fuzz: setup
	@scripts/fuzz $(if $(MINUTES),$(MINUTES),60) $(if $(SEED),--seed $(SEED))

# Ours and every peer that can be had, side by side, into benchmarks/RESULTS.md: SIZES=100000,400000,
# SCENARIO=growth (compare, growth, ten, huge, shifted, stacked, stages, desktop, folder, or all), REPEAT=5,
# TOOLS=overlay_parcels,native, TIMEOUT=seconds that a run may take. A folder's sizes are counties and parcels of each,
# SIZES=4x20000,30x333000: it says what disk they need, and refuses where there is less. Nothing else should run meanwhile.
bench: setup
	@scripts/python -m farmland_redline.benchmarks $(if $(SCENARIO),--scenario $(SCENARIO)) \
	  $(if $(SIZES),--sizes $(SIZES)) $(if $(REPEAT),--repeat $(REPEAT)) $(if $(TOOLS),--tools $(TOOLS)) \
	  $(if $(TIMEOUT),--timeout $(TIMEOUT))

# Style, the order of the rooms, and spelling; docs/development/testing.md says more.
lint: setup
	@.venv/bin/ruff check . && .venv/bin/ruff format --check .
	@cd .build/plugins && ../../.venv/bin/python -m mypy --config-file ../../pyproject.toml --no-error-summary \
	  --cache-dir ../mypy -p farmland_redline.processing
	@cd .build/plugins && PYTHONPATH=. ../../.venv/bin/lint-imports ../../pyproject.toml --no-cache
	@.venv/tools/bin/python scripts/spelling

# Lets git run the checks of `make lint` before each commit in this clone.
hooks: setup
	@.venv/bin/pre-commit install

# The QGIS desktop with the plugin.
qgis: setup
	@scripts/qgis

# Collects the texts of the code into the translation file; `make setup` compiles it.
translations: setup
	@scripts/python scripts/translations

# Carries the version and the changes of CHANGELOG.md into metadata.txt and pyproject.toml.
changelog: setup
	@scripts/python -m farmland_redline.scripts.packaging.changelog

# The zip that users install, in .build/dist: checked as the plugin site checks it (PUBLISH=1 refuses placeholders),
# then installed and run in this machine's QGIS and those of two Debian roots, which are made when missing (QGIS=host:
# this machine's only).
QGIS ?= host trixie testing
package:
	@scripts/package $(if $(PUBLISH),--publish)
	@scripts/try-package $(QGIS)

# The reference pages from the algorithms' own help, and the help that ships with the plugin.
docs: setup
	@scripts/docs

# Pictures of every sheet, letter, page and map of the sample city, in docs/gallery.md; needs LibreOffice and Chromium.
gallery: setup
	@scripts/gallery
