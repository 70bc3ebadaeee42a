package org.jxinetd.api.service;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Whether somebody still runs a bundle's code: sessions go on with the code that they began with,
 * also when its bundle was stopped. Any thread.
 */
@ProviderType
public interface CodeInUse {

  /**
   * Uses that are left: services compiled against the bundle, each until its last session has ended
   * and its last line is written.
   *
   * @param bundle the bundle's id
   */
  long users(long bundle);
}
