#define _GNU_SOURCE
#include "CPlatform.h"
#include "terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/time.h>
#include <stdatomic.h>
#include <unistd.h>

// A thread of its own handles the signals that end a process. It allocates no memory and depends on no other thread: if
// the process does not end in time, this thread restores the terminal and ends the process.

enum { patience_ms = 2000, most_requests = 3 };

static sigset_t endings;
static int outlet = -1;
static atomic_int is_calmed;

/// Whether the default action of a signal ends the process, crashes excepted.
static int ends(int number) {
    switch (number) {
    case SIGKILL:
    case SIGSTOP:
    // Job control, and signals that are ignored by default.
    case SIGTSTP:
    case SIGTTIN:
    case SIGTTOU:
    case SIGCONT:
    case SIGCHLD:
    case SIGWINCH:
    case SIGURG:
    // The failing write reports it.
    case SIGPIPE:
    case SIGXFSZ:
    // The crash handler handles them.
    case SIGILL:
    case SIGTRAP:
    case SIGABRT:
    case SIGBUS:
    case SIGFPE:
    case SIGSEGV:
    case SIGSYS:
    case SIGQUIT: return 0;
    default: return 1;
    }
}

static void *take_endings(void *unused) {
    (void)unused;
    int first = 0, requests = 0;
    int64_t deadline = 0;
    for (;;) {
        int number;
        if (first != 0) {
            int64_t left = deadline - qd_monotonic_nanoseconds();
            if (left < 0) left = 0;
            const struct timespec time = {.tv_sec = left / 1000000000, .tv_nsec = left % 1000000000};
            number = sigtimedwait(&endings, NULL, &time);
        } else {
            number = sigwaitinfo(&endings, NULL);
        }
        if (atomic_exchange(&is_calmed, 0)) first = requests = 0;
        if (number < 0) {
            if (errno == EAGAIN && first != 0) qd_end_at_once(first);
            continue;
        }
        if (first == 0) {
            first = number;
            deadline = qd_monotonic_nanoseconds() + (int64_t)patience_ms * 1000000;
        }
        if (++requests >= most_requests) qd_end_at_once(number);
        const unsigned char byte = (unsigned char)number;
        // The pipe is full: the reader already has signals to read.
        if (write(outlet, &byte, 1) < 0) continue;
    }
    return NULL;
}

int qd_endings_open(void) {
    int ends_of_pipe[2];
    if (pipe2(ends_of_pipe, O_CLOEXEC | O_NONBLOCK) != 0) return -errno;
    outlet = ends_of_pipe[1];
    sigemptyset(&endings);
    for (int number = 1; number <= SIGRTMAX; number++)
        if (ends(number)) sigaddset(&endings, number);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&attributes, 65536);
    pthread_t thread;
    const int code = pthread_create(&thread, &attributes, take_endings, NULL);
    pthread_attr_destroy(&attributes);
    // Without that thread, the signals keep their default action.
    if (code == 0) sigorset(&before, &before, &endings);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (code == 0) return ends_of_pipe[0];
    close(ends_of_pipe[0]);
    close(ends_of_pipe[1]);
    return -code;
}

int qd_endings_read(int descriptor) {
    unsigned char number;
    return read(descriptor, &number, 1) == 1 ? number : 0;
}

static volatile sig_atomic_t end_code;

static void end_now(int number) {
    (void)number;
    _exit(end_code);
}

void qd_end_within(int milliseconds, int code) {
    end_code = code;
    struct sigaction action = {.sa_handler = end_now};
    sigaction(SIGALRM, &action, NULL);
    const struct itimerval time = {
        .it_value = {.tv_sec = milliseconds / 1000, .tv_usec = (suseconds_t)(milliseconds % 1000) * 1000}};
    setitimer(ITIMER_REAL, &time, NULL);
}

void qd_endings_calm(void) { atomic_store(&is_calmed, 1); }
