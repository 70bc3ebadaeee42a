/* The least a server can do: one line to its client, then the end. Linked statically, so that a
 * measurement is about the super-server and not about the dynamic linker. */
#include <unistd.h>

int main(void) {
  static const char line[] = "hello\n";
  return write(STDOUT_FILENO, line, sizeof line - 1) == (ssize_t)(sizeof line - 1) ? 0 : 1;
}
