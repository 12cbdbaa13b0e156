package io.clinibus.notifications;

import io.clinibus.platform.Module;
import io.clinibus.platform.mail.MailTemplate;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The templates of all modules with their texts, by name. */
final class MailTemplates {

  private final Map<String, MailRenderer> byName;

  private MailTemplates(Map<String, MailRenderer> byName) {
    this.byName = Map.copyOf(byName);
  }

  /**
   * Reads the texts of the modules' templates. Blocks.
   *
   * @param publicUrl where links lead
   * @param signingKey the file from whose keys tokens of links are made
   * @throws IllegalStateException if two templates have one name, or a text is missing
   */
  static MailTemplates load(List<Module> modules, URI publicUrl, Path signingKey) {
    Map<String, MailRenderer> byName = new HashMap<>();
    for (Module module : modules) {
      Properties texts = module.mails().isEmpty() ? new Properties() : texts(module.name());
      for (MailTemplate template : module.mails()) {
        if (byName.put(template.name(), new MailRenderer(template, texts, publicUrl, signingKey))
            != null) {
          throw new IllegalStateException("two mail templates are named " + template.name());
        }
      }
    }
    return new MailTemplates(byName);
  }

  /**
   * Writes a mail.
   *
   * @throws IllegalStateException if no module of this release contributes its template
   */
  RenderedMail render(Delivery delivery) {
    MailRenderer renderer = byName.get(delivery.template());
    if (renderer == null) {
      throw new IllegalStateException("unknown mail template: " + delivery.template());
    }
    return renderer.render(delivery);
  }

  private static Properties texts(String module) {
    String resource = "/mails/" + module + ".properties";
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
