#define _GNU_SOURCE
#include "CPlatform.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

/// Moves the descriptors out of the way first: copying one to 0, 1 or 2 must not overwrite another that is still
/// needed.
static int add_streams(posix_spawn_file_actions_t *actions, const int copies[3]) {
    for (int target = 0; target < 3; target++) {
        const int code = posix_spawn_file_actions_adddup2(actions, copies[target], target);
        if (code != 0) return code;
    }
    return posix_spawn_file_actions_addclosefrom_np(actions, 3);
}

static int set_signals(posix_spawnattr_t *attributes, int own_group, int own_session) {
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    int code = posix_spawnattr_setsigmask(attributes, &none);
    if (code == 0) code = posix_spawnattr_setsigdefault(attributes, &all);
    if (code == 0 && own_group) code = posix_spawnattr_setpgroup(attributes, 0);
    const int apart = own_session ? POSIX_SPAWN_SETSID : own_group ? POSIX_SPAWN_SETPGROUP : 0;
    return code == 0 ? posix_spawnattr_setflags(attributes, (short)(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | apart))
                     : code;
}

typedef int (*add_terminal)(posix_spawn_file_actions_t *, int);

/// Lets the C library give the terminal to the child before the program runs; NULL before glibc 2.35.
static add_terminal terminal_action(void) {
    return (add_terminal)dlsym(RTLD_DEFAULT, "posix_spawn_file_actions_addtcsetpgrp_np");
}

/// Gives the terminal to a running child, and continues it if the kernel stopped it for an earlier read.
static void give_terminal(pid_t child) {
    sigset_t output, before;
    sigemptyset(&output);
    sigaddset(&output, SIGTTOU);
    pthread_sigmask(SIG_BLOCK, &output, &before);
    tcsetpgrp(0, child);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    kill(-child, SIGCONT);
}

static int spawn(const struct qd_spawn_request *request, int own_session) {
    const int streams[3] = {request->input, request->output, request->error};
    int copies[3] = {-1, -1, -1};
    int code = 0;
    for (int i = 0; i < 3 && code == 0; i++) {
        copies[i] = fcntl(streams[i], F_DUPFD_CLOEXEC, 3);
        if (copies[i] < 0) code = errno;
    }
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    pid_t child = 0;
    if (code == 0) code = posix_spawn_file_actions_init(&actions);
    if (code == 0) {
        code = posix_spawnattr_init(&attributes);
        if (code == 0) {
            if (request->directory != NULL)
                code = posix_spawn_file_actions_addchdir_np(&actions, request->directory);
            if (code == 0) code = add_streams(&actions, copies);
            const add_terminal give = request->takes_terminal ? terminal_action() : NULL;
            if (code == 0 && give != NULL) code = give(&actions, 0);
            if (code == 0) code = set_signals(&attributes, request->own_group, own_session);
            if (code == 0)
                code = posix_spawnp(&child, request->arguments[0], &actions, &attributes,
                                    (char *const *)request->arguments, (char *const *)request->environment);
            if (code == 0 && request->takes_terminal && give == NULL) give_terminal(child);
            posix_spawnattr_destroy(&attributes);
        }
        posix_spawn_file_actions_destroy(&actions);
    }
    for (int i = 0; i < 3; i++)
        if (copies[i] >= 0) close(copies[i]);
    return code == 0 ? child : -code;
}

int qd_spawn(const struct qd_spawn_request *request) { return spawn(request, 0); }

int qd_spawn_daemon(const struct qd_spawn_request *request) { return spawn(request, 1); }

int qd_become(const char *const *arguments, const char *const *environment) {
    sigset_t none;
    sigemptyset(&none);
    pthread_sigmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
    execvpe(arguments[0], (char *const *)arguments, (char *const *)environment);
    return errno;
}

int qd_exit_code(int wait_status) {
    if (WIFEXITED(wait_status)) return WEXITSTATUS(wait_status);
    return WIFSIGNALED(wait_status) ? 128 + WTERMSIG(wait_status) : wait_status;
}
