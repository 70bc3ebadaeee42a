/** The built-in service {@code upper}. */
@Capability(namespace = StreamService.NAME, attribute = "name:List<String>=\"upper/stream\"")
package org.example.builtin;

import org.jxinetd.api.handler.StreamService;
import org.osgi.annotation.bundle.Capability;
