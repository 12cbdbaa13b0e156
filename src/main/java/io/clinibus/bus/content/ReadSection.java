package io.clinibus.bus.content;

import java.util.UUID;

/**
 * Reads a section of a file.
 *
 * @param offset of its first byte
 * @param length how many bytes at most; the reply may have fewer, but at least one
 */
public record ReadSection(UUID contentId, long offset, int length) {}
