/**
 * Host names in {@code only_from} and {@code no_access}:
 *
 * <ul>
 *   <li>{@code gate.example.com} matches the client of that name, {@code .example.com} every client
 *       in that domain but not {@code example.com} itself. The name of a client is what its address
 *       leads to, and counts only when it leads back to the address.
 *   <li>{@code forward:gate.example.com} (our extension) matches every address that the name has,
 *       whatever the address is called.
 * </ul>
 *
 * <p>A client without a confirmed name matches no name in {@code only_from}, and counts as matching
 * each name in {@code no_access}. Names and addresses are looked up anew when their time to live is
 * over; a decision waits for at most two seconds.
 */
@Capability(
    namespace = PatternProvider.PATTERN_NAMESPACE,
    attribute = "kind:List<String>=\"host,forward\"")
package org.jxinetd.access.host;

import org.jxinetd.api.access.PatternProvider;
import org.osgi.annotation.bundle.Capability;
