/*
 * The resident way: "xinetd-spawn resident=1", one process for all servers of a daemon.
 *
 * Descriptor 0 is a SOCK_SEQPACKET socket; each message on it asks for one server: struct request,
 * its limits, its groups, then texts that end in NUL (the path, the arguments, the variables), with
 * one or two descriptors: what becomes 0 and 1, and 2 if that is another. Descriptor 1 is a pipe for
 * answers of three native 32-bit integers {id, pid, errno}; 3 is for failures, as with the other way.
 *
 * The server is a child of the daemon, not of this process (CLONE_PARENT). It answers for itself as
 * the first thing it does: once nobody has the answer pipe any more, whoever has not answered is not
 * there and never will be. This process touches nothing of a message but its id; the child, which
 * has its own copy of the memory, reads the rest, so that what one message does is over with its
 * child. It ends when the daemon does: the socket comes to its end.
 */
#define _GNU_SOURCE
#include "server.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { SOCKET = 0, ANSWERS = 1 };
enum { LARGEST = 65536, WORDS = 4096, PASSED = 2 };
enum { UID = 1, GID = 2, GROUPS = 4, UMASK = 8, NICE = 16, KNOWN = 31 };

struct request {
  uint32_t id;
  uint32_t length; /* of the whole message */
  uint32_t flags;
  uint32_t uid;
  uint32_t gid;
  uint32_t mask;
  int32_t niceness;
  uint32_t limits;
  uint32_t groups;
  uint32_t arguments;
  uint32_t variables;
  uint32_t unused;
};

struct limit_asked {
  uint64_t soft;
  uint64_t hard;
  uint32_t resource;
  uint32_t unused;
};

static union {
  struct request request;
  char bytes[LARGEST];
} message;

/* the arguments, NULL, the variables, NULL */
static char *words[WORDS + 2];

static int answer(uint32_t id, int32_t pid, int32_t error) {
  int32_t record[3] = {(int32_t)id, pid, error};
  ssize_t written;
  do {
    written = write(ANSWERS, record, sizeof record);
  } while (written < 0 && errno == EINTR);
  return written == sizeof record;
}

/* The part of the message behind what was read; ends the child where there is not as much. */
static char *part(size_t *at, size_t bytes) {
  if (bytes > message.request.length - *at) {
    fail(STEP_OPTIONS, EINVAL);
  }
  char *start = message.bytes + *at;
  *at += bytes;
  return start;
}

static void read_limits(struct server *server, size_t *at) {
  uint32_t count = message.request.limits;
  if (count > LIMITS) {
    fail(STEP_OPTIONS, E2BIG);
  }
  for (uint32_t i = 0; i < count; i++) {
    struct limit_asked asked;
    memcpy(&asked, part(at, sizeof asked), sizeof asked);
    if (asked.resource >= RLIM_NLIMITS || asked.unused != 0) {
      fail(STEP_OPTIONS, EINVAL);
    }
    server->limits[i].resource = (int)asked.resource;
    server->limits[i].value.rlim_cur = asked.soft;
    server->limits[i].value.rlim_max = asked.hard;
  }
  server->limit_count = count;
}

static void read_groups(struct server *server, size_t *at) {
  uint32_t count = message.request.groups;
  if (count > LARGEST / sizeof(gid_t)) {
    fail(STEP_OPTIONS, E2BIG);
  }
  server->groups = (const gid_t *)(void *)part(at, count * sizeof(gid_t)); /* aligned: only limits before */
  server->group_count = count;
  for (uint32_t i = 0; i < count; i++) {
    if (server->groups[i] == (gid_t)-1) {
      fail(STEP_OPTIONS, EINVAL);
    }
  }
}

static char *text(size_t *at) {
  char *start = message.bytes + *at;
  size_t length = strnlen(start, message.request.length - *at);
  part(at, length + 1);
  return start;
}

static void read_words(struct server *server, size_t *at) {
  uint32_t arguments = message.request.arguments, variables = message.request.variables;
  if (arguments > WORDS || variables > WORDS - arguments) {
    fail(STEP_OPTIONS, E2BIG);
  }
  server->path = text(at);
  if (arguments == 0 || server->path[0] != '/') {
    fail(STEP_OPTIONS, EINVAL);
  }
  server->arguments = words;
  for (uint32_t i = 0; i < arguments; i++) {
    words[i] = text(at);
  }
  words[arguments] = NULL;
  server->environment = words + arguments + 1;
  for (uint32_t i = 0; i < variables; i++) {
    server->environment[i] = text(at);
  }
  server->environment[variables] = NULL;
}

static void read_server(struct server *server, size_t received) {
  const struct request *asked = &message.request;
  if (received < sizeof *asked || asked->length != received || asked->unused != 0) {
    fail(STEP_OPTIONS, EINVAL);
  }
  uint32_t flags = asked->flags;
  if ((flags & ~(uint32_t)KNOWN) != 0 || ((flags & UID) != 0 && asked->uid == (uid_t)-1) ||
      ((flags & GID) != 0 && asked->gid == (gid_t)-1) || asked->mask > 0777 ||
      asked->niceness < -40 || asked->niceness > 40) {
    fail(STEP_OPTIONS, EINVAL);
  }
  server->has_uid = (flags & UID) != 0;
  server->has_gid = (flags & GID) != 0;
  server->has_groups = (flags & GROUPS) != 0;
  server->has_umask = (flags & UMASK) != 0;
  server->has_nice = (flags & NICE) != 0;
  server->uid = asked->uid;
  server->gid = asked->gid;
  server->mask = (mode_t)asked->mask;
  server->niceness = asked->niceness;
  size_t at = sizeof *asked;
  read_limits(server, &at);
  read_groups(server, &at);
  read_words(server, &at);
  if (at != received) {
    fail(STEP_OPTIONS, EINVAL);
  }
}

/* In the child. Socket and answer pipe end here, before it is anybody else who could be stopped. */
_Noreturn static void serve(size_t received, const int *passed, int count) {
  static struct server server;
  if (!answer(message.request.id, (int32_t)getpid(), 0)) {
    _exit(126); /* the daemon is gone */
  }
  if (dup2(passed[0], 0) < 0 || dup2(passed[0], 1) < 0 || dup2(passed[count - 1], 2) < 0 ||
      setsid() < 0) {
    fail(STEP_OPTIONS, errno);
  }
  read_server(&server, received);
  become(&server);
}

/* Copies the descriptors out of the control data; closed on exec. */
static int descriptors(struct msghdr *header, int passed[PASSED]) {
  struct cmsghdr *control = CMSG_FIRSTHDR(header);
  if (control == NULL || control->cmsg_level != SOL_SOCKET || control->cmsg_type != SCM_RIGHTS) {
    return 0;
  }
  size_t bytes = control->cmsg_len - CMSG_LEN(0);
  size_t count = bytes / sizeof(int);
  memcpy(passed, CMSG_DATA(control), (count < PASSED ? count : PASSED) * sizeof(int));
  return (int)(count < PASSED ? count : PASSED);
}

static void start(size_t received, const struct msghdr *header, const int *passed, int count) {
  uint32_t id = received < sizeof message.request.id ? UINT32_MAX : message.request.id;
  int error = 0;
  if ((header->msg_flags & MSG_TRUNC) != 0) {
    error = E2BIG;
  } else if ((header->msg_flags & MSG_CTRUNC) != 0) {
    error = EMFILE;
  } else if (received < sizeof message.request || count == 0) {
    error = EINVAL;
  } else {
    /* not fork(): the child is to be the daemon's */
    long child = syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0L, 0L, 0L, 0L);
    if (child == 0) {
      serve(received, passed, count);
    }
    error = child < 0 ? errno : 0;
  }
  if (error != 0 && !answer(id, 0, error)) {
    _exit(0); /* the daemon is gone */
  }
}

_Noreturn void reside(void) {
  signal(SIGPIPE, SIG_DFL);
  for (;;) {
    union {
      struct cmsghdr header;
      char bytes[CMSG_SPACE(PASSED * sizeof(int))];
    } control;
    int passed[PASSED];
    struct iovec data = {message.bytes, sizeof message.bytes};
    struct msghdr header = {.msg_iov = &data,
                            .msg_iovlen = 1,
                            .msg_control = control.bytes,
                            .msg_controllen = sizeof control.bytes};
    ssize_t received = recvmsg(SOCKET, &header, MSG_CMSG_CLOEXEC);
    if (received < 0 && errno == EINTR) {
      continue;
    }
    if (received <= 0) {
      _exit(received == 0 ? 0 : 1); /* the daemon is gone, or will start another one */
    }
    int count = descriptors(&header, passed);
    start((size_t)received, &header, passed, count);
    for (int i = 0; i < count; i++) {
      close(passed[i]);
    }
    memset(message.bytes, 0, (size_t)received); /* the next copy is another service's */
  }
}
