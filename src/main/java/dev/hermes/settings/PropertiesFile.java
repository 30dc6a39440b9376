package dev.hermes.settings;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** Reads a properties file in UTF-8, with or without a byte order mark, or else in Latin-1, as Java once wrote them. */
public final class PropertiesFile {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private PropertiesFile() {}

    /** @throws IOException if the file cannot be read, or holds a broken {@code \}{@code u} escape; the message names it */
    public static Properties read(Path file) throws IOException {
        Properties properties = new Properties();
        String text = decode(Files.readAllBytes(file));
        try {
            properties.load(new StringReader(
                    text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " cannot be read: " + e.getMessage(), e);
        }
        return properties;
    }

    private static String decode(byte[] bytes) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, ISO_8859_1);
        }
    }
}
