/* Strikes a program at the N-th of its system calls that change something, counted over all its threads.
 *
 * Loaded with LD_PRELOAD by fault.rs. strace can do the same, but counts for each thread by itself, so that the n-th
 * sync of one thread hides that of another; a test compares the two tallies, so that no call is missed here.
 *
 * FAULT_CALLS   names between commas: what is counted
 * FAULT_AT      N: at the N-th; N+: from the N-th on; 0: never
 * FAULT_DOES    KILL, EIO or ENOSPC, instead of the call
 * FAULT_TALLY   a file for what happened: a line for each call counted, the last one marked if it was struck
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_long count;
static long at;
static int onwards, does, tally = -1;
static char calls[512];

__attribute__((constructor)) static void prepare(void) {
    const char *text = getenv("FAULT_CALLS");
    if (text) snprintf(calls, sizeof calls, ",%s,", text);
    text = getenv("FAULT_AT");
    if (text) {
        char *rest;
        at = strtol(text, &rest, 10);
        onwards = *rest == '+';
    }
    text = getenv("FAULT_DOES");
    does = !text ? 0 : !strcmp(text, "EIO") ? EIO : !strcmp(text, "ENOSPC") ? ENOSPC : -1;
    text = getenv("FAULT_TALLY");
    /* Not by open(): that may belong to somebody else's preloaded library. */
    if (text) tally = (int)syscall(SYS_openat, AT_FDCWD, text, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

/* The error to fail with, or 0 to go on. */
static int struck(const char *name) {
    char wanted[32], line[64];
    snprintf(wanted, sizeof wanted, ",%s,", name);
    if (!strstr(calls, wanted)) return 0;
    long now = atomic_fetch_add(&count, 1) + 1;
    int strike = at > 0 && (now == at || (onwards && now > at));
    int length = snprintf(line, sizeof line, "%s%s\n", name, strike ? " struck" : "");
    if (tally >= 0) syscall(SYS_write, tally, line, length);
    if (!strike) return 0;
    if (does == -1) {
        syscall(SYS_kill, getpid(), SIGKILL);
        for (;;) pause();
    }
    return does;
}

#define WRAP(result, name, parameters, arguments)                          \
    result name parameters {                                               \
        static result(*next) parameters;                                   \
        if (!next) next = (result(*) parameters)dlsym(RTLD_NEXT, #name);   \
        int error = struck(#name);                                         \
        if (error) {                                                       \
            errno = error;                                                 \
            return -1;                                                     \
        }                                                                  \
        return next arguments;                                             \
    }

WRAP(int, fsync, (int file), (file))
WRAP(int, fdatasync, (int file), (file))
WRAP(ssize_t, write, (int file, const void *bytes, size_t length), (file, bytes, length))
WRAP(ssize_t, writev, (int file, const struct iovec *parts, int number), (file, parts, number))
WRAP(ssize_t, pwrite64, (int file, const void *bytes, size_t length, off64_t place), (file, bytes, length, place))
WRAP(ssize_t, send, (int socket, const void *bytes, size_t length, int flags), (socket, bytes, length, flags))
WRAP(ssize_t, sendmsg, (int socket, const struct msghdr *message, int flags), (socket, message, flags))
WRAP(int, ftruncate64, (int file, off64_t length), (file, length))
WRAP(int, unlink, (const char *path), (path))
WRAP(int, rename, (const char *from, const char *to), (from, to))
