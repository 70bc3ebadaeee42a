package org.jxinetd.engine.flow;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jxinetd.api.handler.DatagramService;
import org.jxinetd.api.handler.Handler;
import org.jxinetd.api.service.ServiceSpec;

/**
 * A service compiled against the providers that are here: what its sessions run by. Immutable but
 * for the count of its users; sessions keep the plan they began with, and the last one closes it.
 */
public final class Plan {

  private final ServiceSpec service;
  private final Gate gate;
  private final Optional<Handler> handler;
  private final Optional<DatagramService> datagrams;
  private final boolean brief;
  private final Banners banners;
  private final Events.Log log;
  private final BooleanSupplier usable;
  private final Identification identification;
  private final Optional<Handler> commands;
  private final LastStranger lastStranger = new LastStranger();
  private final AtomicInteger users = new AtomicInteger(1);
  private volatile boolean retired;

  /**
   * @param usable false as soon as one provider that the plan was compiled against is gone
   */
  public Plan(
      ServiceSpec service, Gate gate, Serving serving, Events.Log log, BooleanSupplier usable) {
    this(service, gate, serving, log, usable, Identification.NONE);
  }

  /**
   * @param usable false as soon as one provider that the plan was compiled against is gone
   * @param identification when the hosts of clients are asked for users
   */
  public Plan(
      ServiceSpec service,
      Gate gate,
      Serving serving,
      Events.Log log,
      BooleanSupplier usable,
      Identification identification) {
    this.identification = identification;
    this.commands = serving.commands();
    this.service = service;
    this.gate = gate;
    this.handler = serving.handler();
    this.datagrams = serving.datagrams();
    this.brief = serving.brief();
    this.banners = Banners.of(service);
    this.log = log;
    this.usable = usable;
  }

  /**
   * Who serves: a handler, or a built-in datagram service.
   *
   * @param commands runs commands for services whose handler does not
   */
  public record Serving(
      Optional<Handler> handler,
      Optional<Handler> commands,
      Optional<DatagramService> datagrams,
      boolean brief) {

    public Serving(Optional<Handler> handler, Optional<DatagramService> datagrams, boolean brief) {
      this(handler, Optional.empty(), datagrams, brief);
    }

    /** Of a service whose gate lets nobody in. */
    public static final Serving NOBODY = new Serving(Optional.empty(), Optional.empty(), true);

    /** The same with datagrams, which the daemon has to read to know whose they are. */
    public static final Serving NO_DATAGRAM =
        new Serving(
            Optional.empty(),
            Optional.of(
                datagram -> {
                  throw new IOException("no datagram from " + datagram.peer() + " is answered");
                }),
            true);
  }

  public ServiceSpec service() {
    return service;
  }

  public Gate gate() {
    return gate;
  }

  /** Empty for built-in datagram services. */
  public Optional<Handler> handler() {
    return handler;
  }

  /** Who runs a command that a rule puts in the place of a service without a program. */
  Optional<Handler> commands() {
    return commands;
  }

  Identification identification() {
    return identification;
  }

  public Optional<DatagramService> datagrams() {
    return datagrams;
  }

  /** True for built-in services that answer at once: no EXIT line. */
  public boolean brief() {
    return brief;
  }

  public Banners banners() {
    return banners;
  }

  public Events.Log log() {
    return log;
  }

  LastStranger lastStranger() {
    return lastStranger;
  }

  /** False as soon as one provider it was compiled against is gone: nobody is admitted by it. */
  public boolean usable() {
    return usable.getAsBoolean();
  }

  /** The service is gone: nothing is begun by this plan any more. */
  public void retire() {
    retired = true;
  }

  public boolean retired() {
    return retired;
  }

  /**
   * Keeps the plan from being closed until {@link #release}.
   *
   * @return false when it is closed already
   */
  public boolean retain() {
    while (true) {
      int now = users.get();
      if (now == 0) {
        return false;
      }
      if (users.compareAndSet(now, now + 1)) {
        return true;
      }
    }
  }

  /** Gives up one use; the last one closes the log sinks. */
  public void release() {
    if (users.decrementAndGet() == 0) {
      log.close();
    }
  }
}
