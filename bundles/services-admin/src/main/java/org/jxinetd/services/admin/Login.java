package org.jxinetd.services.admin;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jxinetd.api.handler.Connection;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.ServiceSpec;
import org.slf4j.Logger;

/**
 * Who gets in: users of this host that {@code admin_users} lists, clients that know the password of
 * {@code admin_password_file}; where both are given, both must hold. Any thread.
 */
final class Login {

  private static final int TRIES = 3;
  private static final int LONGEST = 256;
  private static final long PATIENCE_SECONDS = 5;

  /** Checking costs processor time on purpose: one at a time for all services. */
  private static final Semaphore CHECKS = new Semaphore(1);

  private static final SocketOwner OWNER = new SocketOwner();

  private final Optional<Users> users;
  private final Optional<PasswordFile> file;
  private final Guesses guesses;
  private final Logger log;

  /**
   * @param users empty for a service of any user
   * @param file empty for a service without a password
   */
  Login(Optional<Users> users, Optional<PasswordFile> file, Guesses guesses, Logger log) {
    this.users = users;
    this.file = file;
    this.guesses = guesses;
    this.log = log;
  }

  /**
   * What a service asks of its clients.
   *
   * @throws ConfigException when it cannot be asked
   */
  static Login of(ServiceSpec service, Guesses guesses, Logger log) throws ConfigException {
    return new Login(Users.of(service, OWNER), PasswordFile.of(service), guesses, log);
  }

  /** Whether clients must show who they are. */
  boolean asks() {
    return users.isPresent() || file.isPresent();
  }

  /** True when the client may go on. */
  boolean admits(String service, Connection connection, Lines lines) throws IOException {
    if (users.isPresent()) {
      Optional<String> refusal = users.get().refusal(connection.peer(), connection.local());
      if (refusal.isPresent()) {
        log.warn(
            "service {}: {} port {} is not let in: {}",
            service,
            connection.peer().address(),
            connection.peer().port(),
            refusal.get());
        lines.say("Not for you\n");
        return false;
      }
    }
    return file.isEmpty() || knowsThePassword(service, connection, lines);
  }

  private boolean knowsThePassword(String service, Connection connection, Lines lines)
      throws IOException {
    Address client = connection.peer().address();
    for (int i = 0; i < TRIES; i++) {
      if (!guesses.mayTry(client)) {
        lines.say("Too many wrong passwords\n");
        return false;
      }
      lines.say("Password: ");
      Optional<String> guess = lines.read(LONGEST);
      if (guess.isEmpty()) {
        return false;
      }
      if (isRight(guess.get())) {
        guesses.right(client);
        return true;
      }
      guesses.wrong(client);
      log.warn("service {}: wrong password from {}", service, client);
      lines.say("Wrong password\n");
    }
    return false;
  }

  private boolean isRight(String guess) throws IOException {
    Password password;
    try {
      password = file.orElseThrow().read();
    } catch (IOException e) {
      log.error("nobody is let in: {}", e.getMessage());
      return false;
    }
    char[] characters = guess.toCharArray();
    try {
      if (!CHECKS.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return false; // others guess at this moment
      }
      try {
        return password.is(characters);
      } finally {
        CHECKS.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      Arrays.fill(characters, '\0');
    }
  }
}
