/**
 * What a service is: its configuration with the origin of every word, the addresses it meets, the
 * states it can be in, and the server that runs it.
 */
@Export
@Version("0.1.0")
package org.jxinetd.api.service;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
