#define _GNU_SOURCE
#include "CPlatform.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/close_range.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/// Runs in the child between fork and exec, so it makes only async-signal-safe calls. Returns an errno value.
static int become(const struct qd_service_request *request, pid_t parent) {
    if (request->changes_user &&
        (setgroups(0, NULL) != 0 || setgid(request->group) != 0 || setuid(request->user) != 0))
        return errno;
    umask(077);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
    // A session of its own has no terminal, so the server cannot write to this one's by opening /dev/tty.
    if (setsid() < 0) return errno;
    // After setuid, which clears this setting. The parent may already have died.
    if (prctl(PR_SET_PDEATHSIG, request->death_signal, 0, 0, 0) != 0) return errno;
    if (getppid() != parent) return ESRCH;
    if (chdir(request->directory) != 0) return errno;
    if (dup2(request->input, 0) < 0 || dup2(request->output, 1) < 0 || dup2(request->output, 2) < 0) return errno;
    if (syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC) != 0) return errno;
    for (const int *fd = request->inherited; *fd >= 0; fd++)
        if (fcntl(*fd, F_SETFD, 0) != 0) return errno;
    execve(request->arguments[0], (char *const *)request->arguments, (char *const *)request->environment);
    return errno;
}

int qd_spawn_service(const struct qd_service_request *request) {
    int report[2];
    if (pipe2(report, O_CLOEXEC) != 0) return -errno;
    const pid_t parent = getpid();
    const pid_t child = fork();
    if (child == 0) {
        // The descriptor is above every inherited one. It survives close_range, which only sets close-on-exec.
        const int code = become(request, parent);
        ssize_t ignored = write(report[1], &code, sizeof code);
        (void)ignored;
        _exit(127);
    }
    const int fork_error = errno;
    close(report[1]);
    int code = child < 0 ? fork_error : 0;
    if (child > 0) {
        ssize_t count;
        do count = read(report[0], &code, sizeof code);
        while (count < 0 && errno == EINTR);
        if (count != (ssize_t)sizeof code) code = 0;
        if (code != 0) waitpid(child, NULL, 0);
    }
    close(report[0]);
    return code == 0 ? child : -code;
}

int qd_end_with_parent(int signal) { return prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0) == 0 ? 0 : -errno; }

static sigset_t supervision_signals(void) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    return set;
}

void qd_block_supervision_signals(void) {
    const sigset_t set = supervision_signals();
    // sigtimedwait does not receive an ignored signal.
    signal(SIGHUP, SIG_DFL);
    signal(SIGINT, SIG_DFL);
    signal(SIGPIPE, SIG_IGN);
    sigprocmask(SIG_BLOCK, &set, NULL);
}

void qd_unblock_supervision_signals(void) {
    const sigset_t set = supervision_signals();
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

static _Thread_local int was_sent;

int qd_take_signal(int timeout_ms) {
    const sigset_t set = supervision_signals();
    const struct timespec limit = {timeout_ms / 1000, (long)(timeout_ms % 1000) * 1000000};
    siginfo_t info = {0};
    const int number = timeout_ms < 0 ? sigwaitinfo(&set, &info) : sigtimedwait(&set, &info, &limit);
    was_sent = info.si_code == SI_USER;
    return number > 0 ? number : 0;
}

int qd_signal_was_sent(void) { return was_sent; }

int qd_remove_shared_memory(uint32_t key, int id) {
    FILE *table = fopen("/proc/sysvipc/shm", "re");
    if (table == NULL) return 0;
    char line[512];
    int outcome = 0;
    while (fgets(line, sizeof line, table) != NULL) {
        long row_key;
        int row_id;
        unsigned long size, attached;
        if (sscanf(line, "%ld %d %*o %lu %*u %*u %lu", &row_key, &row_id, &size, &attached) != 4) continue;
        // PostgreSQL's segment has 56 bytes. Another program's segment may have the same key by chance.
        if (row_id != id && ((uint32_t)row_key != key || size != 56)) continue;
        if (attached != 0) outcome = -1;
        else if (shmctl(row_id, IPC_RMID, NULL) == 0 && outcome == 0) outcome = 1;
    }
    fclose(table);
    return outcome;
}
