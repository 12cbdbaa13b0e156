package io.clinibus.identity;

import io.clinibus.identity.api.AccountApi;
import io.clinibus.identity.api.FactorsApi;
import io.clinibus.identity.api.IdentityFailures;
import io.clinibus.identity.api.PasskeysApi;
import io.clinibus.identity.api.PatientInvitationsApi;
import io.clinibus.identity.api.RegistrationApi;
import io.clinibus.identity.api.SessionsApi;
import io.clinibus.identity.api.SignInApi;
import io.clinibus.identity.api.SigningKeysApi;
import io.clinibus.identity.api.UsersApi;
import io.clinibus.identity.credential.LinkTokens;
import io.clinibus.identity.credential.RegistrationCodes;
import io.clinibus.identity.mail.AccountMail;
import io.clinibus.platform.Module;
import io.clinibus.platform.mail.MailTemplate;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Function;

/** Describes the identity domain. */
public final class IdentityModule {

  public static final Module MODULE =
      Module.of("identity", IdentityVerticle::new)
          .withApis(
              RegistrationApi.class,
              SignInApi.class,
              SessionsApi.class,
              AccountApi.class,
              UsersApi.class,
              SigningKeysApi.class,
              FactorsApi.class,
              PasskeysApi.class,
              PatientInvitationsApi.class)
          .withFailures(IdentityFailures.class)
          .withMails(AccountMail.all().map(IdentityModule::template).toList())
          .withRetention(IdentityRetention.ALL)
          .withPersonalData(IdentityPersonalData.ALL);

  private IdentityModule() {}

  private static MailTemplate template(AccountMail mail) {
    MailTemplate template = MailTemplate.of(mail.name(), mail.link());
    if (mail == AccountMail.CONFIRM_REGISTRATION) {
      return template.withTokens(signingKeys -> RegistrationCodes.read(signingKeys)::code);
    }
    return mail.hasToken()
        ? template.withTokens(signingKeys -> tokens(mail, signingKeys))
        : template;
  }

  private static Function<UUID, String> tokens(AccountMail mail, Path signingKeys) {
    LinkTokens tokens = LinkTokens.read(signingKeys);
    return link -> tokens.token(mail.name(), link);
  }
}
