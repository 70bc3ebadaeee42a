package org.jxinetd.itests.differential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A server that tells its client what it sees of itself: each argument names a part of it. */
final class Probe {
  private Probe() {}

  private static final String SOURCE =
      """
      #define _GNU_SOURCE
      #include <dirent.h>
      #include <grp.h>
      #include <stdio.h>
      #include <stdlib.h>
      #include <string.h>
      #include <sys/resource.h>
      #include <sys/socket.h>
      #include <sys/stat.h>
      #include <unistd.h>
      extern char **environ;
      static void limit(const char *name, int which) {
        struct rlimit r;
        getrlimit(which, &r);
        printf("%s=%lld,%lld\\n", name, (long long)r.rlim_cur, (long long)r.rlim_max);
      }
      int main(int argc, char **argv) {
        for (int i = 1; i < argc; i++) {
          const char *what = argv[i];
          if (!strcmp(what, "argv"))
            for (int k = 0; k < argc; k++) printf("argv%d=%s\\n", k, argv[k]);
          else if (!strcmp(what, "env"))
            for (char **e = environ; *e; e++) printf("env %s\\n", *e);
          else if (!strcmp(what, "accept")) {
            int c = accept(0, 0, 0);
            char line[256];
            int n = read(c, line, sizeof line);
            if (n > 0) write(c, line, n);
            return 0;
          } else if (!strcmp(what, "reply")) {
            struct sockaddr_storage from; socklen_t size = sizeof from;
            char data[2048];
            int n = recvfrom(0, data, sizeof data, 0, (struct sockaddr *)&from, &size);
            if (n >= 0) sendto(0, data, n, 0, (struct sockaddr *)&from, size);
            return 0;
          } else if (!strcmp(what, "ids")) {
            gid_t g[64];
            int n = getgroups(64, g);
            printf("uid=%d gid=%d\\n", getuid(), getgid());
            for (int k = 0; k < n; k++) printf("group=%d\\n", g[k]);
          } else if (!strcmp(what, "umask")) {
            printf("umask=%04o\\n", umask(0));
          } else if (!strcmp(what, "nice")) {
            printf("nice=%d\\n", getpriority(PRIO_PROCESS, 0));
          } else if (!strcmp(what, "limits")) {
            limit("as", RLIMIT_AS); limit("cpu", RLIMIT_CPU); limit("data", RLIMIT_DATA);
            limit("rss", RLIMIT_RSS); limit("stack", RLIMIT_STACK);
          } else if (!strcmp(what, "files")) {
            limit("files", RLIMIT_NOFILE);
          } else if (!strcmp(what, "process")) {
            char cwd[256];
            printf("cwd=%s leader=%d\\n", getcwd(cwd, sizeof cwd), getsid(0) == getpid());
            DIR *d = opendir("/proc/self/fd");
            struct dirent *e;
            while ((e = readdir(d)))
              if (e->d_name[0] != '.' && atoi(e->d_name) != dirfd(d)) printf("fd=%s\\n", e->d_name);
            FILE *f = fopen("/proc/self/status", "r");
            char line[256];
            while (fgets(line, sizeof line, f))
              if (!strncmp(line, "SigBlk", 6) || !strncmp(line, "SigIgn", 6))
                // 32 and 33 belong to the C library of whoever started the server
                printf("%.6s=%llx\\n", line, strtoull(line + 7, 0, 16) & ~0x180000000ULL);
          } else if (!strcmp(what, "socket")) {
            int type, alive = 0; socklen_t n = sizeof type;
            getsockopt(0, SOL_SOCKET, SO_TYPE, &type, &n);
            n = sizeof alive;
            getsockopt(0, SOL_SOCKET, SO_KEEPALIVE, &alive, &n);
            int nodelay = 0; n = sizeof nodelay;
            getsockopt(0, 6, 1, &nodelay, &n);
            printf("type=%d keepalive=%d nodelay=%d\\n", type, alive != 0, nodelay != 0);
          } else if (!strncmp(what, "exit", 4)) {
            fflush(stdout);
            exit(atoi(what + 4));
          }
        }
        fflush(stdout);
        return 0;
      }
      """;

  static Path compile(Path folder) throws IOException {
    Path source = Files.writeString(folder.resolve("probe.c"), SOURCE);
    Path program = folder.resolve("probe");
    Process process =
        new ProcessBuilder("cc", "-O1", "-o", program.toString(), source.toString())
            .redirectErrorStream(true)
            .start();
    String output =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new AssertionError("cc: " + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    return program;
  }
}
