/**
 * What a service is: its configuration with the origin of every word, the addresses it meets, the
 * states it can be in, and the server that runs it.
 *
 * <h2>Reading a definition</h2>
 *
 * {@link org.jxinetd.api.service.ServiceSpec} is one service as it stands in the files, defaults
 * included: values are words, each an {@link org.jxinetd.api.service.Attribute} with its {@link
 * org.jxinetd.api.service.Origin}. A provider reads its own attributes by {@code words}, {@code
 * integer} and {@code yes}, and answers a wrong value with {@link
 * org.jxinetd.api.service.ConfigException#in}: the message says what is wrong, the server adds the
 * line and what follows from it. Only that service is affected.
 *
 * <h2>Looking at the server</h2>
 *
 * {@link org.jxinetd.api.service.SuperServer} has the services with their states, the sessions, and
 * what other bundles provide. {@link org.jxinetd.api.service.ServiceObserver} is told when services
 * begin and cease to listen, {@link org.jxinetd.api.service.DeployedFiles} of files of its kind in
 * {@code deploy/}.
 *
 * <p>Types that are marked {@code @ProviderType} are implemented by the server: they grow with a
 * minor version. Those marked {@code @ConsumerType} are for plugins to implement: they change with
 * a major version only, or by methods that have a default.
 */
@Export
@Version("1.0.0")
package org.jxinetd.api.service;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
