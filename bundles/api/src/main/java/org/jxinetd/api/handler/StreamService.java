package org.jxinetd.api.handler;

import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A built-in service on streams, for {@code type = INTERNAL}. Registered with the service property
 * {@value #NAME}; a service entry of that name finds it.
 */
@FunctionalInterface
@ConsumerType
public interface StreamService {

  /** Service property: the name behind the {@code service} keyword, such as {@code echo}. */
  String NAME = "org.jxinetd.internal";

  /**
   * Serves one client; the connection is closed afterwards. An IOException is the ordinary end of a
   * client that went away.
   */
  void serve(Connection connection) throws IOException;

  /**
   * True for a service that answers at once, without waiting for its client: logged with START
   * only, as in xinetd. It counts as an instance while it answers, which xinetd leaves out.
   */
  default boolean brief() {
    return false;
  }
}
