/**
 * What must outlive the bundles: listening sockets and the accounts of the services. For the engine
 * alone.
 */
@Export
@Version("0.1.0")
package org.jxinetd.host;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
