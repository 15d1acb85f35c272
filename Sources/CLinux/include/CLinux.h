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

/* Makes a file that does not exist yet and opens it to be written: openat2(2), following no symbolic
   link anywhere on the path. ENOSYS where the kernel (before 5.6) does not have the call. */
int netc_make_file(int folder, const char *_Nonnull path, unsigned permissions);

/* Reads on in an open folder: getdents64(2). Each entry is one byte that says what it is (DT_DIR and
   the like of readdir(3)), its name and a zero. Returns their bytes; 0 at the end of the folder, -1
   where reading failed. */
long netc_read_folder(int folder, char *_Nonnull entries, unsigned long size);

/* syncfs(2): returns when everything written to the file system so far is on the disk. */
int netc_sync_file_system(int file);

/* Makes a crash (a trap of the Swift runtime, a stack overflow) end with a message on standard
   error and the given exit status instead of a signal. The text must stay allocated. */
void netc_handle_crashes(const char *_Nonnull message, int exit_status);

#endif
