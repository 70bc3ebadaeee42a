/**
 * {@code log_type = FILE} and {@code JSON}: the lines of services in files, with size limits and
 * rotation.
 */
@Capability(namespace = SinkProvider.TYPE, attribute = "type:List<String>=\"FILE,JSON\"")
package org.jxinetd.log.file;

import org.jxinetd.api.log.SinkProvider;
import org.osgi.annotation.bundle.Capability;
