#define _GNU_SOURCE
#include "CLinux.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

int netc_rename(int from_folder, const char *from, int to_folder, const char *to,
                enum netc_rename_mode mode) {
  unsigned flags = mode == NETC_RENAME_EXCHANGE ? RENAME_EXCHANGE : RENAME_NOREPLACE;
  return renameat2(from_folder, from, to_folder, to, flags);
}

int netc_make_file(int folder, const char *path, unsigned permissions) {
#ifdef SYS_openat2
  /* struct open_how of linux/openat2.h, with RESOLVE_NO_SYMLINKS. */
  const struct {
    uint64_t flags, mode, resolve;
  } how = {O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, permissions, 0x04};
  return syscall(SYS_openat2, folder, path, &how, sizeof how);
#else
  errno = ENOSYS;
  return -1;
#endif
}

long netc_read_folder(int folder, char *entries, unsigned long size) {
  long got = syscall(SYS_getdents64, folder, entries, size);
  char *end = entries;
  for (long at = 0; at < got;) {
    /* What stays of an entry is shorter than the entry, so that it is moved within its own place. */
    const char *name = entries + at + offsetof(struct dirent64, d_name);
    const unsigned char kind = entries[at + offsetof(struct dirent64, d_type)];
    const size_t length = strlen(name) + 1;
    unsigned short whole;
    memcpy(&whole, entries + at + offsetof(struct dirent64, d_reclen), sizeof whole);
    at += whole;
    *end++ = kind;
    memmove(end, name, length);
    end += length;
  }
  return got < 0 ? got : end - entries;
}

int netc_sync_file_system(int file) { return syncfs(file); }

static const char *crash_message;
static int crash_status;

/* Only what signal-safety(7) allows. */
static void end_crashed(int signal) {
  (void)signal;
  ssize_t ignored = write(STDERR_FILENO, crash_message, strlen(crash_message));
  (void)ignored;
  _exit(crash_status);
}

void netc_handle_crashes(const char *message, int exit_status) {
  /* A stack that has overflowed cannot hold the handler. */
  static char spare_stack[64 * 1024];
  const int signals[] = {SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV};
  stack_t stack = {.ss_sp = spare_stack, .ss_size = sizeof spare_stack};
  struct sigaction action = {.sa_handler = end_crashed, .sa_flags = SA_ONSTACK | SA_RESETHAND};
  crash_message = message;
  crash_status = exit_status;
  sigaltstack(&stack, NULL);
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
    sigaction(signals[i], &action, NULL);
}
