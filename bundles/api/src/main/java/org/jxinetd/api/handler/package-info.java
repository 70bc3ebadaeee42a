/**
 * What happens to an admitted client: handlers that start servers or relay, and built-in services
 * that answer themselves.
 */
@Export
@Version("0.1.0")
package org.jxinetd.api.handler;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
