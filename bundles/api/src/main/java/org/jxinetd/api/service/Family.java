package org.jxinetd.api.service;

/** Address family of a socket. */
public enum Family {
  INET,
  INET6
}
