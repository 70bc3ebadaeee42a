/**
 * The one room that calls libc, by the foreign function interface: sockets, readiness, processes,
 * users, signals. Every call checks its result and says what failed, on what.
 */
@Export
@Version("0.1.0")
package org.jxinetd.linux;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
