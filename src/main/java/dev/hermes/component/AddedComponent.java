package dev.hermes.component;

import java.nio.file.Path;

/**
 * A component that a user has added.
 *
 * @param version of its artifact; empty if the jar does not tell
 */
public record AddedComponent(String scheme, String version, Path jar) {}
