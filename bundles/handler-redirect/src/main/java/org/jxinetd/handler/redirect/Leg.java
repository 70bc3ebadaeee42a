package org.jxinetd.handler.redirect;

import org.jxinetd.linux.EventLoop;
import org.jxinetd.linux.Fd;

/** One of the two sockets of a relay, and what is known of it. The loop's thread alone. */
final class Leg extends EventLoop.Watcher {

  private final Fd fd;
  private final Relay relay;
  private boolean readable;
  private boolean writable = true; // as a connected socket is
  private boolean ended;

  Leg(Fd fd, Relay relay) {
    this.fd = fd;
    this.relay = relay;
  }

  Fd fd() {
    return fd;
  }

  @Override
  protected void ready(int events) {
    readable |= (events & EventLoop.READ) != 0;
    writable |= (events & EventLoop.WRITE) != 0;
    ended |= (events & EventLoop.END) != 0;
    relay.step();
  }

  boolean readable() {
    return readable;
  }

  boolean writable() {
    return writable;
  }

  /** A read found nothing. */
  void empty() {
    readable = false;
  }

  /** A read found less than it asked for: that was all, unless the end stands behind it. */
  void emptied() {
    readable = ended;
  }

  /** A write found no room. */
  void full() {
    writable = false;
  }
}
