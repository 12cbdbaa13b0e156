package io.clinibus.demo.profile;

import java.util.List;

/** The accounts of the demo data. */
public final class DemoAccounts {

  /** The password of every demo account; published, and therefore refused in production. */
  public static final String PASSWORD = "clinibus-demo";

  public static final String DOMAIN = "@clinibus.example";
  public static final String ADMIN = "admin" + DOMAIN;
  public static final String RECEPTIONIST = "receptionist" + DOMAIN;
  public static final String PHARMACIST = "pharmacist" + DOMAIN;
  public static final String PRIVACY_OFFICER = "privacy" + DOMAIN;
  public static final String DOCTOR = "doctor" + DOMAIN;
  public static final String PATIENT = "patient" + DOMAIN;

  /** One account of each role, shown to the user. */
  public static final List<Login> LOGINS =
      List.of(
          new Login("administrator", ADMIN),
          new Login("receptionist", RECEPTIONIST),
          new Login("doctor", DOCTOR),
          new Login("pharmacist", PHARMACIST),
          new Login("privacy officer", PRIVACY_OFFICER),
          new Login("patient", PATIENT));

  private DemoAccounts() {}

  /**
   * @param who the role in words
   */
  public record Login(String who, String email) {}
}
