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
import org.jxinetd.api.access.HostNames;
import org.jxinetd.api.access.PatternProvider;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Token;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;

/** Host patterns; the package description says what they mean. */
@Component(
    configurationPid = "org.jxinetd.access.host",
    service = {PatternProvider.class, HostNames.class})
@Designate(ocd = HostSettings.class)
public final class HostPatterns implements PatternProvider, HostNames {

  private static final String FORWARD = "forward:";

  private final Names names;
  private final Duration limit;
  private final ConfirmedNames shared;
  private final Runnable close;
  private volatile boolean closed;

  /** With what Config Admin says; whatever it does not say is as usual. */
  @Activate
  public HostPatterns(HostSettings settings) {
    Settings read = Settings.of(settings);
    NameServers servers =
        new NameServers(
            Path.of("/etc/resolv.conf"),
            read.servers(),
            Path.of("/proc/sys/kernel/hostname"),
            System::nanoTime);
    WireDns dns = new WireDns(servers);
    this.names =
        new Names(
            new NameSwitch(read.nameSwitch(), System::nanoTime),
            new HostsFile(read.hosts(), System::nanoTime),
            dns,
            () -> servers.plan().search(),
            System::nanoTime);
    this.limit = read.timeLimit();
    this.shared = new ConfirmedNames(names, limit);
    this.close = dns::close;
  }

  /** For a check of patterns, which looks nothing up. */
  public HostPatterns() {
    this(null, Duration.ZERO);
  }

  HostPatterns(Names names, Duration limit) {
    this.names = names;
    this.limit = limit;
    this.shared = new ConfirmedNames(names, limit);
    this.close = () -> {};
  }

  @Deactivate
  void close() {
    closed = true;
    close.run();
  }

  @Override
  public Duration patience() {
    return shared.patience();
  }

  /** What comes of a look-up that was ended is no answer. */
  @Override
  public Called of(Address address, Duration atMost) {
    Called called = shared.of(address, atMost);
    if (closed) {
      throw new IllegalStateException("names are no longer looked up");
    }
    return called;
  }

  @Override
  public Compiled compile(List<Token> tokens) {
    Map<String, Token> whole = new HashMap<>();
    Map<String, Token> relative = new HashMap<>();
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
      if (read.isEmpty()) {
        continue;
      }
      understood.add(token);
      boolean absolute = name.endsWith(".");
      kind.putIfAbsent(kind == forward && absolute ? read.get() + "." : read.get(), token);
      if (kind == whole && !absolute) {
        relative.putIfAbsent(read.get(), token);
      }
    }
    return new NameList(understood, whole, relative, domains, forward, names, limit);
  }
}
