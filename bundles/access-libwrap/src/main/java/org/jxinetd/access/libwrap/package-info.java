/**
 * TCP wrappers: {@code /etc/hosts.allow} and {@code /etc/hosts.deny} in the language of
 * hosts_access(5) with the options of hosts_options(5), as Debian's libwrap reads it. The engine
 * consults this bundle for every service without the flag NOLIBWRAP. Owns the attribute {@code
 * libwrap}, the name under which a service appears in the rules.
 *
 * <p>The files are looked at for every client and read again when they have changed.
 *
 * <p>Where libwrap lets clients in because it cannot read or understand something, this bundle
 * keeps them out: a file that exists but cannot be read, a prefix length that is no number (each is
 * said once, when the file is read, with its place and consequence), a netgroup that nobody knows.
 *
 * <p>Names of hosts come from the bundle that looks them up for {@code only_from} as well, so that
 * order, confirmation, cache and time limits are the same. Without it rules that need a name
 * refuse.
 */
@Capability(
    namespace = AccessProvider.ATTRIBUTE_NAMESPACE,
    attribute = "name:List<String>=\"libwrap\"")
package org.jxinetd.access.libwrap;

import org.jxinetd.api.access.AccessProvider;
import org.osgi.annotation.bundle.Capability;
