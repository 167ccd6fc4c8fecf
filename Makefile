# Tactics. `make help` says what there is.

CONFIGURATION ?= release
ARGUMENTS ?=

BUILD := swift build -c $(CONFIGURATION)
BINARIES = $(shell $(BUILD) --show-bin-path)
TEST_BINARIES = $(shell swift build --show-bin-path)

.DEFAULT_GOAL := help
.PHONY: help deps build bundles run test bench bench-models calibrate lint format clean

help: ## Show this list
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "  CONFIGURATION=debug builds faster and runs slower; ARGUMENTS='--port 9000' go to tactics up."

deps: ## Install what is missing with apt (as root), or say the command
	@deploy/scripts/install-dependencies.sh

build: deps ## Build the program and the connectors
	$(BUILD)
	@deploy/scripts/bundle-connectors.sh "$(BINARIES)"

bundles: ## Assemble the connector bundles of what is built
	@deploy/scripts/bundle-connectors.sh "$(BINARIES)"

run: build ## Build, then run everything from .tactics/ until Ctrl-C
	@exec "$(BINARIES)/tactics" up $(ARGUMENTS)

test: deps ## Run every test, on a PostgreSQL and a Redis of their own
	swift build --build-tests
	@deploy/scripts/bundle-connectors.sh "$(TEST_BINARIES)"
	@deploy/scripts/test.sh

bench: deps ## Measure against the figures in Tests/Benchmarks
	swift build -c release
	@deploy/scripts/bundle-connectors.sh "$$(swift build -c release --show-bin-path)"
	@TACTICS_BIN="$$(swift build -c release --show-bin-path)" Tests/Benchmarks/run

bench-models: deps ## Measure the models beside other libraries (Tests/Benchmarks/MODELS.md)
	swift build -c release
	@TACTICS_BIN="$$(swift build -c release --show-bin-path)" Tests/Benchmarks/models/run

calibrate: deps ## Calibrate the models by simulation: the long tests
	swift build --build-tests
	TACTICS_CALIBRATE=1 swift test --skip-build --filter '^StatisticsTests\.'

lint: ## Fail when a file is not formatted
	@deploy/scripts/lint.sh

format: ## Format all Swift files
	swift format format --in-place --recursive --parallel Package.swift Sources Plugins Tests

clean: ## Remove what was built; the data in .tactics/ stay
	swift package clean
