package org.jxinetd.shell.control;

import java.time.Duration;

/**
 * What the clients of the control socket may take.
 *
 * @param clients how many are served at a time; one more is told so and sent away
 * @param streams how many of them may follow something without an end
 * @param request time for a client to send its whole request
 * @param write time for a client to take one frame of the reply
 */
record Bounds(int clients, int streams, Duration request, Duration write) {

  static final Bounds STANDARD = new Bounds(16, 8, Duration.ofSeconds(10), Duration.ofSeconds(10));

  /** Bytes of a request behind its length. */
  static final int REQUEST_BYTES = 64 * 1024;

  /** Bytes of a reply's frame behind its head. */
  static final int FRAME_BYTES = 16 * 1024;
}
