package org.jxinetd.access.libwrap;

import org.jxinetd.api.access.Request;

/** Finds out who uses a client host. Any thread. */
@FunctionalInterface
interface Users {

  /** Client hosts are not asked (RFC 1413); everybody is unknown. */
  Users NOT_ASKED = request -> TextPattern.UNKNOWN;

  /** The user at the other end of a connection; {@code unknown} when nobody says. */
  String of(Request request);
}
