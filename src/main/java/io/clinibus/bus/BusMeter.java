package io.clinibus.bus;

/** Observes requests and events on the bus. Called on any thread; must not block. */
public interface BusMeter {

  /** Ignores everything. */
  BusMeter NONE =
      new BusMeter() {
        @Override
        public void served(String operation, String outcome, long nanos) {}

        @Override
        public void asked(boolean here, long nanos) {}

        @Override
        public void askedAgain() {}

        @Override
        public void strange() {}
      };

  /**
   * This node has answered a request.
   *
   * @param outcome {@code OK}, or the failure's code
   */
  void served(String operation, String outcome, long nanos);

  /**
   * A request sent by this node was answered, or abandoned.
   *
   * @param here whether this node served it
   */
  void asked(boolean here, long nanos);

  /** An idempotent operation is retried because another node has not answered. */
  void askedAgain();

  /** A message was refused because this node could not decode it. */
  void strange();
}
