package org.jxinetd.shell.ssh;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is connected: strangers, few at a time and fewer from one address, and those who have logged
 * in. Called by the library's threads.
 */
final class Visitors implements SessionListener {

  private static final Logger LOG = LoggerFactory.getLogger(Visitors.class);

  /** Connections that have not logged in. */
  static final int MOST_STRANGERS = 20;

  /** The same from one address, so that one client cannot keep the others out. */
  static final int MOST_STRANGERS_OF_ONE = 10;

  /** By which key a session has logged in; absent before. */
  private static final AttributeKey<AuthorizedKey> MEMBER = new AttributeKey<>();

  private static final long SAY_EVERY_NANOS = Duration.ofMinutes(1).toNanos();

  private final int maxSessions;
  private final Map<Session, InetAddress> strangers = new ConcurrentHashMap<>();
  private final Map<Session, Long> members = new ConcurrentHashMap<>();
  private long saidAt = System.nanoTime() - SAY_EVERY_NANOS; // guarded by this

  Visitors(int maxSessions) {
    this.maxSessions = maxSessions;
  }

  /** The key by which a session has logged in; empty when it has not, or is about to be cut off. */
  static Optional<AuthorizedKey> member(Session session) {
    return Optional.ofNullable(session.getAttribute(MEMBER));
  }

  @Override
  public void sessionCreated(Session session) {
    InetAddress from = ((InetSocketAddress) session.getRemoteAddress()).getAddress();
    long same = strangers.values().stream().filter(from::equals).count();
    if (strangers.size() >= MOST_STRANGERS || same >= MOST_STRANGERS_OF_ONE) {
      sayFull(from);
      session.close(true);
      return;
    }
    strangers.put(session, from);
  }

  private synchronized void sayFull(InetAddress from) {
    long now = System.nanoTime();
    if (now - saidAt >= SAY_EVERY_NANOS) {
      saidAt = now;
      LOG.warn(
          "remote shell: {} is turned away: too many clients that have not logged in ({} in all,"
              + " {} from one address); more of that kind are not logged for a minute",
          from.getHostAddress(),
          MOST_STRANGERS,
          MOST_STRANGERS_OF_ONE);
    }
  }

  @Override
  public void sessionEvent(Session session, Event event) {
    if (event == Event.Authenticated) {
      loggedIn(session);
    }
  }

  private void loggedIn(Session session) {
    strangers.remove(session);
    List<PublicKey> signed = session.getAttribute(UserAuthPublicKey.AUTHENTICATED_KEYS);
    Optional<AuthorizedKey> entry =
        signed == null || signed.isEmpty()
            ? Optional.empty()
            : Guard.entry(session, signed.getLast());
    if (entry.isEmpty()) {
      LOG.error("remote shell: {} is cut off: its key cannot be told", session.getRemoteAddress());
      Guard.disconnect(session, SshConstants.SSH2_DISCONNECT_BY_APPLICATION, "no key");
      return;
    }
    if (!admit(session)) {
      LOG.warn(
          "remote shell: {} from {} is refused: key {}: {} are logged in already",
          Words.shown(session.getUsername()),
          session.getRemoteAddress(),
          entry.get().fingerprint(),
          maxSessions);
      Guard.disconnect(
          session, SshConstants.SSH2_DISCONNECT_TOO_MANY_CONNECTIONS, "too many sessions");
      return;
    }
    session.setAttribute(MEMBER, entry.get());
    LOG.info(
        "remote shell: {} from {} has logged in with key {} {} (line {})",
        Words.shown(session.getUsername()),
        session.getRemoteAddress(),
        entry.get().fingerprint(),
        Words.shown(entry.get().comment()),
        entry.get().line());
  }

  private synchronized boolean admit(Session session) {
    if (members.size() >= maxSessions) {
      return false;
    }
    members.put(session, System.nanoTime());
    return true;
  }

  @Override
  public void sessionClosed(Session session) {
    strangers.remove(session);
    Long since = members.remove(session);
    if (since != null) {
      LOG.info(
          "remote shell: {} from {} is gone after {} s",
          Words.shown(session.getUsername()),
          session.getRemoteAddress(),
          Duration.ofNanos(System.nanoTime() - since).toSeconds());
    }
  }
}
