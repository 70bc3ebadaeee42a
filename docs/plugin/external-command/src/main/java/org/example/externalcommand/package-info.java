/** Owns {@code access_command}. */
@Capability(
    namespace = AccessProvider.ATTRIBUTE_NAMESPACE,
    attribute = "name:List<String>=\"access_command\"")
package org.example.externalcommand;

import org.jxinetd.api.access.AccessProvider;
import org.osgi.annotation.bundle.Capability;
