/* What a server is to be, and the steps to become it; for both ways of xinetd-spawn. */
#ifndef SERVER_H
#define SERVER_H
#include <stddef.h>
#include <sys/resource.h>
#include <sys/types.h>

enum step {
  STEP_OPTIONS = 1,
  STEP_LIMIT,
  STEP_SETGID,
  STEP_SETGROUPS,
  STEP_SETUID,
  STEP_EXECVE
};

enum { REPORT = 3, LIMITS = 16 };

struct limit {
  int resource;
  struct rlimit value;
};

struct server {
  int has_uid, has_gid, has_groups, has_umask, has_nice;
  uid_t uid;
  gid_t gid;
  const gid_t *groups;
  size_t group_count;
  mode_t mask;
  int niceness;
  struct limit limits[LIMITS];
  size_t limit_count;
  const char *path;
  char **arguments;
  char **environment;
};

/* Reports a step that failed and ends: 127 when the program was not found, else 126. */
_Noreturn void fail(enum step step, int error);

/* Takes on limits, credentials, umask and niceness and executes the program. */
_Noreturn void become(const struct server *server);

/* Starts servers for the daemon until that ends. */
_Noreturn void reside(void);

#endif
