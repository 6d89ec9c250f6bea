#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "CPlatform.h"

enum { most_processes = 1024 };

/// Appends the children of a process. Source: proc(5), /proc/PID/task/TID/children.
static int add_children(int process, int *found, int count) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/task", process);
    DIR *tasks = opendir(path);
    if (tasks == NULL) return count;
    for (struct dirent *task; (task = readdir(tasks)) != NULL;) {
        if (task->d_name[0] == '.') continue;
        char name[320];
        snprintf(name, sizeof name, "%s/%s/children", path, task->d_name);
        FILE *children = fopen(name, "re");
        if (children == NULL) continue;
        for (int child; count < most_processes && fscanf(children, "%d", &child) == 1;) found[count++] = child;
        fclose(children);
    }
    closedir(tasks);
    return count;
}

void qd_end_processes(int process, int is_group) {
    if (is_group) {
        kill(-process, SIGTERM);
        // The processes have 300 ms to clean up; then SIGKILL ends the rest of the group.
        for (int waited = 0; waited < 300 && kill(-process, 0) == 0; waited += 20) poll(NULL, 0, 20);
        kill(-process, SIGKILL);
        return;
    }
    // Stops each process before it lists the process's children, so that no new child is missed.
    int found[most_processes];
    int count = 1;
    found[0] = process;
    for (int i = 0; i < count; i++) {
        kill(found[i], SIGSTOP);
        count = add_children(found[i], found, count);
    }
    for (int i = 0; i < count; i++) kill(found[i], SIGKILL);
}

/// The guard's main function: it waits until the program reports that the process has ended, or until the program is
/// gone.
static void watch(int program, int process, int is_group) {
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
    // The guard must not receive the signals of the program's terminal or process group.
    setsid();
    prctl(PR_SET_NAME, "qd-guard");
    if (dup2(program, 0) < 0) _exit(1);
    // A reader of the program's output must not wait for the guard.
    syscall(SYS_close_range, 1U, ~0U, 0);
    char word;
    ssize_t count;
    do count = read(0, &word, 1);
    while (count < 0 && errno == EINTR);
    if (count == 0) qd_end_processes(process, is_group);
    _exit(0);
}

struct qd_guard qd_guard_start(int process, int is_group) {
    struct qd_guard guard = {.process = -1, .line = -1};
    int ends[2];
    // A socket instead of a pipe: a write to a pipe without a reader raises a signal.
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return guard;
    const pid_t child = fork();
    if (child == 0) watch(ends[0], process, is_group);
    close(ends[0]);
    if (child < 0) {
        close(ends[1]);
        return guard;
    }
    guard.process = child;
    guard.line = ends[1];
    return guard;
}

void qd_guard_stop(struct qd_guard guard) {
    if (guard.process < 0) return;
    send(guard.line, "x", 1, MSG_NOSIGNAL);
    close(guard.line);
    while (waitpid(guard.process, NULL, 0) < 0 && errno == EINTR) {}
}
