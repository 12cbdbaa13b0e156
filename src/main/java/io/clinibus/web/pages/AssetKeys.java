package io.clinibus.web.pages;

import io.clinibus.platform.keys.RsaKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys that authenticate stored assets (HMAC-SHA-256), derived from the signing keys: who may write
 * to the database, but has no key of the nodes, cannot make a node serve a script. The first key
 * makes codes, all verify them.
 */
final class AssetKeys {

  private static final String ALGORITHM = "HmacSHA256";
  private static final String PURPOSE = "assets";

  private record Key(String id, byte[] secret) {}

  private final List<Key> keys;

  private AssetKeys(List<Key> keys) {
    this.keys = keys;
  }

  /** Derives them from a file of signing keys. Blocks. */
  static AssetKeys read(Path signingKeys) {
    return new AssetKeys(
        RsaKey.read(signingKeys).stream()
            .map(key -> new Key(key.thumbprint(), key.derive(PURPOSE)))
            .toList());
  }

  /** The id of the key that makes codes. */
  String id() {
    return keys.get(0).id();
  }

  /** The ids of the keys that verify them. */
  List<String> ids() {
    return keys.stream().map(Key::id).toList();
  }

  StoredAsset authenticated(String name, FileContent content) {
    return new StoredAsset(name, id(), code(keys.get(0), name, content), content);
  }

  /** Whether a node with one of these keys has stored the asset. */
  boolean verify(StoredAsset asset) {
    return keys.stream()
        .filter(key -> key.id().equals(asset.keyId()))
        .anyMatch(
            key -> MessageDigest.isEqual(code(key, asset.name(), asset.content()), asset.code()));
  }

  private static byte[] code(Key key, String name, FileContent content) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key.secret(), ALGORITHM));
      add(mac, name.getBytes(StandardCharsets.UTF_8));
      add(mac, content.plain());
      add(mac, content.gzip());
      add(mac, content.brotli());
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(ALGORITHM + " unavailable", e);
    }
  }

  /** Each part after its length, so that no two assets are the same sequence of bytes. */
  private static void add(Mac mac, byte[] part) {
    mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(part == null ? -1 : part.length).flip());
    if (part != null) {
      mac.update(part);
    }
  }
}
