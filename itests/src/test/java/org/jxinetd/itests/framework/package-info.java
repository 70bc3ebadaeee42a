/** Tests inside the OSGi framework, by Pax Exam: the bundles as they are assembled. */
package org.jxinetd.itests.framework;
