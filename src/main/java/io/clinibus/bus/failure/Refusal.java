package io.clinibus.bus.failure;

/** An error that is logged as one, and refused and audited with a failure of its own. */
public interface Refusal {

  Failure failure();
}
