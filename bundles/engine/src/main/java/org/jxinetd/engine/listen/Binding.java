package org.jxinetd.engine.listen;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.Family;
import org.jxinetd.api.service.Flag;
import org.jxinetd.api.service.ServiceSpec;

/**
 * What {@code bind} of a service says: an address, the address of a host name, or an interface with
 * whatever addresses it has at any time. Both empty: every address.
 */
public record Binding(Optional<Address> address, Optional<Device> device) {

  private static final Duration RESOLVE_LIMIT = Duration.ofSeconds(5);

  /** Names as the kernel and administrators give them; a dot only in front of a VLAN's number. */
  private static final Pattern INTERFACE =
      Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,14}(?:\\.[0-9]{1,4})?");

  private static final int LONGEST_INTERFACE = 15;

  /**
   * A network interface.
   *
   * @param index the kernel's number of it when it was looked at; 0 while there is none. One that
   *     goes and comes back has another number, and a socket bound to the old one hears nothing
   */
  public record Device(String name, int index) {

    /** The interface of that name as it is now. */
    public static Device now(String name) {
      try {
        NetworkInterface found = NetworkInterface.getByName(name);
        return new Device(name, found == null ? 0 : found.getIndex());
      } catch (SocketException e) {
        return new Device(name, 0); // the kernel has no interfaces to show at this moment
      }
    }

    /** True while there is such an interface. */
    public boolean exists() {
      return index != 0;
    }
  }

  /**
   * Reads a service's {@code bind}. A name is that of an interface if there is one, else that of a
   * host; a name that is neither may be that of an interface to come.
   *
   * @throws ConfigException when there is no such host, or the address is of the wrong family
   */
  public static Binding of(ServiceSpec service) throws ConfigException {
    Optional<Attribute> bind = service.attribute("bind").or(() -> service.attribute("interface"));
    if (bind.isEmpty()) {
      return new Binding(Optional.empty(), Optional.empty());
    }
    String text = bind.get().text();
    Optional<Address> address = Address.parse(text);
    if (address.isEmpty()) {
      boolean mayBeInterface =
          text.length() <= LONGEST_INTERFACE && INTERFACE.matcher(text).matches();
      Device device = mayBeInterface ? Device.now(text) : new Device(text, 0);
      if (!device.exists()) {
        address = resolve(service, bind.get(), mayBeInterface);
      }
      if (address.isEmpty()) {
        return new Binding(Optional.empty(), Optional.of(device));
      }
    }
    boolean wantsInet = service.has(Flag.IPV4) && !service.has(Flag.IPV6);
    if ((wantsInet && address.get().family() == Family.INET6)
        || (wantsInet6(service) && address.get().family() == Family.INET)) {
      throw ConfigException.in(
          service, bind.get(), text + " is not of the address family that flags ask for");
    }
    return new Binding(address, Optional.empty());
  }

  /** The interface that is needed and that is not there. */
  public Optional<Device> missing() {
    return device.filter(needed -> !needed.exists());
  }

  private static boolean wantsInet6(ServiceSpec service) {
    return service.has(Flag.IPV6) && !service.has(Flag.IPV4);
  }

  /** Resolves a host name; the system's resolver may take long, so it gets a limit. */
  private static Optional<Address> resolve(
      ServiceSpec service, Attribute bind, boolean mayBeUnknown) throws ConfigException {
    String name = bind.text();
    FutureTask<InetAddress[]> lookUp = new FutureTask<>(() -> InetAddress.getAllByName(name));
    Thread.ofVirtual().start(lookUp);
    try {
      InetAddress[] found = lookUp.get(RESOLVE_LIMIT.toSeconds(), TimeUnit.SECONDS);
      for (InetAddress candidate : found) {
        if (wantsInet6(service) == (candidate.getAddress().length == 16)) {
          return Optional.of(Address.of(candidate.getAddress()));
        }
      }
      return Optional.of(Address.of(found[0].getAddress()));
    } catch (ExecutionException e) {
      if (mayBeUnknown && e.getCause() instanceof UnknownHostException) {
        return Optional.empty();
      }
      String reason =
          e.getCause() instanceof UnknownHostException ? "unknown host" : e.getCause().getMessage();
      throw ConfigException.in(service, bind, "bad address given: " + name + " (" + reason + ")");
    } catch (TimeoutException e) {
      if (mayBeUnknown) {
        return Optional.empty(); // no name server is reached: the network is not up yet
      }
      throw ConfigException.in(
          service, bind, name + " did not resolve within " + RESOLVE_LIMIT.toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ConfigException.in(service, bind, "interrupted while resolving " + name);
    }
  }
}
