#define _GNU_SOURCE
#include "CPlatform.h"

#include <malloc.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

void qd_share_heaps(void) { mallopt(M_ARENA_MAX, 2); }

int qd_keep_memory_private(void) {
    static const int reported[] = {SIGQUIT, SIGABRT, SIGILL, SIGTRAP, SIGFPE, SIGBUS, SIGSEGV};
    for (size_t i = 0; i < sizeof reported / sizeof reported[0]; i++) signal(reported[i], SIG_DFL);
    const struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_CORE, &none) != 0) return errno;
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 ? 0 : errno;
}

static int64_t nanoseconds(struct timeval time) {
    return (int64_t)time.tv_sec * 1000000000 + (int64_t)time.tv_usec * 1000;
}

int64_t qd_children_cpu_nanoseconds(void) {
    struct rusage usage;
    if (getrusage(RUSAGE_CHILDREN, &usage) != 0) return 0;
    return nanoseconds(usage.ru_utime) + nanoseconds(usage.ru_stime);
}

int qd_process_watch(int process) {
    const long descriptor = syscall(SYS_pidfd_open, process, 0);
    if (descriptor < 0) return -errno;
    fcntl((int)descriptor, F_SETFD, FD_CLOEXEC);
    return (int)descriptor;
}
