package org.jxinetd.config.inetd;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jxinetd.api.service.Family;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Token;
import org.jxinetd.config.text.Entry;
import org.jxinetd.config.text.Findings;
import org.jxinetd.config.text.Operator;
import org.jxinetd.config.text.Setting;

/**
 * The services of an inetd.conf as entries of xinetd.conf: what {@code -inetd_compat} adds behind
 * the files of xinetd. They inherit from defaults like all others. They are not checked against TCP
 * wrappers once more: who wants that in inetd.conf names tcpd as the server.
 */
public final class InetdEntries {

  private static final int MAX_BYTES = 1 << 20;

  /** How long a service rests that was started too often, in seconds. */
  static final String PAUSE = "10";

  private InetdEntries() {}

  /** A file's services; none when there is no such file. What is wrong goes to the findings. */
  public static List<Entry> read(Path file, Findings findings) {
    String text;
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        findings.error(
            Origin.of(file.toString(), 0),
            "",
            "larger than " + MAX_BYTES + " bytes",
            "nothing is read from it");
        return List.of();
      }
      text = new String(bytes, StandardCharsets.UTF_8);
    } catch (NoSuchFileException absent) {
      return List.of();
    } catch (IOException e) {
      findings.error(
          Origin.NONE,
          "",
          "open( " + file + " ) failed: " + e.getMessage(),
          "nothing is read from it");
      return List.of();
    }
    List<Entry> entries = new ArrayList<>();
    for (InetdLine line : new InetdReader(findings).read(file.toString(), text)) {
      entries.add(entry(line));
    }
    return entries;
  }

  static Entry entry(InetdLine line) {
    Settings out = new Settings(line.origin());
    List<String> types = new ArrayList<>();
    List<String> flags = new ArrayList<>(List.of("NOLIBWRAP"));
    if (line.internal()) {
      types.add("INTERNAL");
      out.set("id", line.internalId());
    }
    line.rpcVersion()
        .ifPresent(
            version -> {
              types.add("RPC");
              out.set("rpc_version", version);
            });
    if (line.numeric()) {
      types.add("UNLISTED");
      out.set("port", line.name().text());
    }
    line.family().ifPresent(family -> flags.add(family == Family.INET6 ? "IPv6" : "IPv4"));
    line.bind().ifPresent(address -> out.set("bind", address));
    out.set("socket_type", line.socketType());
    out.set("protocol", line.protocol());
    out.set("wait", line.waits() ? "yes" : "no");
    out.set("user", line.user());
    line.group().ifPresent(group -> out.set("group", group));
    out.set("groups", "yes");
    line.server().ifPresent(server -> out.set("server", server));
    if (!line.arguments().isEmpty()) {
      flags.add("NAMEINARGS");
      out.set("server_args", line.arguments());
    }
    InetdLine.Limits limits = line.limits();
    limits.perMinute().ifPresent(n -> out.set("cps", Integer.toString(n), PAUSE));
    limits.servers().ifPresent(n -> out.set("instances", Integer.toString(n)));
    limits.perSource().ifPresent(n -> out.set("per_source", Integer.toString(n)));
    if (!types.isEmpty()) {
      out.set("type", types.toArray(String[]::new));
    }
    out.set("flags", flags.toArray(String[]::new));
    return new Entry.Service(line.origin(), line.name(), out.all, false);
  }

  /** Collects the lines of one entry. */
  private static final class Settings {
    private final Origin origin;
    private final List<Setting> all = new ArrayList<>();

    Settings(Origin origin) {
      this.origin = origin;
    }

    void set(String attribute, String... words) {
      set(attribute, List.of(words).stream().map(word -> new Token(word, origin)).toList());
    }

    void set(String attribute, Token word) {
      set(attribute, List.of(word));
    }

    void set(String attribute, List<Token> words) {
      all.add(new Setting(new Token(attribute, origin), Operator.SET, words));
    }
  }
}
