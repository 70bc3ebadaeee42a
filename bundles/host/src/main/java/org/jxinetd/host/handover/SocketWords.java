package org.jxinetd.host.handover;

import java.io.IOException;
import java.util.List;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Family;
import org.jxinetd.api.service.SocketType;
import org.jxinetd.host.SocketStore;

/** The key of a socket as words. */
final class SocketWords {

  static final String FIRST = "socket";

  private SocketWords() {}

  static List<String> of(SocketStore.Held held) {
    SocketStore.Key key = held.key();
    return List.of(
        FIRST,
        key.family().name(),
        key.type().name(),
        Integer.toString(key.protocol()),
        key.address().toString(),
        Integer.toString(key.port()),
        Books.encode(key.owner()),
        Books.encode(held.name()));
  }

  static SocketStore.Key key(List<String> line) throws IOException {
    try {
      return new SocketStore.Key(
          Family.valueOf(line.get(1)),
          SocketType.valueOf(line.get(2)),
          Integer.parseInt(line.get(3)),
          Address.parse(line.get(4)).orElseThrow(() -> new IllegalArgumentException("address")),
          Integer.parseInt(line.get(5)),
          Books.decode(line.get(6)));
    } catch (IllegalArgumentException | IndexOutOfBoundsException malformed) {
      throw new IOException("a malformed socket: " + line, malformed);
    }
  }

  static String name(List<String> line) {
    return Books.decode(line.get(7));
  }
}
