/**
 * When a service is open. Owns two attributes:
 *
 * <ul>
 *   <li>{@code access_times}: ranges {@code [DAYS:]H:M-H:M} separated by blanks; the service is
 *       open while one of them holds. Both bounds belong to the range, to the minute. A range that
 *       ends before it begins passes midnight. DAYS are names of three letters, single, as a range
 *       or as a list ({@code sat}, {@code mon-fri}, {@code mon,wed-fri}); they say on which day the
 *       range begins. Ranges over midnight and days are our extension.
 *   <li>{@code access_zone}: the time zone that the ranges are meant in, a name of the tz database
 *       ({@code Europe/Berlin}), {@code UTC}, or an offset ({@code +02:00}). Without it the zone of
 *       the machine counts, as in xinetd. Our extension.
 * </ul>
 *
 * <p>Ranges are compared with the clock on the wall: an hour that is skipped in spring is open to
 * nobody, one that is lived twice in autumn counts both times.
 */
@Capability(
    namespace = AccessProvider.ATTRIBUTE_NAMESPACE,
    attribute = "name:List<String>=\"access_times,access_zone\"")
package org.jxinetd.access.time;

import org.jxinetd.api.access.AccessProvider;
import org.osgi.annotation.bundle.Capability;
