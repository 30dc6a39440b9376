# --- Build ---------------------------------------------------------------------
FROM eclipse-temurin:17-jdk AS build
WORKDIR /build

# Maven and all dependencies, in a layer that only the wrapper and the POM can make stale: the same build as below, but
# without sources. After it, the build needs no network.
# The wrapper downloads with wget, curl or, lacking both, javac, and unpacks with unzip or else tar and gzip: the image
# has what it takes.
COPY mvnw pom.xml ./
COPY .mvn/ .mvn/
RUN ./mvnw -B -ntp -Dmaven.test.skip=true package && rm -r target

# The tests need a browser: .ci/run runs them, the image does not.
COPY application.properties LICENSE ./
COPY routes/ routes/
COPY client/dist/ client/dist/
COPY src/main/ src/main/
RUN ./mvnw -B -ntp -Dmaven.test.skip=true package

# --- Run -----------------------------------------------------------------------
FROM eclipse-temurin:17-jre

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
COPY LICENSE /opt/hermes/
COPY --from=build /build/target/hermes.jar /opt/hermes/

# Loopback, the default, is out of reach from outside a container. These win over a mounted application.properties.
ENV HERMES_GATEWAY_HOST=0.0.0.0 HERMES_MANAGEMENT_HOST=0.0.0.0
EXPOSE 8080 9090

# By number: Kubernetes cannot tell that a name is not root (runAsNonRoot).
USER 10001:10001

# curl is in Temurin's images of Java 17 (from 22 on it is not). --noproxy: a proxy set for AWS must not be asked.
# Alive, not ready: a container that is replaced because SQS is away drops every socket and mends nothing.
# A port from a mounted application.properties is not seen here: set HERMES_MANAGEMENT_PORT instead.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD curl -fsS --noproxy '*' -o /dev/null "http://127.0.0.1:${HERMES_MANAGEMENT_PORT:-9090}/observe/health/live"

# Of a release: --build-arg VERSION=… --build-arg REVISION=$(git rev-parse HEAD)
ARG VERSION=unreleased
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Hermes" \
    org.opencontainers.image.description="A message on the queue reaches every browser in its room" \
    org.opencontainers.image.licenses="Apache-2.0" \
    org.opencontainers.image.version="${VERSION}" \
    org.opencontainers.image.revision="${REVISION}"

# Exec form, so that Java itself gets SIGTERM and closes its sockets, over 18 s by default: docker stop --time 30.
# MaxRAMPercentage: the default heap is a quarter of the container's memory, for no gain. 60 leaves room for what lies
#   outside the heap: classes, threads, and the buffers of Netty.
# ExitOnOutOfMemoryError: a new container serves better than one that has lost some thread.
# No collector is named: Java takes Serial below 2 CPUs or 1792 MB and G1 above, which is right for both.
# More flags: JAVA_TOOL_OPTIONS. Other commands: docker run IMAGE setup, and the like.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "-jar", "/opt/hermes/hermes.jar"]
