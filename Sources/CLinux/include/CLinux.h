/* Calls of Linux that Swift's Glibc module does not show, since it is built without _GNU_SOURCE. */

#ifndef NETC_CLINUX_H
#define NETC_CLINUX_H

/* How netc_rename treats a file that is there already. */
enum netc_rename_mode {
  /* It fails with EEXIST. */
  NETC_RENAME_NEW_ONLY,
  /* The two change places, in one step. EINVAL or ENOSYS where the file system cannot. */
  NETC_RENAME_EXCHANGE,
};

/* renameat2(2). */
int netc_rename(int from_folder, const char *_Nonnull from, int to_folder,
                const char *_Nonnull to, enum netc_rename_mode mode);

/* syncfs(2): returns when everything written to the file system so far is on the disk. */
int netc_sync_file_system(int file);

/* Makes a crash (a trap of the Swift runtime, a stack overflow) end with a message on standard
   error and the given exit status instead of a signal. The text must stay allocated. */
void netc_handle_crashes(const char *_Nonnull message, int exit_status);

#endif
