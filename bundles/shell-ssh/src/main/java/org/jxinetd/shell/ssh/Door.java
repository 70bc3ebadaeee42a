package org.jxinetd.shell.ssh;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.server.SshServer;
import org.jxinetd.api.service.Commands;
import org.jxinetd.shell.ssh.library.JdkProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listening server. What keeps it from listening, such as a port that the process before has
 * still, is said once and tried again until the door is closed.
 */
final class Door implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Door.class);
  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final Settings settings;
  private final Path stateFolder;
  private final int ownUid;
  private final KeyFile keys;
  private final Runner runner;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ReentrantLock turn = new ReentrantLock();
  private Optional<SshServer> server = Optional.empty(); // guarded by turn

  Door(Settings settings, Path stateFolder, int ownUid, Supplier<Optional<Commands>> commands) {
    this.settings = settings;
    this.stateFolder = stateFolder;
    this.ownUid = ownUid;
    keys = new KeyFile(settings.authorizedKeys(), ownUid);
    runner = new Runner(commands, settings.maxSessions());
  }

  /** Begins to listen, now or as soon as it can be. Returns at once. */
  void open() {
    Thread.ofVirtual().name("ssh-open").start(this::keepTrying);
  }

  private void keepTrying() {
    String said = "";
    try {
      do {
        String trouble = attempt();
        if (trouble.isEmpty()) {
          return;
        }
        if (!trouble.equals(said)) {
          said = trouble;
          LOG.error("remote shell: {}; nobody can log in, it is tried again", trouble);
        }
      } while (!closing.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException unwanted) {
      Thread.currentThread().interrupt();
    }
  }

  /** What keeps it from listening; empty when it listens, or need not any more. */
  private String attempt() {
    turn.lock();
    try {
      if (closing.getCount() > 0) {
        listen();
      }
      return "";
    } catch (IOException failed) {
      return failed.getMessage();
    } catch (RuntimeException | LinkageError defect) {
      LOG.error("remote shell: it does not start", defect);
      return String.valueOf(defect.getMessage());
    } finally {
      turn.unlock();
    }
  }

  private void listen() throws IOException {
    JdkProvider.register();
    KeyPair hostKey = HostKey.of(stateFolder, ownUid);
    Guard guard = new Guard(keys, settings.maxAuthTries(), Clock.systemUTC());
    SshServer made = Suite.server(settings, hostKey, guard, runner);
    try {
      made.start();
    } catch (IOException failed) {
      made.close(true);
      throw new IOException("cannot listen on " + where() + ": " + failed.getMessage(), failed);
    }
    server = Optional.of(made);
    LOG.info(
        "remote shell: listens on {}, host key {}",
        where(),
        KeyUtils.getFingerPrint(hostKey.getPublic()));
    if (settings.isOpenToTheNetwork()) {
      LOG.warn(
          "remote shell: address = {}: it can be reached from the network; whoever holds a key of"
              + " {} commands this server",
          where(),
          settings.authorizedKeys());
    }
    keys.keys(); // says now what is wrong with them
  }

  private String where() {
    return settings.addresses().stream()
            .map(address -> address.getHostAddress())
            .collect(Collectors.joining(" "))
        + " port "
        + settings.port();
  }

  /** Everybody is cut off, and the port is free. */
  @Override
  public void close() {
    closing.countDown();
    turn.lock();
    try {
      if (server.isPresent()) {
        if (!server.get().close(true).await(CLOSE_LIMIT)) {
          LOG.warn("remote shell: sessions do not end within {} s", CLOSE_LIMIT.toSeconds());
        }
        LOG.info("remote shell: {} is closed", where());
      }
    } catch (IOException failed) {
      LOG.warn("remote shell: closing {}: {}", where(), failed.getMessage());
    } finally {
      turn.unlock();
    }
  }
}
