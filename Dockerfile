# --- Build ---------------------------------------------------------------------
FROM eclipse-temurin:17-jdk AS build
WORKDIR /build

# Maven and all dependencies, in a layer that only the wrapper and the POM can make stale: the same build as below, but
# without sources. After it, the build needs no network.
# The wrapper downloads with wget, curl or, lacking both, javac, and unpacks with unzip or else tar and gzip: the image
# has what it takes.
COPY mvnw pom.xml ./
COPY .mvn/ .mvn/
RUN ./mvnw -B -ntp -Dmaven.test.skip=true package dependency:copy-dependencies -DoutputDirectory=/training/libraries \
    && rm -r target

COPY application.properties LICENSE ./
COPY routes/ routes/
COPY client/dist/ client/dist/
COPY src/main/ src/main/
RUN ./mvnw -B -ntp -Dmaven.test.skip=true package

# The dev stack and the benchmark's clients, for the training below. The tests themselves need a browser: .ci/run runs
# them, the image does not.
COPY src/test/java/ src/test/java/
RUN ./mvnw -B -ntp test-compile

# --- Hermes --------------------------------------------------------------------
FROM eclipse-temurin:25-jre AS hermes

# A fixed uid, above those that a base image gives away, so that the owner of a mounted folder can be told. The home is
# where the AWS SDK looks for .aws.
RUN groupadd --gid 10001 hermes \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /hermes --shell /usr/sbin/nologin hermes \
    && install --directory --owner=10001 --group=10001 /hermes

# The working folder. Hermes takes up edits of routes/ while it runs: docker cp files into it, or mount a folder there.
# A mounted folder hides these copies, so it must hold all the routes; a new named volume starts out with them.
# application.properties need only name what differs from the one in the jar, so none is put here.
WORKDIR /hermes
COPY --chown=10001:10001 routes/ routes/
# Not in the working folder, so that all of it can be mounted over.
COPY LICENSE deploy/image/health /opt/hermes/
COPY --from=build /build/target/hermes /build/target/hermes.jvm /build/target/hermes.jar /opt/hermes/

# --- Train ---------------------------------------------------------------------
# Real traffic, with SQS and DynamoDB of the dev stack, makes the cache of classes and profiles. It serves no other jar
# and no other Java than the very ones that it was made with; so it is made in this image.
FROM hermes AS training
COPY --from=build /build/target/classes/ /training/classes/
COPY --from=build /build/target/test-classes/ /training/test-classes/
COPY --from=build /training/libraries/ /training/libraries/
RUN java -cp "/training/test-classes:/training/classes:/training/libraries/*" \
    dev.hermes.bench.Training /opt/hermes/hermes

# --- Run -----------------------------------------------------------------------
FROM hermes
COPY --from=training /opt/hermes/hermes.aot /opt/hermes/

# Loopback, the default, is out of reach from outside a container. These win over a mounted application.properties.
ENV HERMES_GATEWAY_HOST=0.0.0.0 HERMES_MANAGEMENT_HOST=0.0.0.0
EXPOSE 8080 9090

# By number: Kubernetes cannot tell that a name is not root (runAsNonRoot).
USER 10001:10001

# Alive, not ready: a container that is replaced because SQS is away drops every socket and mends nothing.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["/opt/hermes/health"]

# Of a release: --build-arg VERSION=… --build-arg REVISION=$(git rev-parse HEAD)
ARG VERSION=unreleased
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Hermes" \
    org.opencontainers.image.description="A message on the queue reaches every browser in its room" \
    org.opencontainers.image.licenses="Apache-2.0" \
    org.opencontainers.image.version="${VERSION}" \
    org.opencontainers.image.revision="${REVISION}"

# The launcher gives its place to Java, so Java itself gets SIGTERM and closes its sockets, over 18 s by default:
# docker stop --time 30. It chooses Java's flags (docs/process.md); more of them: JAVA_OPTS.
# Other commands: docker run IMAGE setup, and the like.
ENTRYPOINT ["/opt/hermes/hermes"]
