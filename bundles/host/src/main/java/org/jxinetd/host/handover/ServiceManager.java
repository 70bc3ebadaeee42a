package org.jxinetd.host.handover;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jxinetd.linux.Fd;
import org.jxinetd.linux.LocalSockets;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.Poller;
import org.jxinetd.linux.Sockets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is told to the manager that started this process, systemd as a rule: sd_notify(3). Without
 * {@code NOTIFY_SOCKET} nothing is told to nobody. Any thread.
 */
public final class ServiceManager {

  private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);

  /** How long a full queue of the manager's is waited for. */
  private static final long PATIENCE_NANOS = Duration.ofSeconds(2).toNanos();

  private final String socket;
  private final Optional<Duration> watchdog;

  private ServiceManager(String socket, Optional<Duration> watchdog) {
    this.socket = socket;
    this.watchdog = watchdog;
  }

  public static ServiceManager of(Map<String, String> environment, long pid) {
    String socket = environment.getOrDefault("NOTIFY_SOCKET", "");
    String micros = environment.getOrDefault("WATCHDOG_USEC", "");
    String whom = environment.getOrDefault("WATCHDOG_PID", Long.toString(pid));
    boolean watched = micros.matches("[1-9][0-9]{0,17}") && whom.equals(Long.toString(pid));
    return new ServiceManager(
        socket,
        watched ? Optional.of(Duration.ofNanos(Long.parseLong(micros) * 1000)) : Optional.empty());
  }

  /** How long the manager waits for a sign of life; empty when it wants none. */
  public Optional<Duration> watchdog() {
    return watchdog;
  }

  /**
   * The process serves.
   *
   * @param status for people
   */
  public void ready(String status) {
    tell("READY=1\nSTATUS=" + status);
  }

  /** The configuration is read again; {@link #ready} ends it. */
  public void reloading() {
    tell("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / 1000);
  }

  public void stopping() {
    tell("STOPPING=1");
  }

  /** Another process is the service from now on. */
  public void mainPid(long pid) {
    tell("MAINPID=" + pid);
  }

  public void alive() {
    tell("WATCHDOG=1");
  }

  private void tell(String lines) {
    if (socket.isEmpty()) {
      return;
    }
    byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
    try (Fd fd = LocalSockets.openDatagram()) {
      if (socket.startsWith("@")) {
        LocalSockets.connectAbstract(fd, socket);
      } else {
        LocalSockets.connect(fd, Path.of(socket));
      }
      int sent = Sockets.write(fd, bytes, 0, bytes.length);
      if (sent == Sockets.WOULD_BLOCK && Poller.await(fd, Poller.WRITE, PATIENCE_NANOS)) {
        sent = Sockets.write(fd, bytes, 0, bytes.length);
      }
      if (sent == Sockets.WOULD_BLOCK) {
        LOG.warn("the service manager does not read what it is told: {}", lines.lines().toList());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (OsException e) {
      LOG.warn("the service manager cannot be told {}: {}", lines.lines().toList(), e.getMessage());
    }
  }
}
