/**
 * What happens to an admitted client: handlers that start servers or relay, and built-in services
 * that answer themselves.
 *
 * <h2>The short way: a built-in service</h2>
 *
 * {@link org.jxinetd.api.handler.StreamService} or {@link org.jxinetd.api.handler.DatagramService},
 * registered under the name that stands behind {@code service}; the entry says {@code type =
 * INTERNAL}. The bundle names it in its manifest: {@code Provide-Capability:
 * org.jxinetd.internal;name:List<String>="upper/stream"}.
 *
 * <pre>{@code
 * @Component(property = StreamService.NAME + "=upper")
 * public final class Upper implements StreamService {
 *   public void serve(Connection connection) throws IOException {
 *     connection.readTimeout(Duration.ofMinutes(1));
 *     ...
 *   }
 * }
 * }</pre>
 *
 * <h2>The long way: a handler</h2>
 *
 * A {@link org.jxinetd.api.handler.HandlerProvider} compiles a {@link
 * org.jxinetd.api.handler.Handler} for each service: with its definition, its own attributes, and a
 * say in whether it may run. Kinds that begin with {@value
 * org.jxinetd.api.handler.HandlerProvider#BUILT_IN} serve {@code type = INTERNAL}. A handler calls
 * {@link org.jxinetd.api.handler.Exchange#started} as soon as its server runs, which writes the
 * START line and makes the session countable, and returns an {@link
 * org.jxinetd.api.handler.Outcome} when it has ended, which writes the EXIT line.
 *
 * <h2>Threads and limits</h2>
 *
 * Each session is served on a thread of its own and may block. The session owns the connection and
 * closes it; nobody keeps a connection, an exchange or a descriptor beyond the call. When the
 * session is to end, {@link org.jxinetd.api.handler.Running#terminate} is called from another
 * thread and the connection may be closed under the one that serves: an IOException from there is
 * the ordinary end. Whatever a client sends is bounded by whoever reads it.
 */
@Export
@Version("1.0.0")
package org.jxinetd.api.handler;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
