/*
 * xinetd-spawn: becomes a server with the credentials and limits its service asks for, or stays to
 * start one server after the other (see resident.c).
 *
 *   xinetd-spawn [OPTION...] -- PATH ARGV0 [ARGUMENT...]
 *   xinetd-spawn resident=1
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
#include "server.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

enum { GROUPS = 65536 };

static struct server server;
static gid_t groups[GROUPS];

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
    if (server.group_count == GROUPS) {
      fail(STEP_OPTIONS, E2BIG);
    }
    groups[server.group_count++] = (gid_t)number(&text, 10, UINT32_MAX - 1, ',');
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
  struct limit *next = &server.limits[server.limit_count];
  if (server.limit_count == LIMITS) {
    fail(STEP_OPTIONS, E2BIG);
  }
  next->resource = (int)number(&text, 10, RLIM_NLIMITS - 1, ':');
  next->value.rlim_cur = amount(&text, ':');
  next->value.rlim_max = amount(&text, '\0');
  server.limit_count++;
}

static void read_option(const char *option) {
  if (strncmp(option, "uid=", 4) == 0) {
    server.uid = (uid_t)whole(option + 4, 10, UINT32_MAX - 1);
    server.has_uid = 1;
  } else if (strncmp(option, "gid=", 4) == 0) {
    server.gid = (gid_t)whole(option + 4, 10, UINT32_MAX - 1);
    server.has_gid = 1;
  } else if (strncmp(option, "groups=", 7) == 0 && !server.has_groups) {
    read_groups(option + 7);
    server.has_groups = 1;
  } else if (strncmp(option, "umask=", 6) == 0) {
    server.mask = (mode_t)whole(option + 6, 8, 0777);
    server.has_umask = 1;
  } else if (strncmp(option, "nice=", 5) == 0) {
    int negative = option[5] == '-';
    int added = (int)whole(option + 5 + negative, 10, 40);
    server.niceness = negative ? -added : added;
    server.has_nice = 1;
  } else if (strncmp(option, "limit=", 6) == 0) {
    read_limit(option + 6);
  } else {
    fail(STEP_OPTIONS, EINVAL);
  }
}

int main(int count, char **arguments, char **environment) {
  int at = 1;
  if (fcntl(REPORT, F_SETFD, FD_CLOEXEC) != 0) {
    _exit(126); /* nobody to tell: started by hand */
  }
  if (count == 2 && strcmp(arguments[1], "resident=1") == 0) {
    reside();
  }
  while (at < count && strcmp(arguments[at], "--") != 0) {
    read_option(arguments[at++]);
  }
  if (count - at < 3) {
    fail(STEP_OPTIONS, EINVAL);
  }
  server.groups = groups;
  server.path = arguments[at + 1];
  server.arguments = &arguments[at + 2];
  server.environment = environment;
  become(&server);
}
