#define _GNU_SOURCE
#include "server.h"

#include <errno.h>
#include <grp.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

_Noreturn void fail(enum step step, int error) {
  int32_t record[3] = {(int32_t)getpid(), (int32_t)step, (int32_t)error};
  ssize_t written;
  do {
    written = write(REPORT, record, sizeof record);
  } while (written < 0 && errno == EINTR);
  /* a report that is lost (a full pipe) still shows in the status */
  _exit(step == STEP_EXECVE && error == ENOENT ? 127 : 126);
}

/* Root can drop everything for good; afterwards no id may be left that leads back. */
static void become_user(uid_t uid) {
  uid_t real, effective, saved;
  if (setuid(uid) != 0) {
    fail(STEP_SETUID, errno);
  }
  if (getresuid(&real, &effective, &saved) != 0) {
    fail(STEP_SETUID, errno);
  }
  if (real != uid || effective != uid || saved != uid) {
    fail(STEP_SETUID, EPERM);
  }
}

static void become_group(gid_t gid) {
  gid_t real, effective, saved;
  if (setgid(gid) != 0) {
    fail(STEP_SETGID, errno);
  }
  if (getresgid(&real, &effective, &saved) != 0) {
    fail(STEP_SETGID, errno);
  }
  if (real != gid || effective != gid || saved != gid) {
    fail(STEP_SETGID, EPERM);
  }
}

_Noreturn void become(const struct server *server) {
  /* limits first: only root may raise a hard one; refused to others, the old and lower one stays */
  for (size_t i = 0; i < server->limit_count; i++) {
    if (setrlimit(server->limits[i].resource, &server->limits[i].value) != 0 && errno != EPERM) {
      fail(STEP_LIMIT, errno);
    }
  }
  if (server->has_gid) {
    become_group(server->gid);
  }
  if (server->has_groups && setgroups(server->group_count, server->groups) != 0) {
    fail(STEP_SETGROUPS, errno);
  }
  if (server->has_uid) {
    become_user(server->uid);
  }
  if (server->has_umask) {
    umask(server->mask);
  }
  if (server->has_nice) {
    /* without root a negative value changes nothing, and that is no failure */
    errno = 0;
    if (nice(server->niceness) == -1 && errno != 0 && errno != EPERM && errno != EACCES) {
      fail(STEP_OPTIONS, errno);
    }
  }
  execve(server->path, server->arguments, server->environment);
  fail(STEP_EXECVE, errno);
}
