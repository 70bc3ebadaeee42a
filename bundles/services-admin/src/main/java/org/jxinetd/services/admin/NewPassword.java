package org.jxinetd.services.admin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** {@code bin/xinetd-password}: prints the line for a password file. */
public final class NewPassword {

  private static final int SHORTEST = 8;
  private static final int USAGE = 64;

  private NewPassword() {}

  /** Reads one line; the script in front of it asks for it on a terminal. */
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
    String line =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.ISO_8859_1))
            .readLine();
    return line == null ? new char[0] : line.toCharArray();
  }
}
