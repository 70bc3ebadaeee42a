package org.jxinetd.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/** Calls that only tests need. */
final class Native {

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle TGKILL =
      LINKER.downcallHandle(
          LINKER.defaultLookup().find("tgkill").orElseThrow(),
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));

  private Native() {}

  static int tgkill(int process, int thread, int signal) {
    try {
      return (int) TGKILL.invokeExact(process, thread, signal);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
