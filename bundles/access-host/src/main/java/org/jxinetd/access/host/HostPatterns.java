package org.jxinetd.access.host;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jxinetd.api.access.PatternProvider;
import org.jxinetd.api.service.Token;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;

/** Host patterns; the package description says what they mean. */
@Component(configurationPid = "org.jxinetd.access.host")
@Designate(ocd = HostSettings.class)
public final class HostPatterns implements PatternProvider {

  private static final String FORWARD = "forward:";

  private final Names names;
  private final Duration limit;
  private final Runnable close;

  /** With what Config Admin says; whatever it does not say is as usual. */
  @Activate
  public HostPatterns(HostSettings settings) {
    Settings read = Settings.of(settings);
    NameServers servers =
        new NameServers(Path.of("/etc/resolv.conf"), read.servers(), System::nanoTime);
    WireDns dns = new WireDns(servers);
    this.names =
        new Names(
            new NameSwitch(read.nameSwitch(), System::nanoTime),
            new HostsFile(read.hosts(), System::nanoTime),
            dns,
            System::nanoTime);
    this.limit = read.timeLimit();
    this.close = dns::close;
  }

  /** For a check of patterns, which looks nothing up. */
  public HostPatterns() {
    this(null, Duration.ZERO);
  }

  HostPatterns(Names names, Duration limit) {
    this.names = names;
    this.limit = limit;
    this.close = () -> {};
  }

  @Deactivate
  void close() {
    close.run();
  }

  @Override
  public Compiled compile(List<Token> tokens) {
    Map<String, Token> whole = new HashMap<>();
    Map<String, Token> domains = new HashMap<>();
    Map<String, Token> forward = new HashMap<>();
    Set<Token> understood = new HashSet<>();
    for (Token token : tokens) {
      String text = token.text();
      Map<String, Token> kind = whole;
      String name = text;
      if (text.toLowerCase(Locale.ROOT).startsWith(FORWARD)) {
        kind = forward;
        name = text.substring(FORWARD.length());
      } else if (text.startsWith(".")) {
        kind = domains;
        name = text.substring(1);
      }
      Optional<String> read = HostName.of(name);
      if (read.isPresent()) {
        kind.putIfAbsent(read.get(), token);
        understood.add(token);
      }
    }
    return new NameList(understood, whole, domains, forward, names, limit);
  }
}
