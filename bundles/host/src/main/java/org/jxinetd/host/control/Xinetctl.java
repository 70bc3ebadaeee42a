package org.jxinetd.host.control;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Hands its arguments to a running server over the control socket and copies what comes back. See
 * xinetctl(8).
 *
 * <p>People wait for it to start, so it keeps away from what makes a Java program start slowly:
 * lambdas, streams, regular expressions, formatted output, and {@link System#out}.
 */
public final class Xinetctl {

  /** The server cannot be reached (EX_UNAVAILABLE of sysexits.h). */
  static final int UNREACHABLE = 69;

  static final int USAGE = 64;

  /** The answer could not be printed. */
  static final int NO = 1;

  private static final String OPTION = "-control";
  private static final String TO = "--to";
  private static final String VARIABLE = "JXINETD_CONTROL";

  private final OutputStream out;
  private final OutputStream err;

  Xinetctl(OutputStream out, OutputStream err) {
    this.out = out;
    this.err = err;
  }

  /** Set while the tree is assembled: the VM must end in order to keep its recording. */
  private static final String TRAINING = "jxinetd.training";

  /** Ends the process with the exit status of the command. */
  public static void main(String[] arguments) {
    int status = run(arguments, stream(FileDescriptor.out), stream(FileDescriptor.err));
    if (Boolean.getBoolean(TRAINING)) {
      System.exit(status);
    }
    // halt: there is nothing to clean up, and running the shutdown hooks takes time
    Runtime.getRuntime().halt(status);
  }

  /**
   * Runs one command.
   *
   * @param arguments the command line behind the name of the program
   * @return the exit status: that of the command, 64 when {@code -control} has no path, 69 when no
   *     server can be reached
   */
  public static int run(String[] arguments, OutputStream out, OutputStream err) {
    return new Xinetctl(out, err).run(arguments);
  }

  private static OutputStream stream(FileDescriptor descriptor) {
    return new FileOutputStream(descriptor);
  }

  private int run(String[] arguments) {
    int first = 0;
    String path = null;
    if (arguments.length > 0 && arguments[0].equals(OPTION)) {
      if (arguments.length == 1) {
        return complain("-control needs the path of a socket", USAGE);
      }
      path = arguments[1];
      first = 2;
    }
    if (path == null) {
      path = standardPath();
    }
    int to =
        first < arguments.length && arguments[first].equals("export") ? indexOf(arguments) : -1;
    if (to == arguments.length - 1 && to > 0) {
      return complain("--to needs the path of a folder", USAGE);
    }
    try {
      return to < 0
          ? Exchange.with(path, arguments, first, out, err)
          : export(path, arguments, first, to);
    } catch (UnreachableException unreachable) {
      return complain(unreachable.getMessage(), UNREACHABLE);
    } catch (UnprintableException unprintable) {
      return complain(unprintable.getMessage(), NO);
    }
  }

  private static int indexOf(String[] arguments) {
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].equals(TO)) {
        return i;
      }
    }
    return -1;
  }

  /** The server writes no files for others: its answer becomes files here. */
  private int export(String path, String[] arguments, int first, int to)
      throws UnreachableException, UnprintableException {
    String[] words = new String[arguments.length - 2];
    System.arraycopy(arguments, 0, words, 0, to);
    System.arraycopy(arguments, to + 2, words, to, words.length - to);
    UnitFiles files = new UnitFiles();
    int status = Exchange.with(path, words, first, files, err);
    try {
      files.writeTo(Path.of(arguments[to + 1]), out);
    } catch (FileAlreadyExistsException there) {
      return complain("the file is there already: ".concat(there.getMessage()), NO);
    } catch (IOException failed) {
      return complain("cannot write: ".concat(String.valueOf(failed.getMessage())), NO);
    }
    return status;
  }

  private static String standardPath() {
    String set = System.getenv(VARIABLE);
    if (set != null && !set.isEmpty()) {
      return set;
    }
    if (isRoot()) {
      return "/run/xinetd/control";
    }
    return userPath(
        System.getenv("XDG_STATE_HOME"), System.getenv("HOME"), System.getProperty("user.home"));
  }

  /** The path for others than root: where the server of the same user puts it. */
  static String userPath(String stateHome, String home, String accountHome) {
    if (stateHome != null && !stateHome.isEmpty()) {
      return stateHome.concat("/xinetd/control");
    }
    String base = home != null && !home.isEmpty() ? home : accountHome;
    return base.concat("/.local/state/xinetd/control");
  }

  private static boolean isRoot() {
    try {
      Object owner = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
      return owner.equals(0);
    } catch (IOException noProc) {
      return "root".equals(System.getProperty("user.name"));
    }
  }

  private int complain(String message, int status) {
    try {
      err.write("xinetctl: ".concat(message).concat("\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException nobodyReads) {
      return status;
    }
    return status;
  }
}
