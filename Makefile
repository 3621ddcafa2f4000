# One place for every command. `make` alone lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
TOOLS := .traclearn/tools
UV_PIN := uv==0.13.9
UV := $(shell command -v uv 2>/dev/null || echo $(CURDIR)/$(TOOLS)/uv/bin/uv)
RUN = $(UV) run --frozen --no-sync
LOCAL = $(RUN) traclearn-local
export UV
export UV_PYTHON_DOWNLOADS = never
export UV_SYSTEM_CERTS ?= true
# Where it is set, every process that a test starts compiles anew whatever it imports.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help up down status logs env compose-env reset install sync messages check infra-check infra-api unit test e2e chaos simulate models \
  bench-answer bench-retrieval bench-index bench-runtime bench-feed bench-questions bench-concepts \
  bench-path bench-grader bench-injection bench-pages lighthouse scale rehearse-recovery

help: ## list the commands
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/; s/\$$\$$/$$/' | expand -t 16

up: sync ## install what is missing, start everything, print the address and the accounts
	@$(LOCAL) up

down: sync ## stop everything; the data stays
	@$(LOCAL) down

status: sync ## what runs, on which port, since when; what is not healthy (JSON=1 for JSON)
	@$(LOCAL) status $(if $(JSON),--json)

logs: sync ## what the programs said; SVC=grader for one, FOLLOW=1 to go on
	@$(LOCAL) logs $(SVC) $(if $(FOLLOW),--follow)

env: sync ## shell assignments for the running stack: set -a; eval "$$(make -s env)"
	@$(LOCAL) env

compose-env: sync ## passwords, ports and accounts for docker-compose.yml, whose head says how to use them
	@$(RUN) python -m traclearn_local.containers env

reset: sync ## stop everything and delete the stack's data
	@$(LOCAL) reset

install: sync ## bring onto the machine what `up` and `test` need, without starting anything
	@$(LOCAL) install --browser

models: sync ## generate the event models from contracts/
	@$(RUN) python -m traclearn_contracts.generation

messages: install ## take the plugin's texts into its catalogues, trac/learning/locale/*/LC_MESSAGES/traclearn.po
	@cd trac && for step in extract_messages "update_catalog --no-fuzzy-matching --ignore-obsolete=1"; do \
	  ../$(TOOLS)/trac/bin/python -W ignore setup.py -q $$step || exit 1; done

check: sync ## format, lint, types, import rules, unit tests, of what changed since it was green. ALL=1, SLOW=1: of all
	@$(LOCAL) install
	@$(RUN) python -m traclearn_local.check $(if $(ALL),--all) $(if $(SLOW),--slow)

infra-check: sync ## look at infra/terraform without an account: plans, tests, checkov, LocalStack; exit 2: no Terraform here
	@$(RUN) python -m traclearn_local.terraform.check

infra-api: sync ## render contracts/openapi.yaml for Terraform, which reads build/terraform/api.json
	@$(RUN) python -m traclearn_local.terraform.workspace

test: SLOW = 1
test: check install ## check SLOW=1, and everything on stacks of its own in two lanes: services, browser, chaos
	@$(RUN) python -m traclearn_local.lanes

e2e: install ## the way of an answer in a real browser
	@$(RUN) pytest -m e2e tests

chaos: install ## kill programs while 200 answers and 20 paths are in flight; ends with "lost N, doubled N" and the seed
	@$(RUN) pytest -m chaos -s tests/chaos

simulate: sync ## the workers' runtime under random faults in virtual time; SEEDS=10000, or SEED=n for one with its trace
	@$(RUN) python -m traclearn_worker.testing.simulation --keep libs/worker/tests/seeds.txt \
	  $(if $(SEED),--seed $(SEED),--seeds $(or $(SEEDS),10000))

bench-answer: install ## from POST to visible, stage by stage; writes build/bench/answer.json; BENCH=--help
	@$(RUN) python -m benchmarks.answer $(BENCH)

bench-retrieval: install ## questions to sections: hybrid search beside BM25 and the bare embedder; BENCH=--help
	@$(RUN) python -m benchmarks.retrieval $(BENCH)

bench-index: install ## chunks a second beside the bare embedder, and what an unchanged upload costs; BENCH=--help
	@$(RUN) python -m benchmarks.index $(BENCH)

bench-runtime: install ## what a message costs, beside bare aiobotocore, taskiq-aio-sqs and Celery; BENCH=--help
	@UV_PROJECT_ENVIRONMENT=$(CURDIR)/build/bench/peers $(UV) sync --frozen --quiet --project benchmarks/peers
	@$(RUN) python -m benchmarks.runtime $(BENCH)

bench-feed: install ## what the feed's lock costs writers of changes, beside the same without it; BENCH=--help
	@$(RUN) python -m benchmarks.feed $(BENCH)

bench-path: install ## paths without a language model, beside embedding and the bare vector query; BENCH=--help
	@$(RUN) python -m benchmarks.path $(BENCH)

bench-questions: sync ## share of questions made from passages that are fit, beside a cloze; BENCH=--help
	@$(RUN) python -m benchmarks.generated_questions $(BENCH)

bench-concepts: sync ## prerequisites of six manuals beside another checkout's; BENCH="FOLDER --peer CHECKOUT"
	@$(RUN) python -m benchmarks.concepts $(BENCH)

bench-grader: install ## how far offline grades agree with people's, beside word overlap, and what guards catch; BENCH=--help
	@$(RUN) python -m benchmarks.grader $(BENCH)

bench-injection: install ## what orders to the grader gain with a language model that obeys them; BENCH=--help
	@$(RUN) python -m benchmarks.injection $(BENCH)

bench-pages: install ## what pages weigh and when they show something, beside Trac without the plugin; BENCH=--help
	@$(RUN) python -m benchmarks.pages $(BENCH)

lighthouse: install ## what Lighthouse (Node.js) says of four pages for people who are signed in; needs npm's registry once
	@$(RUN) python -m benchmarks.lighthouse $(BENCH)

rehearse-recovery: install ## destroy PostgreSQL, Redis and Neo4j of a stack of its own and bring them back; OPTIONS=--help
	@$(RUN) python -m traclearn_local.recovery $(OPTIONS)

scale: sync ## what a million learners would ask of each part and cost: the tables of docs/scale.md
	@$(RUN) python -m benchmarks.scale

# The workspace's environment, in step with uv.lock. uv itself is fetched where it is missing.
sync: | $(UV)
	@$(UV) sync --frozen --quiet --all-packages

$(CURDIR)/$(TOOLS)/uv/bin/uv:
	@infra/local/get-uv "$(UV_PIN)" "$(CURDIR)/$(TOOLS)/uv"
