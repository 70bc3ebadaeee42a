package org.jxinetd.itests.differential;

import java.util.List;

/**
 * One case of the differential suite: services, what clients do with them, and what happens after
 * the configuration was read again.
 *
 * @param row which row of the behaviour reference it is about, such as {@code 2.1 nice}
 * @param tag two or three letters that make its names unique
 * @param etc lines at the end of files in /etc: {@code FILE LINE}
 * @param etcLater the same, before the configuration is read again
 */
record Case(
    String row,
    String tag,
    List<Entry> services,
    List<String> actions,
    List<String> etc,
    List<Entry> later,
    List<String> laterActions,
    List<String> etcLater) {

  /** The row of the reference's table, without what tells several cases of it apart. */
  String of() {
    return row.split(":")[0].strip();
  }

  /**
   * One service.
   *
   * @param name as the case calls it
   * @param kind which lines it starts from
   * @param lines attributes as written
   */
  record Entry(String name, String kind, List<String> lines) {}

  /**
   * What surrounds the two servers of a group.
   *
   * @param options of the command line
   * @param umask of the caller; empty for the usual one
   * @param network whether they get a network of their own with an rpcbind
   * @param syslog whether their daemon log goes to syslog
   * @param ordinary whether they run as a user without privileges
   */
  record World(
      List<String> options, String umask, boolean network, boolean syslog, boolean ordinary) {}

  /**
   * One file of cases: what one pair of servers is started with.
   *
   * @param defaults lines of the defaults entry
   * @param signal that makes the servers read the configuration again
   * @param later what becomes of the file before that: a further line for defaults, or {@code
   *     remove}; empty for neither
   */
  record Group(
      String name,
      List<String> defaults,
      World world,
      String signal,
      String later,
      List<Case> cases) {}
}
