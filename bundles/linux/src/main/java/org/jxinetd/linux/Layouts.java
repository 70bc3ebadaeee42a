package org.jxinetd.linux;

/**
 * Sizes and offsets, in bytes, of the C structures that calls read and write. A test compares them
 * with the C compiler's own.
 */
final class Layouts {

  private static final String ARCH = System.getProperty("os.arch");

  /** struct sockaddr_in. */
  static final int SOCKADDR_IN = 16;

  static final int SIN_FAMILY = 0;
  static final int SIN_PORT = 2;
  static final int SIN_ADDR = 4;

  /** struct sockaddr_in6. */
  static final int SOCKADDR_IN6 = 28;

  static final int SIN6_PORT = 2;
  static final int SIN6_ADDR = 8;
  static final int SIN6_SCOPE_ID = 24;

  /** struct sockaddr_storage. */
  static final int SOCKADDR_STORAGE = 128;

  /** struct epoll_event: packed on x86_64 only. */
  static final int EPOLL_EVENT = epollEvent(ARCH);

  static final int EPOLL_EVENTS = 0;
  static final int EPOLL_DATA = epollData(ARCH);

  /** struct msghdr. */
  static final int MSGHDR = 56;

  static final int MSG_IOV = 16;
  static final int MSG_IOVLEN = 24;
  static final int MSG_CONTROL = 32;
  static final int MSG_CONTROLLEN = 40;

  /** struct iovec. */
  static final int IOVEC = 16;

  static final int IOV_LEN = 8;

  /** struct cmsghdr; the data lie behind it. */
  static final int CMSG_DATA = 16;

  static final int CMSG_LEVEL = 8;
  static final int CMSG_TYPE = 12;

  /** siginfo_t. */
  static final int SIGINFO = 128;

  static final int SI_CODE = 8;
  static final int SI_STATUS = 24;

  /** struct signalfd_siginfo. */
  static final int SIGNALFD_SIGINFO = 128;

  static final int SSI_SIGNO = 0;

  /** struct tcp_info, as far as the C library knows it; the kernel's is longer. */
  static final int TCP_INFO = 104;

  /** On a listening socket: connections that wait for being accepted. */
  static final int TCPI_UNACKED = 24;

  /** sigset_t. */
  static final int SIGSET = 128;

  /** struct rlimit. */
  static final int RLIMIT = 16;

  static final int RLIM_CUR = 0;
  static final int RLIM_MAX = 8;

  /** struct passwd. */
  static final int PASSWD = 48;

  static final int PW_NAME = 0;
  static final int PW_UID = 16;
  static final int PW_GID = 20;

  /** struct group. */
  static final int GROUP = 32;

  static final int GR_GID = 16;

  /** posix_spawn_file_actions_t. */
  static final int SPAWN_FILE_ACTIONS = 80;

  /** posix_spawnattr_t. */
  static final int SPAWN_ATTRIBUTES = 336;

  private Layouts() {}

  static int epollEvent(String arch) {
    return arch.equals("amd64") ? 12 : 16;
  }

  static int epollData(String arch) {
    return arch.equals("amd64") ? 4 : 8;
  }
}
