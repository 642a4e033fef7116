/* A disk that refuses: loaded before the C library, it makes the n-th change under one folder fail, or all from there on. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { WRITE = 1, SYNC = 2, CUT = 4, NAME = 8, MAKE = 16, REMOVE = 32 };

static char folder[4096];
static int kinds, first, code, lasting, seen, refusals;

/* Begin to count changes of these kinds; refuse the one numbered `at`, and with `on` all after it. 0: refuse none. */
void refuse(const char *under, int of, int at, int error, int on) {
  snprintf(folder, sizeof folder, "%s", under);
  kinds = of, first = at, code = error, lasting = on, seen = refusals = 0;
}
int changes(void) { return seen; }
int refused(void) { return refusals; }

static int no(int kind, const char *path) {
  if (!(kinds & kind) || strncmp(path, folder, strlen(folder))) return 0;
  seen++;
  if (!first || seen < first || (seen > first && !lasting)) return 0;
  refusals++;
  errno = code;
  return 1;
}

static int no_file(int kind, int file) {
  char link[64], path[4096];
  if (!(kinds & kind)) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t size = readlink(link, path, sizeof path - 1);
  if (size <= 0) return 0;
  path[size] = 0;
  return no(kind, path);
}

#define REAL(type, name, ...) ((type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name))
#define ON_FILE(kind, type, name, parameters, arguments, ...)                                                              \
  type name parameters { return no_file(kind, file) ? -1 : REAL(type, name, __VA_ARGS__) arguments; }
#define ON_PATH(kind, name, parameters, arguments, ...)                                                                    \
  int name parameters { return no(kind, path) ? -1 : REAL(int, name, __VA_ARGS__) arguments; }

ON_FILE(WRITE, ssize_t, write, (int file, const void *from, size_t size), (file, from, size), int, const void *, size_t)
ON_FILE(WRITE, ssize_t, writev, (int file, const struct iovec *from, int n), (file, from, n), int, const struct iovec *, int)
ON_FILE(WRITE, ssize_t, pwrite, (int file, const void *from, size_t size, off_t at), (file, from, size, at), int, const void *, size_t, off_t)
ON_FILE(WRITE, ssize_t, pwrite64, (int file, const void *from, size_t size, off64_t at), (file, from, size, at), int, const void *, size_t, off64_t)
ON_FILE(SYNC, int, fsync, (int file), (file), int)
ON_FILE(SYNC, int, fdatasync, (int file), (file), int)
ON_FILE(CUT, int, ftruncate, (int file, off_t size), (file, size), int, off_t)
ON_FILE(CUT, int, ftruncate64, (int file, off64_t size), (file, size), int, off64_t)
ON_PATH(NAME, rename, (const char *path, const char *to), (path, to), const char *, const char *)
ON_PATH(NAME, link, (const char *path, const char *to), (path, to), const char *, const char *)
ON_PATH(NAME, linkat, (int a, const char *path, int b, const char *to, int how), (a, path, b, to, how), int, const char *, int, const char *, int)
ON_PATH(NAME, renameat, (int a, const char *path, int b, const char *to), (a, path, b, to), int, const char *, int, const char *)
ON_PATH(NAME, mkdir, (const char *path, mode_t mode), (path, mode), const char *, mode_t)
ON_PATH(REMOVE, unlink, (const char *path), (path), const char *)
ON_PATH(REMOVE, unlinkat, (int a, const char *path, int how), (a, path, how), int, const char *, int)

#define OPEN(name)                                                                                                         \
  int name(const char *path, int how, ...) {                                                                               \
    va_list more;                                                                                                          \
    va_start(more, how);                                                                                                   \
    int mode = how & (O_CREAT | O_TMPFILE) ? va_arg(more, int) : 0;                                                        \
    va_end(more);                                                                                                          \
    int makes = (how & O_CREAT) && access(path, F_OK);                                                                     \
    int changes = makes || (how & O_ACCMODE) != O_RDONLY;                                                                  \
    if ((code == EROFS ? changes : makes) && no(MAKE, path)) return -1;                                                    \
    return REAL(int, name, const char *, int, ...)(path, how, mode);                                                       \
  }
OPEN(open)
OPEN(open64)
