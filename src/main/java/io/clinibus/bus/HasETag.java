package io.clinibus.bus;

import com.fasterxml.jackson.annotation.JsonIgnore;

/** A reply that has a version: the API sends it as ETag and takes it back in If-Match. */
public interface HasETag {

  /** Changes whenever the thing does; opaque to clients. */
  @JsonIgnore
  String etag();
}
