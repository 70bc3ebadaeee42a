package org.jxinetd.config.publish;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.Flag;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.ServiceCompiler;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.ServiceType;
import org.jxinetd.api.service.SocketType;
import org.jxinetd.api.service.StandardAttributes;
import org.jxinetd.api.service.Token;
import org.jxinetd.config.language.Numbers;

/** Writes an effective service as a configuration, and reads it back without any look-up. */
final class ServiceDictionary {

  /** Lists that are longer go without the columns of their values, which cost more than they. */
  private static final int MAX_COLUMNS = 256;

  private static final Map<String, String> ORIGIN_KEYS =
      StandardAttributes.NAMES.stream()
          .collect(Collectors.toMap(name -> name, name -> ServiceCompiler.ORIGIN_PREFIX + name));

  private ServiceDictionary() {}

  /**
   * The properties of a service.
   *
   * @param order its place among the services of the files, from 0
   * @param lastGood whether a newer definition exists that is broken
   */
  static Map<String, Object> write(ServiceSpec service, int order, boolean lastGood) {
    Map<String, Object> out = new HashMap<>();
    out.put(ServiceCompiler.NAME_KEY, service.name());
    out.put(ServiceCompiler.ORIGIN_KEY, service.origin().toString());
    out.put(ServiceCompiler.EFFECTIVE_KEY, true);
    out.put(Keys.SOURCE, Keys.SOURCE_FILE);
    out.put(Keys.ORDER, order);
    out.put(Keys.PROTOCOL_NUMBER, service.protocolNumber());
    if (lastGood) {
      out.put(Keys.LAST_GOOD, true);
    }
    for (Attribute attribute : service.attributes().values()) {
      List<Token> values = attribute.values();
      boolean one = values.size() == 1;
      out.put(
          attribute.name(),
          one ? values.getFirst().text() : attribute.words().toArray(String[]::new));
      out.put(
          originKey(attribute.name()),
          values.isEmpty()
              ? attribute.origin().toString()
              : one ? values.getFirst().origin().toString() : origins(values));
    }
    return out;
  }

  /** One object for each standard attribute: Config Admin keeps the keys of every service. */
  private static String originKey(String attribute) {
    String known = ORIGIN_KEYS.get(attribute);
    return known == null ? ServiceCompiler.ORIGIN_PREFIX + attribute : known;
  }

  /** One text for each value; those of a long list share the text of their line. */
  private static String[] origins(List<Token> values) {
    String[] texts = new String[values.size()];
    boolean columns = texts.length <= MAX_COLUMNS;
    Origin line = Origin.NONE;
    String shared = "";
    for (int i = 0; i < texts.length; i++) {
      Origin at = values.get(i).origin();
      if (columns) {
        texts[i] = at.toString();
        continue;
      }
      if (at.line() != line.line() || !at.source().equals(line.source())) {
        line = at;
        shared = new Origin(at.source(), at.line(), 0).toString();
      }
      texts[i] = shared;
    }
    return texts;
  }

  /** Whether a configuration says what a service says, word for word. */
  static boolean matches(ServiceSpec service, Map<String, ?> properties) {
    if (!service.name().equals(properties.get(ServiceCompiler.NAME_KEY))
        || !Keys.SOURCE_FILE.equals(properties.get(Keys.SOURCE))
        || service.lastGood() != Boolean.TRUE.equals(properties.get(Keys.LAST_GOOD))
        || !Integer.valueOf(service.protocolNumber())
            .equals(properties.get(Keys.PROTOCOL_NUMBER))) {
      return false;
    }
    for (String key : properties.keySet()) {
      if (Keys.isAttribute(key) && service.attribute(key).isEmpty()) {
        return false;
      }
    }
    return service.attributes().values().stream()
        .allMatch(attribute -> saysTheSame(attribute.values(), properties.get(attribute.name())));
  }

  private static boolean saysTheSame(List<Token> words, Object value) {
    if (words.size() == 1) {
      return words.getFirst().text().equals(value);
    }
    if (!(value instanceof String[] texts) || texts.length != words.size()) {
      return false;
    }
    for (int i = 0; i < texts.length; i++) {
      if (!texts[i].equals(words.get(i).text())) {
        return false;
      }
    }
    return true;
  }

  /** Reads what {@link #write} wrote; a configuration that was tampered with is refused. */
  static ServiceCompiler.Result read(String pid, Map<String, ?> properties) {
    String name = String.valueOf(properties.get(ServiceCompiler.NAME_KEY));
    Origin origin = Origin.parse(String.valueOf(properties.get(ServiceCompiler.ORIGIN_KEY)));
    ServiceSpec.Builder builder =
        ServiceSpec.builder(pid, name)
            .source(
                Keys.SOURCE_FILE.equals(properties.get(Keys.SOURCE))
                    ? ServiceSpec.Source.FILE
                    : ServiceSpec.Source.ADMIN)
            .origin(origin)
            .lastGood(Boolean.TRUE.equals(properties.get(Keys.LAST_GOOD)));
    Map<String, List<String>> words = new HashMap<>();
    PropertyReader reader = new PropertyReader(pid, properties);
    for (String key : reader.attributeKeys()) {
      Attribute attribute = reader.attribute(key);
      builder.attribute(attribute);
      words.put(attribute.name(), attribute.words());
    }
    List<String> missing = new ArrayList<>();
    for (String word : words.getOrDefault("type", List.of())) {
      ServiceType.of(word).ifPresentOrElse(builder::type, () -> missing.add("type"));
    }
    for (String word : words.getOrDefault("flags", List.of())) {
      Flag.of(word).ifPresentOrElse(builder::flag, () -> missing.add("flags"));
    }
    first(words, "id").ifPresent(builder::id);
    first(words, "socket_type")
        .flatMap(SocketType::of)
        .ifPresentOrElse(builder::socketType, () -> missing.add("socket_type"));
    if (first(words, "protocol").isPresent()
        && properties.get(Keys.PROTOCOL_NUMBER) instanceof Integer number) {
      builder.protocol(first(words, "protocol").get(), number);
    } else {
      missing.add("protocol");
    }
    first(words, "wait")
        .ifPresentOrElse(
            wait -> builder.waits(wait.equalsIgnoreCase("yes")), () -> missing.add("wait"));
    first(words, "port")
        .ifPresent(
            port ->
                Numbers.whole(port).stream()
                    .filter(p -> p >= 0 && p <= 65535)
                    .findFirst()
                    .ifPresentOrElse(p -> builder.port((int) p), () -> missing.add("port")));
    if (!missing.isEmpty()) {
      return new ServiceCompiler.Result(
          Optional.empty(),
          List.of(
              Problem.error(
                  new Origin(pid, 0, 0),
                  missing.getFirst(),
                  "a configuration marked "
                      + ServiceCompiler.EFFECTIVE_KEY
                      + " must have usable values for "
                      + String.join(", ", missing),
                  "service " + first(words, "id").orElse(name) + " not started")));
    }
    return new ServiceCompiler.Result(Optional.of(builder.build()), List.of());
  }

  private static Optional<String> first(Map<String, List<String>> words, String attribute) {
    return words.getOrDefault(attribute, List.of()).stream().findFirst();
  }
}
