package org.jxinetd.rpc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** rpcbind's table behind rpcbind's protocol, as RFC 1833 describes it. */
final class FakeRpcbind implements Transport {

  final Map<Registration.Key, Registration> table = new LinkedHashMap<>();
  boolean down;
  boolean stubborn;
  int calls;

  @Override
  public ByteBuffer exchange(ByteBuffer message) throws IOException {
    calls++;
    if (down) {
      throw new IOException("No such file or directory");
    }
    int number = message.getInt();
    check(message.getInt() == 0, "a call");
    check(message.getInt() == 2, "RPC version 2");
    check(message.getInt() == 100_000, "rpcbind's program");
    check(message.getInt() == 4, "version 4");
    int procedure = message.getInt();
    for (int i = 0; i < 4; i++) {
      check(message.getInt() == 0, "no credentials");
    }
    ByteBuffer answer = ByteBuffer.allocate(65_536);
    for (int word : new int[] {number, 1, 0, 0, 0, 0}) {
      answer.putInt(word);
    }
    if (procedure == 4) {
      dump(answer);
    } else {
      Registration asked =
          new Registration(
              Xdr.number(message), Xdr.number(message), Xdr.string(message), Xdr.string(message));
      Xdr.string(message);
      answer.putInt(change(procedure, asked) ? 1 : 0);
    }
    check(!message.hasRemaining(), "nothing behind the argument");
    return answer.flip();
  }

  private boolean change(int procedure, Registration asked) {
    if (stubborn) {
      return false;
    }
    return switch (procedure) {
      case 1 -> table.putIfAbsent(asked.key(), asked) == null;
      case 2 -> table.remove(asked.key()) != null;
      default -> throw new AssertionError("procedure " + procedure);
    };
  }

  private void dump(ByteBuffer answer) {
    for (Registration registration : table.values()) {
      answer.putInt(1);
      Xdr.number(answer, registration.program());
      Xdr.number(answer, registration.version());
      Xdr.string(answer, registration.netid());
      Xdr.string(answer, registration.address());
      Xdr.string(answer, "superuser");
    }
    answer.putInt(0);
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("expected " + what);
    }
  }
}
