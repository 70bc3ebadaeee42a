/**
 * Who may connect: rules compiled once per service and asked once per connection, and the address
 * patterns of {@code only_from} and {@code no_access}.
 */
@Export
@Version("0.1.0")
package org.jxinetd.api.access;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
