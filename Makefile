.PHONY: run test verify format image

run: ## Hermes with all it needs, on this machine
	./mvnw -q test-compile exec:java

test: ## the fast tests
	./mvnw test

verify: ## all tests
	./mvnw verify

format:
	./mvnw spotless:apply

image:
	docker build -t hermes .
