/* Preloaded before libc: counts the calls that change files, and at the chosen one kills the
 * process (half of a write done) or reports an error, once or from then on. Only regular files
 * count. Armed by the test through udk_arm. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum { COUNT = 0, KILL = 1, FAIL_ONCE = 2, FAIL_ON = 3 };
static volatile int mode = -1;
static long at = 0;
static volatile long seen = 0;
static int error_number = ENOSPC;

void udk_arm(int how, long number, int error) { mode = how; at = number; seen = 0; error_number = error; }
long udk_disarm(void) { mode = -1; return seen; }

static int regular(int fd) { struct stat s; return fstat(fd, &s) == 0 && S_ISREG(s.st_mode); }

/* 0: go on; 1: this call fails; 2: this is the one at which the process dies */
static int hit(void) {
    if (mode < 0) return 0;
    long now = __sync_add_and_fetch(&seen, 1);
    if (mode == KILL && now == at) return 2;
    if (mode == FAIL_ONCE && now == at) return 1;
    if (mode == FAIL_ON && now >= at) return 1;
    return 0;
}
static void die(void) { kill(getpid(), SIGKILL); for (;;) pause(); }

#define REAL(name) static __typeof__(&name) real = 0; if (!real) real = dlsym(RTLD_NEXT, #name)
#define WRITE_LIKE(test, full, half) \
    int h = (test) ? hit() : 0; \
    if (h == 1) { errno = error_number; return -1; } \
    if (h == 2) { if (n > 1) { half; } die(); } \
    return full
#define NAME_LIKE(full) \
    int h = hit(); \
    if (h == 1) { errno = error_number; return -1; } \
    if (h == 2) die(); \
    return full

ssize_t write(int fd, const void *b, size_t n) { REAL(write); WRITE_LIKE(regular(fd), real(fd, b, n), (void)!real(fd, b, n / 2)); }
ssize_t pwrite(int fd, const void *b, size_t n, off_t o) { REAL(pwrite); WRITE_LIKE(regular(fd), real(fd, b, n, o), (void)!real(fd, b, n / 2, o)); }
ssize_t pwrite64(int fd, const void *b, size_t n, off64_t o) { REAL(pwrite64); WRITE_LIKE(regular(fd), real(fd, b, n, o), (void)!real(fd, b, n / 2, o)); }
int fsync(int fd) { REAL(fsync); if (!regular(fd)) return real(fd); NAME_LIKE(real(fd)); }
int fdatasync(int fd) { REAL(fdatasync); if (!regular(fd)) return real(fd); NAME_LIKE(real(fd)); }
int ftruncate(int fd, off_t o) { REAL(ftruncate); NAME_LIKE(real(fd, o)); }
int ftruncate64(int fd, off64_t o) { REAL(ftruncate64); NAME_LIKE(real(fd, o)); }
int rename(const char *a, const char *b) { REAL(rename); NAME_LIKE(real(a, b)); }
int renameat(int x, const char *a, int y, const char *b) { REAL(renameat); NAME_LIKE(real(x, a, y, b)); }
static int removing(void) { return mode == KILL || mode == COUNT; }
int unlink(const char *a) { REAL(unlink); if (!removing()) return real(a); NAME_LIKE(real(a)); }
int unlinkat(int d, const char *a, int f) { REAL(unlinkat); if (!removing()) return real(d, a, f); NAME_LIKE(real(d, a, f)); }
