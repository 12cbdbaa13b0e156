package io.clinibus.notifications;

import io.clinibus.bus.Language;
import io.clinibus.platform.Module;
import io.clinibus.platform.mail.MailTemplate;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The templates of all modules with their texts, by language and name. */
final class MailTemplates {

  private final Map<Language, Map<String, MailRenderer>> byLanguage;

  private MailTemplates(Map<Language, Map<String, MailRenderer>> byLanguage) {
    this.byLanguage = Map.copyOf(byLanguage);
  }

  /**
   * Reads the texts of the modules' templates. Blocks.
   *
   * @param publicUrl where links lead
   * @param signingKey the file from whose keys tokens of links are made
   * @throws IllegalStateException if two templates have one name, or a text is missing in a
   *     language
   */
  static MailTemplates load(List<Module> modules, URI publicUrl, Path signingKey) {
    Map<Language, Map<String, MailRenderer>> byLanguage = new EnumMap<>(Language.class);
    for (Language language : Language.values()) {
      byLanguage.put(language, load(modules, language, publicUrl, signingKey));
    }
    return new MailTemplates(byLanguage);
  }

  private static Map<String, MailRenderer> load(
      List<Module> modules, Language language, URI publicUrl, Path signingKey) {
    Map<String, MailRenderer> byName = new HashMap<>();
    for (Module module : modules) {
      Properties texts =
          module.mails().isEmpty() ? new Properties() : texts(module.name(), language);
      for (MailTemplate template : module.mails()) {
        var renderer = new MailRenderer(template, language, texts, publicUrl, signingKey);
        if (byName.put(template.name(), renderer) != null) {
          throw new IllegalStateException("two mail templates are named " + template.name());
        }
      }
    }
    return byName;
  }

  /**
   * Writes a mail.
   *
   * @throws IllegalStateException if no module of this release contributes its template
   */
  RenderedMail render(Delivery delivery) {
    MailRenderer renderer = byLanguage.get(delivery.language()).get(delivery.template());
    if (renderer == null) {
      throw new IllegalStateException("unknown mail template: " + delivery.template());
    }
    return renderer.render(delivery);
  }

  private static Properties texts(String module, Language language) {
    String resource = "/mails/" + module + "_" + language + ".properties";
    Properties texts = new Properties();
    try (InputStream stream = MailTemplates.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("texts of mails are missing: " + resource);
      }
      texts.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("texts of mails cannot be read: " + resource, e);
    }
    return texts;
  }
}
