/** The system's own tables: services, protocols and RPC programs by name. */
package org.jxinetd.config.system;
