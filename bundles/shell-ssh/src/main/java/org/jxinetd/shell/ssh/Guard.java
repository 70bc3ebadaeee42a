package org.jxinetd.shell.ssh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.PublicKey;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.server.auth.pubkey.PublickeyAuthenticator;
import org.apache.sshd.server.session.ServerSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which keys may log in, and says whom it refused. The library calls it for a key that is
 * only shown and again for one that has signed; it checks signatures itself.
 */
final class Guard implements PublickeyAuthenticator {

  private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

  /** The entry of the key that was asked for last. */
  private static final AttributeKey<AuthorizedKey> ENTRY = new AttributeKey<>();

  private static final AttributeKey<AtomicInteger> REFUSALS = new AttributeKey<>();

  private final KeyFile file;
  private final int maxTries;
  private final Clock clock;

  Guard(KeyFile file, int maxTries, Clock clock) {
    this.file = file;
    this.maxTries = maxTries;
    this.clock = clock;
  }

  @Override
  public boolean authenticate(String user, PublicKey key, ServerSession session) {
    session.removeAttribute(ENTRY);
    String encoded = encoded(key);
    Optional<AuthorizedKey> entry =
        file.keys().stream().filter(known -> known.encoded().equals(encoded)).findFirst();
    Optional<String> objection =
        entry.isEmpty()
            ? Optional.of("it is not in " + file.path())
            : entry.get().restrictions().objection(address(session), clock.instant());
    if (objection.isPresent()) {
      refuse(user, key, session, objection.get());
      return false;
    }
    session.setAttribute(ENTRY, entry.get());
    return true;
  }

  private void refuse(String user, PublicKey key, ServerSession session, String why) {
    LOG.warn(
        "remote shell: {} from {} is refused: key {}: {}",
        Words.shown(user),
        session.getRemoteAddress(),
        KeyUtils.getFingerPrint(key),
        why);
    AtomicInteger refusals =
        session.computeAttributeIfAbsent(REFUSALS, absent -> new AtomicInteger());
    if (refusals.incrementAndGet() >= maxTries) {
      disconnect(
          session,
          SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE,
          "too many keys were refused");
    }
  }

  /** The entry by which a session has logged in; empty when that cannot be told for certain. */
  static Optional<AuthorizedKey> entry(Session session, PublicKey signed) {
    return Optional.ofNullable(session.getAttribute(ENTRY))
        .filter(entry -> entry.encoded().equals(encoded(signed)));
  }

  static void disconnect(Session session, int reason, String message) {
    try {
      session.disconnect(reason, message);
    } catch (IOException gone) {
      LOG.debug("remote shell: {} is gone already: {}", session, gone.getMessage());
    }
  }

  private static String encoded(PublicKey key) {
    ByteArrayBuffer wire = new ByteArrayBuffer();
    wire.putRawPublicKey(key);
    return AuthorizedKey.encoded(wire.getCompactData());
  }

  private static InetAddress address(ServerSession session) {
    return ((InetSocketAddress) session.getRemoteAddress()).getAddress();
  }
}
