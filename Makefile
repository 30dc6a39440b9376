.PHONY: run test verify cache bench format image

run: ## Hermes with all it needs, on this machine
	./mvnw test-compile exec:java

test: ## the fast tests
	./mvnw test

verify: ## all tests
	./mvnw verify

cache: ## target/hermes and its class cache, for the Java that runs Maven (JAVA_HOME)
	./mvnw -q package exec:exec@cache -DskipTests

bench: ## Hermes beside nchan, Socket.IO and bare parts; make bench ARGS="--only fan-out"
	./mvnw -q package exec:exec@cache exec:exec@bench -DskipTests -Dbench="$(ARGS)"

format:
	./mvnw spotless:apply

image:
	docker build -t hermes .
