package org.jxinetd.services.admin;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jxinetd.api.handler.Connection;
import org.jxinetd.api.service.Address;
import org.slf4j.Logger;

/** Asks clients for the password. Any thread. */
final class Login {

  private static final int TRIES = 3;
  private static final int LONGEST = 256;
  private static final long PATIENCE_SECONDS = 5;

  /** Checking costs processor time on purpose: one at a time for all services. */
  private static final Semaphore CHECKS = new Semaphore(1);

  private final Optional<PasswordFile> file;
  private final Guesses guesses;
  private final Logger log;

  /**
   * @param file empty for a service without a password
   */
  Login(Optional<PasswordFile> file, Guesses guesses, Logger log) {
    this.file = file;
    this.guesses = guesses;
    this.log = log;
  }

  /** True when the client may go on. */
  boolean admits(String service, Connection connection, Lines lines) throws IOException {
    if (file.isEmpty()) {
      return true;
    }
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
