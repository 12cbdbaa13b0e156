package io.clinibus.web.pages;

/**
 * An asset as it is stored.
 *
 * @param code authenticates name and content by the key with the id
 */
record StoredAsset(String name, String keyId, byte[] code, FileContent content) {}
