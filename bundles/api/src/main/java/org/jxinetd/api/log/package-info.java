/** What happened: events, the lines xinetd writes for them, and the sinks that keep them. */
@Export
@Version("0.1.0")
package org.jxinetd.api.log;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
