/** Understands the entries {@code parity:even} and {@code parity:odd}. */
@Capability(
    namespace = PatternProvider.PATTERN_NAMESPACE,
    attribute = "kind:List<String>=\"parity\"")
package org.example.patternprovider;

import org.jxinetd.api.access.PatternProvider;
import org.osgi.annotation.bundle.Capability;
