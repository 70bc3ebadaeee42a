/* Load for one TCP service: N connections, C of them at a time, on one epoll loop.
 *
 *   load HOST PORT MODE CONNECTIONS CONCURRENCY SECONDS
 *
 * MODE  read     connect, read to end of file; fails when not one byte came
 *       echo     connect, send 64 bytes, read them back and compare, half-close, read to the end
 *       connect  connect, close
 *       bulk     connect, read to the end; CONNECTIONS in all, prints megabytes=N as well
 *       idle     open CONNECTIONS, one byte there and back on each, print a line, then keep them open
 *                until standard input ends; for measurements of memory
 *       first    connect again and again until one connection has given a byte, then end
 *
 * Prints one line of words: ok=N failed=N seconds=S rate=CONNECTIONS_PER_SECOND p50_us= p95_us=
 * p99_us= max_us= (the time from connect to the end of one connection). Ends with 1 when a
 * connection failed or SECONDS passed before all were done.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum mode { READ, ECHO, CONNECT, FIRST, BULK, IDLE };
enum { ECHO_BYTES = 64, MAX_CONCURRENCY = 4096, MAX_CONNECTIONS = 10 * 1000 * 1000 };

struct connection {
  int fd;
  int connected;
  int half_closed;
  size_t received;
  int64_t started;
};

static struct sockaddr_in target;
static enum mode mode;
static int epoll_fd;
static char request[ECHO_BYTES];
static int64_t *latencies;
static long started, ended, failed;
static int64_t bytes_received;

static int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void die(const char *what) {
  fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
  exit(2);
}

static long number(const char *text, const char *name, long max) {
  char *end;
  errno = 0;
  long value = strtol(text, &end, 10);
  if (errno != 0 || *text == '\0' || *end != '\0' || value < 1 || value > max) {
    fprintf(stderr, "load: %s must be 1 to %ld, not %s\n", name, max, text);
    exit(64);
  }
  return value;
}

static void finish(struct connection *c, int good) {
  close(c->fd);
  c->fd = -1;
  if (good) {
    latencies[ended - failed] = now() - c->started;
  } else {
    failed++;
  }
  ended++;
}

static void begin(struct connection *c) {
  memset(c, 0, sizeof *c);
  c->started = now();
  c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (c->fd < 0) die("socket");
  started++;
  if (connect(c->fd, (struct sockaddr *)&target, sizeof target) < 0 && errno != EINPROGRESS) {
    finish(c, 0);
    return;
  }
  struct epoll_event event = {.events = EPOLLOUT, .data.ptr = c};
  if (epoll_ctl(epoll_fd, EPOLL_CTL_ADD, c->fd, &event) < 0) die("epoll_ctl");
}

/* The connection stands: says what the mode has to say, then waits for the answer. */
static void opened(struct connection *c) {
  int error = 0;
  socklen_t size = sizeof error;
  if (getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &error, &size) < 0 || error != 0) {
    finish(c, 0);
    return;
  }
  if (mode == CONNECT) {
    finish(c, 1);
    return;
  }
  if (mode == ECHO && send(c->fd, request, ECHO_BYTES, MSG_NOSIGNAL) != ECHO_BYTES) {
    finish(c, 0);
    return;
  }
  c->connected = 1;
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
  if (epoll_ctl(epoll_fd, EPOLL_CTL_MOD, c->fd, &event) < 0) die("epoll_ctl");
}

static int complete(const struct connection *c) {
  return mode == ECHO ? c->received == ECHO_BYTES : c->received > 0;
}

static void readable(struct connection *c) {
  static char data[262144];
  for (;;) {
    ssize_t n = recv(c->fd, data, sizeof data, 0);
    if (n < 0 && errno == EAGAIN) return;
    if (n <= 0) {
      finish(c, n == 0 && complete(c));
      return;
    }
    if (mode == ECHO && (c->received + (size_t)n > ECHO_BYTES ||
                         memcmp(data, request + c->received, (size_t)n) != 0)) {
      finish(c, 0);
      return;
    }
    c->received += (size_t)n;
    bytes_received += n;
    if (mode == ECHO && c->received == ECHO_BYTES && !c->half_closed) {
      c->half_closed = 1;
      shutdown(c->fd, SHUT_WR);
    }
  }
}

static int64_t run(long connections, long concurrency, int64_t limit) {
  struct connection *all = calloc((size_t)concurrency, sizeof *all);
  if (all == NULL) die("calloc");
  struct epoll_event events[256];
  int64_t start = now();
  for (long i = 0; i < concurrency && started < connections; i++) {
    begin(&all[i]);
    while (all[i].fd < 0 && started < connections) begin(&all[i]);
  }
  while (ended < connections) {
    int64_t left = start + limit - now();
    if (left <= 0) break;
    int n = epoll_wait(epoll_fd, events, 256, (int)(left / 1000000) + 1);
    if (n < 0 && errno != EINTR) die("epoll_wait");
    for (int i = 0; i < n; i++) {
      struct connection *c = events[i].data.ptr;
      if (c->connected) {
        readable(c);
      } else {
        opened(c);
      }
      while (c->fd < 0 && started < connections) begin(c);
    }
  }
  free(all);
  return now() - start;
}

/* Until one byte came from one connection, or the limit. A refused connection is tried again after
 * a millisecond: the server is still starting. */
static int first(int64_t limit) {
  int64_t start = now();
  while (now() - start < limit) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) die("socket");
    struct timeval patience = {.tv_sec = 5};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    char byte;
    int good = connect(fd, (struct sockaddr *)&target, sizeof target) == 0 &&
               recv(fd, &byte, 1, 0) == 1;
    close(fd);
    if (good) {
      printf("ok=1 failed=0 seconds=%.4f\n", (double)(now() - start) / 1e9);
      return 0;
    }
    nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
  }
  printf("ok=0 failed=1 seconds=%.4f\n", (double)limit / 1e9);
  return 1;
}

/* Opens all, one after the other; the address they come from changes, for a port number is 16 bits. */
static int idle(long connections, int64_t limit) {
  int *fds = calloc((size_t)connections, sizeof *fds);
  if (fds == NULL) die("calloc");
  int64_t start = now();
  for (long i = 0; i < connections; i++) {
    if (now() - start > limit) {
      fprintf(stderr, "load: only %ld connections within the time\n", i);
      return 1;
    }
    fds[i] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fds[i] < 0) die("socket");
    struct timeval patience = {.tv_sec = 10};
    setsockopt(fds[i], SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    char byte = '?';
    if (connect(fds[i], (struct sockaddr *)&target, sizeof target) < 0 ||
        send(fds[i], &byte, 1, MSG_NOSIGNAL) != 1 || recv(fds[i], &byte, 1, 0) != 1) {
      fprintf(stderr, "load: connection %ld: %s\n", i, strerror(errno));
      return 1;
    }
  }
  printf("ok=%ld failed=0 seconds=%.4f\n", connections, (double)(now() - start) / 1e9);
  fflush(stdout);
  char waste[64];
  while (read(STDIN_FILENO, waste, sizeof waste) > 0) {
  }
  return 0;
}

static int ascending(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

static long micros(long count, double share) {
  if (count == 0) return 0;
  long index = (long)(share * (double)(count - 1) + 0.5);
  return (long)(latencies[index] / 1000);
}

int main(int argc, char **argv) {
  static const char *names[] = {"read", "echo", "connect", "first", "bulk", "idle"};
  if (argc != 7) {
    fprintf(stderr, "usage: load HOST PORT read|echo|connect|first|bulk|idle CONNECTIONS CONCURRENCY SECONDS\n");
    return 64;
  }
  target.sin_family = AF_INET;
  target.sin_port = htons((uint16_t)number(argv[2], "PORT", 65535));
  if (inet_pton(AF_INET, argv[1], &target.sin_addr) != 1) {
    fprintf(stderr, "load: not an IPv4 address: %s\n", argv[1]);
    return 64;
  }
  int known = 0;
  for (int i = 0; i < 6; i++) {
    if (strcmp(argv[3], names[i]) == 0) {
      mode = (enum mode)i;
      known = 1;
    }
  }
  if (!known) {
    fprintf(stderr, "load: unknown mode: %s\n", argv[3]);
    return 64;
  }
  long connections = number(argv[4], "CONNECTIONS", MAX_CONNECTIONS);
  long concurrency = number(argv[5], "CONCURRENCY", MAX_CONCURRENCY);
  int64_t limit = number(argv[6], "SECONDS", 3600) * (int64_t)1000000000;
  if (mode == FIRST) return first(limit);
  if (mode == IDLE) return idle(connections, limit);

  for (int i = 0; i < ECHO_BYTES; i++) request[i] = (char)('!' + i);
  latencies = calloc((size_t)connections, sizeof *latencies);
  epoll_fd = epoll_create1(EPOLL_CLOEXEC);
  if (latencies == NULL || epoll_fd < 0) die("start");
  double seconds = (double)run(connections, concurrency, limit) / 1e9;
  long good = ended - failed;
  qsort(latencies, (size_t)good, sizeof *latencies, ascending);
  if (mode == BULK) {
    double megabytes = (double)bytes_received / 1e6;
    printf("megabytes=%.0f mb_per_s=%.1f ", megabytes, megabytes / seconds);
  }
  printf("ok=%ld failed=%ld seconds=%.4f rate=%.1f p50_us=%ld p95_us=%ld p99_us=%ld max_us=%ld\n",
         good, connections - good, seconds, (double)good / seconds, micros(good, 0.50),
         micros(good, 0.95), micros(good, 0.99), micros(good, 1.0));
  return good == connections ? 0 : 1;
}
