package org.jxinetd.services.inet;

import java.util.ArrayList;
import java.util.List;
import org.jxinetd.api.handler.Datagram;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Endpoint;

/** A datagram that keeps what is replied. */
final class FakeDatagram implements Datagram {

  private final Endpoint peer;
  private final byte[] data;
  final List<byte[]> replies = new ArrayList<>();

  FakeDatagram(String address, int port, byte[] data) {
    this.peer = new Endpoint(Address.parse(address).orElseThrow(), port);
    this.data = data;
  }

  FakeDatagram(byte[] data) {
    this("127.0.0.1", 40000, data);
  }

  @Override
  public Endpoint peer() {
    return peer;
  }

  @Override
  public byte[] data() {
    return data;
  }

  @Override
  public void reply(byte[] answer) {
    replies.add(answer);
  }
}
