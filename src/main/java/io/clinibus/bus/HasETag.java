package io.clinibus.bus;

import com.fasterxml.jackson.annotation.JsonIgnore;

/** A reply with a version, which the API sends as ETag and accepts in If-Match. */
public interface HasETag {

  /** Differs for every state of the resource; opaque to clients. */
  @JsonIgnore
  String etag();
}
