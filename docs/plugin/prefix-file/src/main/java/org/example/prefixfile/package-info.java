/** Owns {@code countries} and {@code countries_file}. */
@Capability(
    namespace = AccessProvider.ATTRIBUTE_NAMESPACE,
    attribute = "name:List<String>=\"countries,countries_file\"")
package org.example.prefixfile;

import org.jxinetd.api.access.AccessProvider;
import org.osgi.annotation.bundle.Capability;
