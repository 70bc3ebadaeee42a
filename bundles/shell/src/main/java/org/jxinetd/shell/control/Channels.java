package org.jxinetd.shell.control;

import java.io.IOException;
import java.nio.channels.Channel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closing where nobody is left to tell about a failure. */
final class Channels {

  private static final Logger LOG = LoggerFactory.getLogger(Channels.class);

  private Channels() {}

  static void close(Channel channel) {
    try {
      channel.close();
    } catch (IOException gone) {
      LOG.debug("closing a control connection: {}", gone.getMessage());
    }
  }
}
