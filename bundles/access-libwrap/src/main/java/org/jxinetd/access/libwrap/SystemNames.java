package org.jxinetd.access.libwrap;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jxinetd.api.service.Address;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The names that the machine itself would find: /etc/hosts, DNS, in the order of nsswitch.conf.
 * Blocks.
 *
 * <p>The VM gives a name only when it leads back to the address. Where it gives none, getent(1)
 * tells whether there is a name that does not lead back or no name at all.
 */
final class SystemNames implements Function<Address, Name> {

  private static final Logger LOG = LoggerFactory.getLogger(SystemNames.class);
  private static final long LIMIT_SECONDS = 15;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,255}");

  private final Function<InetAddress, String> confirmedName;
  private final String getent;
  private final AtomicBoolean said = new AtomicBoolean();

  SystemNames() {
    this(InetAddress::getHostName, "/usr/bin/getent");
  }

  /**
   * @param confirmedName gives the address itself as text where there is no confirmed name
   * @param getent path of the program
   */
  SystemNames(Function<InetAddress, String> confirmedName, String getent) {
    this.confirmedName = confirmedName;
    this.getent = getent;
  }

  @Override
  public Name apply(Address address) {
    InetAddress asked;
    try {
      asked = InetAddress.getByAddress(address.bytes());
    } catch (UnknownHostException wrongLength) {
      throw new IllegalStateException(wrongLength);
    }
    String name = confirmedName.apply(asked);
    if (!name.equals(asked.getHostAddress())) {
      return confirmed(name);
    }
    return unconfirmed(Address.of(address.bytes()).toString());
  }

  /**
   * A name that looks like an address, or is none by its characters, is a trick of whoever runs the
   * name server; such a name must not reach rules, logs and shells.
   */
  private static Name confirmed(String written) {
    String name = written.endsWith(".") ? written.substring(0, written.length() - 1) : written;
    boolean trick =
        !NAME.matcher(name).matches()
            || Address.parse(name).isPresent()
            || Quad.parse(name).isPresent();
    return trick ? Name.PARANOID : new Name(name);
  }

  private Name unconfirmed(String address) {
    ProcessBuilder builder =
        new ProcessBuilder(getent, "hosts", address)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      Process process = builder.start();
      try {
        process.getOutputStream().close();
        boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        return ended && process.exitValue() == 0 ? Name.PARANOID : Name.UNKNOWN;
      } finally {
        process.destroyForcibly();
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return Name.UNKNOWN;
    } catch (IOException e) {
      if (said.compareAndSet(false, true)) {
        LOG.warn("cannot run {}: {}; hosts without a confirmed name count as PARANOID", getent, e);
      }
      return Name.PARANOID;
    }
  }
}
