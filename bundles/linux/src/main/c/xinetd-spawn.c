/*
 * xinetd-spawn: becomes a server with the credentials and limits its service asks for.
 *
 *   xinetd-spawn [OPTION...] -- PATH ARGV0 [ARGUMENT...]
 *
 *   uid=N gid=N              decimal, 0 to 4294967294
 *   groups=N,N,...           supplementary groups; "groups=" for none
 *   umask=OOO                octal, 0 to 777
 *   nice=N                   -40 to 40, added; without effect where the kernel refuses it
 *   limit=RESOURCE:SOFT:HARD RESOURCE as in <sys/resource.h>; "-" for unlimited
 *
 * Descriptors 0, 1 and 2 belong to the client and are never written to. Descriptor 3 is a pipe that
 * many of these share: a failure is one record of three native 32-bit integers {pid, step, errno},
 * which write(2) keeps whole because it is shorter than PIPE_BUF. The pipe closes on exec.
 *
 * Any step that fails ends the process without an exec: status 127 when the program was not found,
 * else 126. The program inherits the environment unchanged.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum step {
  STEP_OPTIONS = 1,
  STEP_LIMIT,
  STEP_SETGID,
  STEP_SETGROUPS,
  STEP_SETUID,
  STEP_EXECVE
};

enum { REPORT = 3, GROUPS = 65536, LIMITS = 16 };

struct limit {
  int resource;
  struct rlimit value;
};

static int has_uid, has_gid, has_groups, has_umask, has_nice;
static uid_t uid;
static gid_t gid;
static gid_t groups[GROUPS];
static size_t group_count;
static mode_t mask;
static int niceness;
static struct limit limits[LIMITS];
static size_t limit_count;

_Noreturn static void fail(enum step step, int error) {
  int32_t record[3] = {(int32_t)getpid(), (int32_t)step, (int32_t)error};
  ssize_t written;
  do {
    written = write(REPORT, record, sizeof record);
  } while (written < 0 && errno == EINTR);
  /* a report that is lost (a full pipe) still shows in the status */
  _exit(step == STEP_EXECVE && error == ENOENT ? 127 : 126);
}

/* Reads digits up to a stop character and moves behind it; the end of the text stops as well. */
static uint64_t number(const char **text, unsigned base, uint64_t most, char stop) {
  const char *at = *text;
  uint64_t value = 0;
  if (*at == stop || *at == '\0') {
    fail(STEP_OPTIONS, EINVAL);
  }
  for (; *at != stop && *at != '\0'; at++) {
    unsigned digit = (unsigned)(*at - '0');
    if (*at < '0' || digit >= base || digit > most || value > (most - digit) / base) {
      fail(STEP_OPTIONS, EINVAL);
    }
    value = value * base + digit;
  }
  *text = *at == '\0' ? at : at + 1;
  return value;
}

static uint64_t whole(const char *text, unsigned base, uint64_t most) {
  uint64_t value = number(&text, base, most, '\0');
  return value;
}

static void read_groups(const char *text) {
  size_t length = strlen(text);
  if (length > 0 && text[length - 1] == ',') {
    fail(STEP_OPTIONS, EINVAL);
  }
  while (*text != '\0') {
    if (group_count == GROUPS) {
      fail(STEP_OPTIONS, E2BIG);
    }
    groups[group_count++] = (gid_t)number(&text, 10, UINT32_MAX - 1, ',');
  }
}

static rlim_t amount(const char **text, char stop) {
  if (**text == '-' && ((*text)[1] == stop || (*text)[1] == '\0')) {
    *text += (*text)[1] == '\0' ? 1 : 2;
    return RLIM_INFINITY;
  }
  return (rlim_t)number(text, 10, INT64_MAX, stop);
}

static void read_limit(const char *text) {
  struct limit *next = &limits[limit_count];
  if (limit_count == LIMITS) {
    fail(STEP_OPTIONS, E2BIG);
  }
  next->resource = (int)number(&text, 10, RLIM_NLIMITS - 1, ':');
  next->value.rlim_cur = amount(&text, ':');
  next->value.rlim_max = amount(&text, '\0');
  limit_count++;
}

static void read_option(const char *option) {
  if (strncmp(option, "uid=", 4) == 0) {
    uid = (uid_t)whole(option + 4, 10, UINT32_MAX - 1);
    has_uid = 1;
  } else if (strncmp(option, "gid=", 4) == 0) {
    gid = (gid_t)whole(option + 4, 10, UINT32_MAX - 1);
    has_gid = 1;
  } else if (strncmp(option, "groups=", 7) == 0 && !has_groups) {
    read_groups(option + 7);
    has_groups = 1;
  } else if (strncmp(option, "umask=", 6) == 0) {
    mask = (mode_t)whole(option + 6, 8, 0777);
    has_umask = 1;
  } else if (strncmp(option, "nice=", 5) == 0) {
    int negative = option[5] == '-';
    niceness = (int)whole(option + 5 + negative, 10, 40);
    niceness = negative ? -niceness : niceness;
    has_nice = 1;
  } else if (strncmp(option, "limit=", 6) == 0) {
    read_limit(option + 6);
  } else {
    fail(STEP_OPTIONS, EINVAL);
  }
}

/* Root can drop everything for good; afterwards no id may be left that leads back. */
static void become_user(void) {
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

static void become_group(void) {
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

int main(int count, char **arguments, char **environment) {
  int at = 1;
  if (fcntl(REPORT, F_SETFD, FD_CLOEXEC) != 0) {
    _exit(126); /* nobody to tell: started by hand */
  }
  while (at < count && strcmp(arguments[at], "--") != 0) {
    read_option(arguments[at++]);
  }
  if (count - at < 3) {
    fail(STEP_OPTIONS, EINVAL);
  }
  /* limits first: only root may raise a hard one; refused to others, the old and lower one stays */
  for (size_t i = 0; i < limit_count; i++) {
    if (setrlimit(limits[i].resource, &limits[i].value) != 0 && errno != EPERM) {
      fail(STEP_LIMIT, errno);
    }
  }
  if (has_gid) {
    become_group();
  }
  if (has_groups && setgroups(group_count, groups) != 0) {
    fail(STEP_SETGROUPS, errno);
  }
  if (has_uid) {
    become_user();
  }
  if (has_umask) {
    umask(mask);
  }
  if (has_nice) {
    /* without root a negative value changes nothing, and that is no failure */
    errno = 0;
    if (nice(niceness) == -1 && errno != 0 && errno != EPERM && errno != EACCES) {
      fail(STEP_OPTIONS, errno);
    }
  }
  execve(arguments[at + 1], &arguments[at + 2], environment);
  fail(STEP_EXECVE, errno);
}
