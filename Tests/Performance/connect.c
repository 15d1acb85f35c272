/* Times connect() to addresses that refuse: connect ROUNDS EACH MILLISECONDS [NSFD FILE...]...

   The first packet of a new connection goes to the other end and its answer comes back within the
   call, so that no scheduler is in the figure. A lane is a network namespace (an open file
   descriptor) and files of "ADDRESS PORT" lines; a cell is one file in one lane. Each round visits
   every cell for EACH connects, so that a machine which slows down slows all of them. Arguments: a
   lane begins with "lane", its descriptor, then its files. Prints a line for each cell, in order:
   median and lower quartile in nanoseconds, connects that were refused, connects that were not. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

struct cell {
  int space;
  struct sockaddr_in *targets;
  size_t count, next, refused, other;
  long *times;
};

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void read_targets(struct cell *cell, const char *path) {
  FILE *file = fopen(path, "r");
  char address[64];
  unsigned port;
  if (!file) fail(path);
  while (fscanf(file, "%63s %u", address, &port) == 2) {
    cell->targets = realloc(cell->targets, (cell->count + 1) * sizeof *cell->targets);
    if (!cell->targets) fail("realloc");
    struct sockaddr_in *target = &cell->targets[cell->count++];
    *target = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(port)};
    if (inet_pton(AF_INET, address, &target->sin_addr) != 1) fail(address);
  }
  fclose(file);
  if (!cell->count) fail("no targets");
}

static void connect_once(struct cell *cell, long patience) {
  struct timeval limit = {patience / 1000, patience % 1000 * 1000};
  struct timespec before, after;
  struct sockaddr_in *target = &cell->targets[cell->next++ % cell->count];
  int one = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (one < 0 || setsockopt(one, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit)) fail("socket");
  clock_gettime(CLOCK_MONOTONIC, &before);
  int status = connect(one, (struct sockaddr *)target, sizeof *target);
  int reason = errno;
  clock_gettime(CLOCK_MONOTONIC, &after);
  close(one);
  if (status == 0 || reason != ECONNREFUSED) {
    cell->other++;
    return;
  }
  long seconds = after.tv_sec - before.tv_sec;
  cell->times[cell->refused++] = seconds * 1000000000 + after.tv_nsec - before.tv_nsec;
}

static int by_value(const void *a, const void *b) {
  long x = *(const long *)a, y = *(const long *)b;
  return (x > y) - (x < y);
}

static void report(struct cell *cell) {
  long median = 0, quartile = 0;
  qsort(cell->times, cell->refused, sizeof *cell->times, by_value);
  if (cell->refused) {
    median = cell->times[cell->refused / 2];
    quartile = cell->times[cell->refused / 4];
  }
  printf("%ld %ld %zu %zu\n", median, quartile, cell->refused, cell->other);
}

int main(int count, char **arguments) {
  if (count < 4) return 64;
  long rounds = atol(arguments[1]), each = atol(arguments[2]), patience = atol(arguments[3]);
  struct cell *cells = calloc(count, sizeof *cells);
  size_t made = 0;
  int space = -1;
  for (int i = 4; i < count; i++) {
    if (!strcmp(arguments[i], "lane")) {
      space = atoi(arguments[++i]);
      continue;
    }
    struct cell *cell = &cells[made++];
    cell->space = space;
    cell->times = calloc(rounds * each, sizeof *cell->times);
    if (!cell->times) fail("calloc");
    read_targets(cell, arguments[i]);
  }
  setpriority(PRIO_PROCESS, 0, -20);
  for (long round = 0; round < rounds; round++)
    for (size_t i = 0; i < made; i++) {
      struct cell *cell = &cells[i];
      /* One that answers nothing is not worth the wait. */
      if (cell->other > 3) continue;
      if (setns(cell->space, CLONE_NEWNET)) fail("setns");
      for (long n = 0; n < each; n++) connect_once(cell, patience);
    }
  for (size_t i = 0; i < made; i++) report(&cells[i]);
  return 0;
}
