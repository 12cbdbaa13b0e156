package io.clinibus.bus;

/** Is told what passes over the bus, on any thread; must be quick. */
public interface BusMeter {

  /** Tells nobody. */
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
   * A request of this node was answered, or given up.
   *
   * @param here whether it stayed on this node
   */
  void asked(boolean here, long nanos);

  /** Another node has not answered an idempotent operation, and it is asked for once more. */
  void askedAgain();

  /** A message was refused because nobody here understands it. */
  void strange();
}
