package org.jxinetd.log.syslog;

import com.cloudbees.syslog.MessageFormat;
import com.cloudbees.syslog.SyslogMessage;
import com.cloudbees.syslog.sender.AbstractSyslogMessageSender;
import com.cloudbees.syslog.sender.TcpSyslogMessageSender;
import com.cloudbees.syslog.sender.UdpSyslogMessageSender;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jxinetd.api.log.LinesLost;
import org.slf4j.Logger;

/**
 * The way to one syslog server of the network. Messages wait in a bounded queue for a thread of
 * their own, so that a server that is far away, slow or dead holds nobody up; while it is away they
 * go on waiting, and those that find the queue full are lost. Many threads write.
 */
final class RemoteLog {

  private static final int CAPACITY = 8_192;
  private static final int CONNECT_MILLIS = 5_000;
  private static final long FIRST_PAUSE_MILLIS = 250;
  private static final long LONGEST_PAUSE_MILLIS = 15_000;

  private final Server server;
  private final Logger log;
  private final AbstractSyslogMessageSender sender;
  private final BlockingQueue<SyslogMessage> queue;
  private final Thread thread;
  private volatile boolean closing; // written under the lock of this, behind the last message
  private volatile boolean inHand; // one message is out of the queue and not sent
  private boolean full; // guarded by this

  RemoteLog(Server server, Logger log) throws IOException {
    this(server, log, CAPACITY);
  }

  RemoteLog(Server server, Logger log, int capacity) throws IOException {
    this.server = server;
    this.log = log;
    this.queue = new ArrayBlockingQueue<>(capacity);
    this.sender = sender(server);
    this.thread = Thread.ofPlatform().daemon().name("syslog " + server).start(this::run);
  }

  private static AbstractSyslogMessageSender sender(Server server) throws IOException {
    if (server.transport() == Server.Transport.UDP) {
      UdpSyslogMessageSender udp = new UdpSyslogMessageSender();
      udp.setSyslogServerHostname(server.host());
      udp.setSyslogServerPort(server.port());
      udp.setMessageFormat(MessageFormat.RFC_5424);
      return udp;
    }
    TcpSyslogMessageSender tcp = new TcpSyslogMessageSender();
    tcp.setSyslogServerHostname(server.host());
    tcp.setSyslogServerPort(server.port());
    tcp.setMessageFormat(MessageFormat.RFC_5425); // each message behind its length
    tcp.setPostfix("");
    tcp.setSocketConnectTimeoutInMillis(CONNECT_MILLIS);
    tcp.setMaxRetryCount(1);
    if (server.transport() == Server.Transport.TLS) {
      tcp.setSsl(true);
      tcp.setSSLContext(Trust.context(server.authority()));
    }
    return tcp;
  }

  Server server() {
    return server;
  }

  /** Queues messages in order. Those that come behind {@link #close} are lost, and said to be. */
  synchronized void send(List<SyslogMessage> messages) throws LinesLost {
    if (closing) {
      throw new LinesLost("the way to " + server + " is closed", messages.size(), null);
    }
    int lost = 0;
    for (SyslogMessage message : messages) {
      if (!queue.offer(message)) {
        lost++;
      }
    }
    if (lost > 0 || (messages.isEmpty() && full)) {
      full = true;
      throw new LinesLost("the queue for " + server + " is full", lost, null);
    }
    full = false;
  }

  private void run() {
    boolean away = false;
    try {
      while (!closing || !queue.isEmpty()) {
        SyslogMessage message = queue.poll(1, TimeUnit.SECONDS);
        if (message == null) {
          continue;
        }
        inHand = true;
        long pause = FIRST_PAUSE_MILLIS;
        while (!sent(message, away)) {
          away = true;
          if (closing) {
            sayLost();
            return;
          }
          Thread.sleep(pause);
          pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        }
        inHand = false;
        if (away) {
          away = false;
          log.warn("{} takes messages again", server);
        }
      }
    } catch (InterruptedException e) {
      sayLost(); // by await() alone
    } finally {
      closeSender();
    }
  }

  private void sayLost() {
    log.warn("{} is closed; lines lost: {}", server, queue.size() + (inHand ? 1 : 0));
  }

  private boolean sent(SyslogMessage message, boolean away) {
    try {
      sender.sendMessage(message);
      return true;
    } catch (IOException | RuntimeException e) {
      if (!away) {
        log.error("{} takes no messages, which wait for it: {}", server, reason(e));
      }
      return false;
    }
  }

  private static String reason(Exception e) {
    Throwable cause = e;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  private void closeSender() {
    try {
      sender.close();
    } catch (IOException e) {
      log.warn("{}: closing the connection failed: {}", server, e.getMessage());
    }
  }

  /** Sends what waits, if the server takes it; the thread ends by itself. */
  synchronized void close() {
    closing = true;
  }

  /** Waits a moment for what {@link #close} left to do, then gives up. */
  void await(long millis) {
    try {
      thread.join(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.interrupt();
  }
}
