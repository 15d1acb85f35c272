/* The kernel's share of a build: tree LIST FOLDER makes the folders and files that LIST names, below
   FOLDER, and does nothing else. Lines of LIST: "d PATH" or "SIZE PATH"; folders before what they
   hold. What the files hold is one byte, repeated. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void write_file(int folder, const char *path, const char *bytes, size_t room,
                       size_t size) {
  int file = openat(folder, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (file < 0) fail(path);
  while (size) {
    ssize_t written = write(file, bytes, size < room ? size : room);
    if (written <= 0) fail(path);
    size -= written;
  }
  if (close(file)) fail(path);
}

int main(int count, char **arguments) {
  if (count != 3) return 64;
  static char kind[32], path[4096];
  static char bytes[1 << 16];
  FILE *list = fopen(arguments[1], "r");
  if (!list) fail(arguments[1]);
  memset(bytes, '#', sizeof bytes);
  if (mkdir(arguments[2], 0755)) fail(arguments[2]);
  int folder = open(arguments[2], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) fail(arguments[2]);
  while (fscanf(list, "%31s %4095[^\n]", kind, path) == 2) {
    if (!strcmp(kind, "d")) {
      if (mkdirat(folder, path, 0755)) fail(path);
      continue;
    }
    write_file(folder, path, bytes, sizeof bytes, strtoul(kind, NULL, 10));
  }
  return 0;
}
