/**
 * Who uses a client host: a client of the identification protocol (RFC 1413), asked for services
 * that log {@code USERID} and for those with {@code flags = IDONLY}. Owns the attribute {@code
 * ident_timeout}: how many seconds the answer may take, 5 unless set (our extension; xinetd waits
 * 30 seconds, and for ever with IDONLY).
 */
@Capability(
    namespace = AccessProvider.ATTRIBUTE_NAMESPACE,
    attribute = "name:List<String>=\"ident_timeout,flags:idonly\"")
package org.jxinetd.ident;

import org.jxinetd.api.access.AccessProvider;
import org.osgi.annotation.bundle.Capability;
