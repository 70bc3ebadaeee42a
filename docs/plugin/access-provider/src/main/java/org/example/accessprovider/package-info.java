/** Owns the attribute {@code source_port_below}. */
@Capability(
    namespace = AccessProvider.ATTRIBUTE_NAMESPACE,
    attribute = "name:List<String>=\"source_port_below\"")
package org.example.accessprovider;

import org.jxinetd.api.access.AccessProvider;
import org.osgi.annotation.bundle.Capability;
