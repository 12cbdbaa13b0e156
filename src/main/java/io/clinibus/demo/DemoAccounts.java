package io.clinibus.demo;

import java.util.List;

/** The accounts that a first run offers to sign in with. */
public final class DemoAccounts {

  /** Of every demo account; published, and therefore refused in production. */
  public static final String PASSWORD = "clinibus-demo";

  static final String DOMAIN = "@clinibus.example";
  static final String ADMIN = "admin" + DOMAIN;
  static final String RECEPTIONIST = "receptionist" + DOMAIN;
  static final String PHARMACIST = "pharmacist" + DOMAIN;
  static final String DOCTOR = "doctor" + DOMAIN;
  static final String PATIENT = "patient" + DOMAIN;

  /** One of each role, for people to read. */
  public static final List<Login> LOGINS =
      List.of(
          new Login("administrator", ADMIN),
          new Login("receptionist", RECEPTIONIST),
          new Login("doctor", DOCTOR),
          new Login("pharmacist", PHARMACIST),
          new Login("patient", PATIENT));

  private DemoAccounts() {}

  /**
   * @param who the role in words
   */
  public record Login(String who, String email) {}
}
