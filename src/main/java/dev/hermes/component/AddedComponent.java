package dev.hermes.component;

import java.nio.file.Path;

/**
 * A component that a user has added.
 *
 * @param version of Camel, for a component of Camel's own; else empty
 */
public record AddedComponent(String scheme, String version, Path jar) {}
