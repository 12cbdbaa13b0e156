package io.clinibus;

/** The command line. */
public final class Clinibus {

  private Clinibus() {}

  public static void main(String[] arguments) {}
}
