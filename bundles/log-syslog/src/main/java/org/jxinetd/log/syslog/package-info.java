/** {@code log_type = SYSLOG}: the lines of services on their way to the local syslog daemon. */
@Capability(namespace = SinkProvider.TYPE, attribute = "type:List<String>=\"SYSLOG\"")
package org.jxinetd.log.syslog;

import org.jxinetd.api.log.SinkProvider;
import org.osgi.annotation.bundle.Capability;
