package org.jxinetd.rpc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** rpcbind's own program, version 4: RFC 1833 section 2.2.1. One caller at a time. */
final class Rpcbind {

  private static final int PROGRAM = 100_000;
  private static final int VERSION = 4;
  private static final int RPC_VERSION = 2;
  private static final int CALL = 0;
  private static final int REPLY = 1;
  private static final int SET = 1;
  private static final int UNSET = 2;
  private static final int DUMP = 4;
  private static final int LARGEST_CALL = 8192;

  private final Transport transport;

  Rpcbind(Transport transport) {
    this.transport = transport;
  }

  /**
   * Enters a registration.
   *
   * @return false when rpcbind does not want it, as when there is one with another address
   */
  boolean set(Registration registration) throws IOException {
    return ask(SET, registration);
  }

  /**
   * Takes out what is registered under the same program, version and transport.
   *
   * @return false when there is nothing, or it belongs to another user
   */
  boolean unset(Registration registration) throws IOException {
    return ask(UNSET, registration);
  }

  /** Everything that is registered. */
  List<Registration> dump() throws IOException {
    ByteBuffer answer = call(DUMP, null);
    List<Registration> all = new ArrayList<>();
    while (Xdr.bool(answer)) { // ends with what is there: each entry takes some of it
      long program = Xdr.number(answer);
      long version = Xdr.number(answer);
      String netid = Xdr.string(answer);
      String address = Xdr.string(answer);
      Xdr.string(answer); // the owner
      all.add(new Registration(program, version, netid, address));
    }
    return all;
  }

  private boolean ask(int procedure, Registration registration) throws IOException {
    return Xdr.bool(call(procedure, registration));
  }

  private ByteBuffer call(int procedure, Registration argument) throws IOException {
    int number = ThreadLocalRandom.current().nextInt();
    ByteBuffer message = ByteBuffer.allocate(LARGEST_CALL);
    for (int word :
        new int[] {number, CALL, RPC_VERSION, PROGRAM, VERSION, procedure, 0, 0, 0, 0}) {
      message.putInt(word);
    }
    if (argument != null) {
      Xdr.number(message, argument.program());
      Xdr.number(message, argument.version());
      Xdr.string(message, argument.netid());
      Xdr.string(message, argument.address());
      Xdr.string(message, ""); // the owner: rpcbind knows better
    }
    ByteBuffer answer = transport.exchange(message.flip());
    accept(answer, number);
    return answer;
  }

  /** Reads the head of an answer. */
  private static void accept(ByteBuffer answer, int number) throws IOException {
    if ((int) Xdr.number(answer) != number || Xdr.number(answer) != REPLY) {
      throw new IOException("rpcbind answers something else");
    }
    if (Xdr.number(answer) != 0) {
      throw new IOException("rpcbind denies the call");
    }
    Xdr.number(answer); // its verifier
    Xdr.opaque(answer);
    long status = Xdr.number(answer);
    if (status != 0) {
      throw new IOException("rpcbind does not serve the call (status " + status + ")");
    }
  }
}
