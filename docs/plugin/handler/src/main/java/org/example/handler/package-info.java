/** The built-in service {@code motd}, with an attribute of its own: {@code motd_text}. */
@Capability(namespace = StreamService.NAME, attribute = "name:List<String>=\"motd/stream\"")
@Capability(
    namespace = AccessProvider.ATTRIBUTE_NAMESPACE,
    attribute = "name:List<String>=\"motd_text\"")
package org.example.handler;

import org.jxinetd.api.access.AccessProvider;
import org.jxinetd.api.handler.StreamService;
import org.osgi.annotation.bundle.Capability;
