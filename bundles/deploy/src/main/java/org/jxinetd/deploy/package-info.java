/**
 * Takes what an administrator drops into {@code deploy/} and {@code etc/} while the server runs:
 * bundles ({@code .jar}), configurations ({@code .cfg}, {@code .cfg.json}), and the kinds that
 * other bundles understand ({@link org.jxinetd.api.service.DeployedFiles}).
 *
 * <p>Nothing is used where it lies. A file is looked at again and again until it rests, nobody has
 * it open for writing and it is whole; then a private copy of it is used.
 */
package org.jxinetd.deploy;
