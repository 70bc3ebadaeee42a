/*
 * Tells its client, on descriptor 1, what it was started with: one "key value" a line. Text is
 * printed with every byte outside [!-~] and every '%' as %XX. Ends with status 42.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

extern char **environ;

static void text(const char *key, const char *value) {
  printf("%s ", key);
  for (; *value != '\0'; value++) {
    if (*value <= ' ' || *value > '~' || *value == '%') {
      printf("%%%02X", (unsigned char)*value);
    } else {
      putchar(*value);
    }
  }
  putchar('\n');
}

static void copy(const char *path, const char *key, const char *const *wanted) {
  char line[512];
  FILE *in = fopen(path, "re");
  while (in != NULL && fgets(line, sizeof line, in) != NULL) {
    char *value = strchr(line, ':');
    for (int i = 0; value != NULL && wanted[i] != NULL; i++) {
      if (strncmp(line, wanted[i], strlen(wanted[i])) == 0) {
        printf("%s%s ", key, wanted[i]);
        printf("%s", value + 1 + strspn(value + 1, " \t"));
      }
    }
  }
  if (in != NULL) {
    fclose(in);
  }
}

int main(int count, char **arguments) {
  for (int i = 0; i < count; i++) {
    text("argv", arguments[i]);
  }
  for (char **at = environ; *at != NULL; at++) {
    text("env", *at);
  }
  uid_t uid[3];
  gid_t gid[3], groups[128];
  getresuid(&uid[0], &uid[1], &uid[2]);
  getresgid(&gid[0], &gid[1], &gid[2]);
  printf("uid %u %u %u\ngid %u %u %u\ngroups", uid[0], uid[1], uid[2], gid[0], gid[1], gid[2]);
  int n = getgroups(128, groups);
  for (int i = 0; i < n; i++) {
    printf(" %u", groups[i]);
  }
  mode_t mask = umask(0);
  printf("\numask %o\nnice %d\n", (unsigned)mask, getpriority(PRIO_PROCESS, 0));
  printf("pid %d\nppid %d\npgid %d\nsid %d\n", getpid(), getppid(), getpgrp(), getsid(0));
  static const struct {
    const char *name;
    int number;
  } limits[] = {{"NOFILE", RLIMIT_NOFILE}, {"AS", RLIMIT_AS},   {"CPU", RLIMIT_CPU},
                {"DATA", RLIMIT_DATA},     {"RSS", RLIMIT_RSS}, {"STACK", RLIMIT_STACK}};
  for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
    struct rlimit limit;
    getrlimit(limits[i].number, &limit);
    printf("limit.%s %lld %lld\n", limits[i].name, (long long)limit.rlim_cur,
           (long long)limit.rlim_max);
  }
  char cwd[256];
  text("cwd", getcwd(cwd, sizeof cwd) == NULL ? "?" : cwd);
  DIR *folder = opendir("/proc/self/fd");
  struct dirent *entry;
  while (folder != NULL && (entry = readdir(folder)) != NULL) {
    if (entry->d_name[0] != '.' && atoi(entry->d_name) != dirfd(folder)) {
      char path[300], target[256];
      snprintf(path, sizeof path, "/proc/self/fd/%s", entry->d_name);
      ssize_t length = readlink(path, target, sizeof target - 1);
      target[length < 0 ? 0 : length] = '\0';
      printf("fd.%s %s\n", entry->d_name, target);
    }
  }
  copy("/proc/self/status", "", (const char *const[]){"SigBlk", "SigIgn", "SigCgt", "CapEff", NULL});
  copy("/proc/self/fdinfo/0", "fdinfo.", (const char *const[]){"flags", NULL});
  fflush(stdout);
  fprintf(stderr, "stderr here\n");
  return 42;
}
