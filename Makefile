# netc: see `make help`.

# netc has one thread, so counting references needs no atomic instructions: that, and modules that may
# inline each other's code, take a tenth off the time of a build.
RELEASE_FLAGS = -c release --product netc --static-swift-stdlib \
	-Xswiftc -assume-single-threaded -Xswiftc -cross-module-optimization \
	-Xlinker -s -Xlinker -L$(CURDIR)/.build/static -Xswiftc -Xclang-linker -Xswiftc -static-libgcc
COMPILER := $(shell command -v cc || command -v gcc || command -v clang)
SECONDS_OF_FUZZING ?= 60
SHOP = .build/demo

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 16

libyaml: ; @.ci/install libyaml-dev

demo: libyaml ## set up, build, compile the example shop and show what came out
	swift build --product netc
	@Tests/demo .build/debug/netc $(SHOP)

build: libyaml ## one release binary that needs nothing but libc: .build/release/netc
	@mkdir -p .build/static
	@ln -sf "$$($(COMPILER) -print-file-name=libyaml.a)" \
		"$$($(COMPILER) -print-file-name=libstdc++.a)" .build/static/
	@printf 'Name: LibYAML\nDescription: static\nVersion: 0.2\nLibs: -L%s -lyaml\n' \
		'$(CURDIR)/.build/static' >.build/static/yaml-0.1.pc
	PKG_CONFIG_PATH='$(CURDIR)/.build/static' swift build $(RELEASE_FLAGS)

test: ## every ring of tests (docs/Testing.md); installs what they need when run as root
	@.ci/install --for-tests
	@Tests/run

bench: build ## what netc costs, as ratios, in one run (docs/Performance.md); QUICK=1: a minute of it
	@.ci/install gcc libc6-dev python3-yaml iproute2 iptables nftables bind9-utils nginx wrk
	PKG_CONFIG_PATH='$(CURDIR)/.build/static' NETC_BENCH=1 swift build -c release --product ZoneBench
	python3 Tests/Performance/zones.py .build/release/ZoneBench
	$(if $(QUICK),,python3 Tests/Performance/bench.py .build/release/netc)
	python3 Tests/Performance/ingress.py .build/release/netc $(if $(QUICK),--sizes 500,2000 --rounds 3)
	python3 Tests/Performance/dataplane.py .build/release/netc \
		$(if $(QUICK),--services 1000 --changed 1000 --connects 500 --repeats 1)

golden: libyaml ## rewrite golden/*/expected, schemas/ and the generated docs; then read the diff
	UPDATE_GOLDEN=1 swift test --filter 'GoldenTests|SchemaTests|TidyTests'

fuzz: libyaml ## libFuzzer over the whole compiler: make fuzz SECONDS_OF_FUZZING=600
	Tests/Fuzz/run $(SECONDS_OF_FUZZING)

lint: ## swift format, strictly, and shellcheck
	@Tests/lint

format: ## rewrite the sources as `make lint` wants them
	swift format --in-place --recursive Package.swift Sources Tests

clean: ## remove what was built
	rm -rf .build .build-fuzz

.PHONY: help libyaml demo build test bench golden fuzz lint format clean
