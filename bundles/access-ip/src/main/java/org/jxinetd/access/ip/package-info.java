/**
 * Address patterns of {@code only_from} and {@code no_access}: numeric addresses, CIDR blocks,
 * factorised addresses, names from /etc/networks, and files of such addresses. Asks no DNS.
 */
@Capability(
    namespace = PatternProvider.PATTERN_NAMESPACE,
    attribute = "kind:List<String>=\"address,network,file\"")
package org.jxinetd.access.ip;

import org.jxinetd.api.access.PatternProvider;
import org.osgi.annotation.bundle.Capability;
