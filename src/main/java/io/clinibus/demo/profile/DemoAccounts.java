package io.clinibus.demo;

import java.util.List;

/** The accounts of the demo data. */
public final class DemoAccounts {

  /** The password of every demo account; published, and therefore refused in production. */
  public static final String PASSWORD = "clinibus-demo";

  static final String DOMAIN = "@clinibus.example";
  static final String ADMIN = "admin" + DOMAIN;
  static final String RECEPTIONIST = "receptionist" + DOMAIN;
  static final String PHARMACIST = "pharmacist" + DOMAIN;
  static final String DOCTOR = "doctor" + DOMAIN;
  static final String PATIENT = "patient" + DOMAIN;

  /** One account of each role, shown to the user. */
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
