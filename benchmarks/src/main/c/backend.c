/* What stands behind a relay: an echo and a source of data, on one epoll loop.
 *
 *   backend ECHO_PORT SOURCE_PORT MEGABYTES
 *
 * On ECHO_PORT everything comes back until the client's end; on SOURCE_PORT each client is sent
 * MEGABYTES million bytes. IPv4 loopback; runs until a signal ends it.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BUFFER = 256 * 1024, ECHO_BUFFER = 512, MAX_FD = 65536 };

/* left: bytes still to send to a client of the source; -1 for a client of the echo */
struct client {
  int64_t left;
  size_t kept; /* echoed bytes that did not fit into the socket */
  char bytes[ECHO_BUFFER];
};

static struct client *clients[MAX_FD];
static int epoll_fd;
static char data[BUFFER];

static void die(const char *what) {
  fprintf(stderr, "backend: %s: %s\n", what, strerror(errno));
  exit(2);
}

static int listen_on(long port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  int yes = 1;
  if (fd < 0) die("socket");
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0) die("bind");
  if (listen(fd, 4096) < 0) die("listen");
  struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
  if (epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event) < 0) die("epoll_ctl");
  return fd;
}

static void drop(int fd) {
  free(clients[fd]);
  clients[fd] = NULL;
  close(fd);
}

static void accept_all(int listener, int64_t amount) {
  for (;;) {
    int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) return;
    if (fd >= MAX_FD || (clients[fd] = calloc(1, sizeof **clients)) == NULL) {
      close(fd);
      continue;
    }
    int yes = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    clients[fd]->left = amount;
    struct epoll_event event = {.events = amount < 0 ? EPOLLIN : EPOLLOUT, .data.fd = fd};
    if (epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event) < 0) die("epoll_ctl");
  }
}

static void watch(int fd, uint32_t events) {
  struct epoll_event event = {.events = events, .data.fd = fd};
  if (epoll_ctl(epoll_fd, EPOLL_CTL_MOD, fd, &event) < 0) die("epoll_ctl");
}

static void echo(int fd, struct client *c) {
  if (c->kept == 0) {
    ssize_t n = recv(fd, c->bytes, ECHO_BUFFER, 0);
    if (n < 0 && errno == EAGAIN) return;
    if (n <= 0) {
      drop(fd);
      return;
    }
    c->kept = (size_t)n;
  }
  ssize_t sent = send(fd, c->bytes, c->kept, MSG_NOSIGNAL);
  if (sent < 0 && errno != EAGAIN) {
    drop(fd);
    return;
  }
  size_t gone = sent < 0 ? 0 : (size_t)sent;
  memmove(c->bytes, c->bytes + gone, c->kept - gone);
  c->kept -= gone;
  watch(fd, c->kept == 0 ? EPOLLIN : EPOLLOUT);
}

static void pour(int fd, struct client *c) {
  for (int turn = 0; turn < 8; turn++) {
    if (c->left == 0) {
      drop(fd);
      return;
    }
    size_t size = c->left < BUFFER ? (size_t)c->left : BUFFER;
    ssize_t n = send(fd, data, size, MSG_NOSIGNAL);
    if (n < 0 && errno == EAGAIN) return;
    if (n < 0) {
      drop(fd);
      return;
    }
    c->left -= n;
  }
}

int main(int argc, char **argv) {
  if (argc != 4) {
    fprintf(stderr, "usage: backend ECHO_PORT SOURCE_PORT MEGABYTES\n");
    return 64;
  }
  int64_t amount = (int64_t)atol(argv[3]) * 1000000;
  epoll_fd = epoll_create1(EPOLL_CLOEXEC);
  if (epoll_fd < 0) die("epoll_create1");
  int echo_listener = listen_on(atol(argv[1]));
  int source_listener = listen_on(atol(argv[2]));
  struct epoll_event events[256];
  for (;;) {
    int n = epoll_wait(epoll_fd, events, 256, -1);
    if (n < 0 && errno != EINTR) die("epoll_wait");
    for (int i = 0; i < n; i++) {
      int fd = events[i].data.fd;
      if (fd == echo_listener) {
        accept_all(fd, -1);
      } else if (fd == source_listener) {
        accept_all(fd, amount);
      } else if (clients[fd] != NULL && clients[fd]->left < 0) {
        echo(fd, clients[fd]);
      } else if (clients[fd] != NULL) {
        pour(fd, clients[fd]);
      }
    }
  }
}
