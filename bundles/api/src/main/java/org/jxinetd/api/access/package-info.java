/**
 * Who may connect: rules compiled once per service and asked once per connection, and the address
 * patterns of {@code only_from} and {@code no_access}.
 *
 * <h2>To add a rule</h2>
 *
 * A bundle that wants a say in who gets in brings an attribute of its own, such as {@code
 * source_port_below = 1024}. It implements {@link org.jxinetd.api.access.AccessProvider} as a
 * component, names the attribute in its manifest ({@link
 * org.jxinetd.api.access.AccessProvider#ATTRIBUTE_NAMESPACE}), and compiles an {@link
 * org.jxinetd.api.access.AccessRule} for every service that has the attribute. The rule is asked
 * for every client of the service, in the order of {@link org.jxinetd.api.access.Phase}; the first
 * objection wins.
 *
 * <pre>{@code
 * @Component
 * public final class SourcePort implements AccessProvider {
 *   public Phase phase() {
 *     return Phase.ADDRESS;
 *   }
 *
 *   public AccessRule compile(ServiceSpec service) throws ConfigException {
 *     int limit = service.integer("source_port_below", 1, 65_536).orElseThrow();
 *     return (request, mode) -> ...;
 *   }
 * }
 * }</pre>
 *
 * <h2>To understand a kind of entries</h2>
 *
 * A {@link org.jxinetd.api.access.PatternProvider} understands some kinds of entries of the address
 * lists, such as {@code country:XA}. It gets each list as a whole and says which entries it has
 * understood. An entry that nobody understands never matches in {@code only_from} and stops the
 * service in {@code no_access}.
 *
 * <h2>What holds for both</h2>
 *
 * <ul>
 *   <li>Compiling is pure and happens at each change; what comes of it is immutable and is asked by
 *       many threads at a time.
 *   <li>In doubt, refuse: a rule that throws refuses its client, one that is late is not asked
 *       again until its bundle is started anew.
 *   <li>The {@link org.jxinetd.api.access.Evidence} of a verdict is what administrators see: the
 *       rule as it is written, its line, and the fact that decided.
 *   <li>{@link org.jxinetd.api.access.Mode#DRY_RUN} wants the same answer and no side effects.
 * </ul>
 *
 * <p>{@link org.jxinetd.api.access.IdentityProvider} and {@link org.jxinetd.api.access.HostNames}
 * are for whoever asks a client's host for its user, or the DNS for its name; {@link
 * org.jxinetd.api.access.Doorkeeper} is the server's side of bans, refusals and explanations.
 */
@Export
@Version("1.0.0")
package org.jxinetd.api.access;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
