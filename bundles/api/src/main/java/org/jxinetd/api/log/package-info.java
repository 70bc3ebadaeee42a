/**
 * What happened: events, the lines xinetd writes for them, and the sinks that keep them.
 *
 * <h2>To keep events somewhere else</h2>
 *
 * A {@link org.jxinetd.api.log.SinkProvider} is registered under the first word of {@code log_type}
 * and opens an {@link org.jxinetd.api.log.EventSink} for each service that asks for it. The bundle
 * names the word in its manifest: {@code Provide-Capability:
 * org.jxinetd.log_type;type:List<String>="COUNT"}.
 *
 * <p>A sink gets batches in order, from one thread at a time. What it cannot write it reports by an
 * exception, best a {@link org.jxinetd.api.log.LinesLost}, which says how many lines are gone: the
 * server says once that the destination fails, and how many lines were lost when it works again.
 * Clients never wait for a sink of a bundle that the distribution does not ship.
 *
 * <h2>Events</h2>
 *
 * {@link org.jxinetd.api.log.Started}, {@link org.jxinetd.api.log.Ended}, {@link
 * org.jxinetd.api.log.Refused}, {@link org.jxinetd.api.log.Traffic}, {@link
 * org.jxinetd.api.log.Identified}. More kinds may come with a minor version: a sink leaves out what
 * it does not know. {@link org.jxinetd.api.log.ServiceLines} has xinetd's own words for them, with
 * the service's {@code log_on_success} and {@code log_on_failure} heeded.
 *
 * <p>An {@link org.jxinetd.api.log.EventListener} hears of everything that happens, whatever the
 * services log: for live views and for counting.
 */
@Export
@Version("1.0.0")
package org.jxinetd.api.log;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
