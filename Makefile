# Two commands set everything up: make run, make test. The rest is meson's.
BUILD ?= build
PORT  ?= 7700
INDEX ?=
FEED  ?=
ARTICLES ?= 100000

.PHONY: run test quick torture fuzz soak coverage mutation bench build deb clean

run:
	@tools/bootstrap build
	@BUILD=$(BUILD) PORT=$(PORT) INDEX='$(INDEX)' FEED='$(FEED)' tools/run

test:
	@tools/bootstrap test
	@BUILD=$(BUILD) tools/test

quick:
	@tools/bootstrap test
	@BUILD=$(BUILD) tools/quick

torture:
	@tools/bootstrap test
	@BUILD=$(BUILD) tools/torture

fuzz:
	@tools/bootstrap test
	@BUILD=$(BUILD) tools/fuzz

soak:
	@tools/bootstrap test
	@BUILD=$(BUILD) tools/soak

coverage:
	@tools/bootstrap test
	@BUILD=$(BUILD) tools/coverage

mutation:
	@tools/bootstrap test
	@tools/configure $(BUILD) -Dtests=true
	@BUILD=$(BUILD) tools/mutation

bench:
	@tools/bootstrap bench
	@BUILD=$(BUILD)-release ARTICLES=$(ARTICLES) tools/bench

build:
	@tools/bootstrap build
	@tools/configure $(BUILD) -Dtests=false
	@meson compile -C $(BUILD)

deb:
	@tools/bootstrap deb
	@BUILD=$(BUILD) tools/deb

clean:
	rm -rf build build-*
