package dev.hermes.management;

import java.util.Optional;

/** The access key with which callers sign. */
record KeyPair(String accessKeyId, String secretAccessKey) {

    /** @return empty if neither part is set */
    static Optional<KeyPair> of(String accessKeyId, String secretAccessKey) {
        if (accessKeyId.isEmpty() != secretAccessKey.isEmpty()) {
            throw new IllegalArgumentException("hermes.connections-api.access-key-id and .secret-access-key: one is set"
                    + " without the other; set both, or neither to refuse every call");
        }
        return accessKeyId.isEmpty() ? Optional.empty() : Optional.of(new KeyPair(accessKeyId, secretAccessKey));
    }

    @Override
    public String toString() {
        return accessKeyId;
    }
}
