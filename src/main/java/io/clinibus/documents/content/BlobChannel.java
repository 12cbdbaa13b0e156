package io.clinibus.documents.content;

import io.clinibus.documents.blobs.BlobStore;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads a blob range by range. Blocks until the store answers: for worker threads. */
final class BlobChannel implements SeekableByteChannel {

  private static final int PATIENCE_SECONDS = 60;

  private final BlobStore store;
  private final String name;
  private final long size;
  private long position;
  private boolean open = true;

  BlobChannel(BlobStore store, String name, long size) {
    this.store = store;
    this.name = name;
    this.size = size;
  }

  /** What a store answers. */
  static <T> T await(Future<T> answer) throws IOException {
    try {
      return answer
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the store of documents did not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    int wanted = (int) Math.min(into.remaining(), size - position);
    if (wanted <= 0) {
      return -1;
    }
    Buffer range = await(store.get(name, position, wanted));
    if (range.length() == 0) {
      throw new IOException("blob shorter than it was");
    }
    into.put(range.getBytes());
    position += range.length();
    return range.length();
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long next) {
    position = next;
    return this;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
  }

  @Override
  public int write(ByteBuffer from) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long to) {
    throw new NonWritableChannelException();
  }
}
