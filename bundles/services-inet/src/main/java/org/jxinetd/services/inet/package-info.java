/**
 * The small services of the early Internet, answered by the daemon itself: echo (RFC 862), discard
 * (RFC 863), chargen (RFC 864), daytime (RFC 867) and time (RFC 868).
 */
@Capability(
    namespace = StreamService.NAME,
    attribute =
        "name:List<String>=\"echo/stream,echo/dgram,discard/stream,discard/dgram,"
            + "chargen/stream,chargen/dgram,daytime/stream,daytime/dgram,"
            + "time/stream,time/dgram\"")
package org.jxinetd.services.inet;

import org.jxinetd.api.handler.StreamService;
import org.osgi.annotation.bundle.Capability;
