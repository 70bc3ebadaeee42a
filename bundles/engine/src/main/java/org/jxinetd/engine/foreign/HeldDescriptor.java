package org.jxinetd.engine.foreign;

import org.jxinetd.linux.Fd;

/**
 * An exchange whose descriptor's number can be kept from being given to another file while somebody
 * may still use it.
 */
public interface HeldDescriptor {

  /**
   * See {@link Fd#hold}.
   *
   * @throws IllegalStateException when it is closed already
   */
  Fd.Hold hold();
}
