/** The sink {@code log_type = COUNT FILE}. */
@Capability(namespace = SinkProvider.TYPE, attribute = "type:List<String>=\"COUNT\"")
package org.example.logsink;

import org.jxinetd.api.log.SinkProvider;
import org.osgi.annotation.bundle.Capability;
