package io.clinibus.platform.mail;

import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * A kind of mail that a domain contributes. The domain requests one by {@code
 * notifications.request(…)} in the transaction of the change that it is about, with the values that
 * its texts name; one that is given also with the suffix of a language, such as {@code name_de}, is
 * written in that language. The texts are in {@code mails/<module>_<language>.properties}: {@code
 * <name>.subject} and {@code <name>.text}.
 *
 * @param name unique among all modules, in capitals
 * @param link the page of the app that the mail leads to, with parameters in braces
 * @param invitation the calendar entry attached, if any
 * @param tokens makes, with the file of the signing keys, the function that writes {@code token} in
 *     link and text from the parameter {@code linkId}, so that neither the outbox nor a delivery
 *     holds it; called once, may block
 */
public record MailTemplate(
    String name,
    String link,
    Optional<Invitation> invitation,
    Optional<Function<Path, Function<UUID, String>>> tokens) {

  /**
   * A calendar entry of the request's parameters {@code start}, {@code end} and {@code room}. Its
   * title is the text {@code calendar.summary}, its description {@code calendar.description}.
   *
   * @param cancelled whether the entry is to be removed
   * @param uid the parameter that names what the entry is about
   * @param sequence the parameter that grows with each change
   */
  public record Invitation(boolean cancelled, String uid, String sequence) {}

  public static MailTemplate of(String name, String link) {
    return new MailTemplate(name, link, Optional.empty(), Optional.empty());
  }

  public MailTemplate with(Invitation entry) {
    return new MailTemplate(name, link, Optional.of(entry), tokens);
  }

  public MailTemplate withTokens(Function<Path, Function<UUID, String>> source) {
    return new MailTemplate(name, link, invitation, Optional.of(source));
  }
}
