package org.jxinetd.services.admin;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** {@code bin/xinetd-password}: prints the line for a password file. */
public final class NewPassword {

  private static final int SHORTEST = 8;
  private static final int USAGE = 64;

  private NewPassword() {}

  /** Asks on the terminal, twice, or reads one line from a pipe. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 0) {
      System.err.println("usage: xinetd-password > FILE   (it asks for the password)");
      System.exit(USAGE);
    }
    char[] password = ask();
    if (password.length < SHORTEST) {
      System.err.println("xinetd-password: a password has at least " + SHORTEST + " characters");
      System.exit(1);
    }
    System.out.println(Password.line(password));
  }

  private static char[] ask() throws IOException {
    Console console = System.console();
    if (!console.isTerminal()) {
      String line =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.ISO_8859_1))
              .readLine();
      return line == null ? new char[0] : line.toCharArray();
    }
    System.err.print("Password: ");
    char[] first = console.readPassword();
    System.err.print("Again: ");
    char[] second = console.readPassword();
    if (first == null || !Arrays.equals(first, second)) {
      System.err.println("xinetd-password: the two are not equal");
      System.exit(1);
    }
    return first;
  }
}
