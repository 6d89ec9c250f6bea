#define _GNU_SOURCE
#include "CPlatform.h"
#include "terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

static const int deck_signals[] = {SIGWINCH, SIGTSTP, SIGCONT, SIGCHLD};
static const int deadly_signals[] = {SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGQUIT, SIGSYS};

// The signal with which the C library cancels threads. Source: glibc, internal-signals.h.
enum { CANCELLING = 32 };

// The data of the crash handler; set before the handler is installed.
static struct {
    int terminal, log, errors;
    // The process group of a program that uses the terminal; 0 when there is none.
    volatile int lent;
    struct termios modes;
    char restore[256];
    size_t restore_length;
} guard;

int qd_locale_is_utf8(void) {
    if (!setlocale(LC_ALL, "")) {
        // A locale name from SSH still names the terminal's encoding, even if that locale is not installed on this
        // machine.
        const char *names[] = {getenv("LC_ALL"), getenv("LC_CTYPE"), getenv("LANG")};
        const char *name = NULL;
        for (size_t i = 0; i < 3 && !name; i++)
            if (names[i] && *names[i]) name = names[i];
        if (name && (strcasestr(name, "utf-8") || strcasestr(name, "utf8"))) setlocale(LC_ALL, "C.UTF-8");
    }
    setlocale(LC_NUMERIC, "C");
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

int qd_signals_open(void) {
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < sizeof deck_signals / sizeof *deck_signals; i++) sigaddset(&set, deck_signals[i]);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    const int descriptor = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    return descriptor < 0 ? -errno : descriptor;
}

int qd_signals_read(int descriptor) {
    struct signalfd_siginfo info;
    return read(descriptor, &info, sizeof info) == sizeof info ? (int)info.ssi_signo : 0;
}

void qd_stop_job(void) {
    struct sigaction standard = {.sa_handler = SIG_DFL}, previous;
    sigset_t set, before;
    sigaction(SIGTSTP, &standard, &previous);
    sigemptyset(&set);
    sigaddset(&set, SIGTSTP);
    // The signal stops the process inside this call. The kernel does not stop it if no shell could continue it.
    kill(0, SIGTSTP);
    pthread_sigmask(SIG_UNBLOCK, &set, &before);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    sigaction(SIGTSTP, &previous, NULL);
}

int qd_terminal_size(int terminal, int *columns, int *rows) {
    struct winsize size;
    if (ioctl(terminal, TIOCGWINSZ, &size) != 0) return -errno;
    *columns = size.ws_col;
    *rows = size.ws_row;
    return 0;
}

static void give_back(void) {
    // There is no way to report an error here, so errors are ignored.
    signal(SIGTTOU, SIG_IGN);
    if (guard.lent != 0) {
        // The program that uses the terminal gets the signal of a closed terminal.
        kill(-guard.lent, SIGHUP);
        kill(-guard.lent, SIGCONT);
        tcsetpgrp(guard.terminal, getpgrp());
    } else {
        // A terminal that accepts no output now may never accept any.
        struct pollfd room = {.fd = guard.terminal, .events = POLLOUT};
        if (poll(&room, 1, 200) == 1 && write(guard.terminal, guard.restore, guard.restore_length) < 0) return;
    }
    tcsetattr(guard.terminal, TCSANOW, &guard.modes);
    if (guard.log < 0) return;
    char part[1024];
    off_t place = 0;
    ssize_t count;
    while ((count = pread(guard.log, part, sizeof part, place)) > 0) {
        if (write(guard.errors, part, (size_t)count) < 0) return;
        place += count;
    }
}

void qd_end_at_once(int number) {
    give_back();
    _exit(128 + number);
}

static void on_deadly_signal(int number) {
    give_back();
    if (number == CANCELLING) _exit(128 + number);
    signal(number, SIG_DFL);
    raise(number);
}

// The C library reserves this signal and its functions refuse to change the signal's action, which is at first to end
// the process. The library installs a handler of its own when it first cancels a thread, and that handler ignores
// signals from other processes.
static void guard_reserved_signal(void) {
    // The kernel's structure of a signal with the same handler. Its fields differ between architectures.
    unsigned char action[64] = {0}, before[64] = {0};
    const size_t mask_size = 8;
    if (syscall(SYS_rt_sigaction, CANCELLING, NULL, before, mask_size) != 0) return;
    void (*handler)(int) = NULL;
    memcpy(&handler, before, sizeof handler);
    if (handler != SIG_DFL) return;
    if (syscall(SYS_rt_sigaction, SIGILL, NULL, action, mask_size) != 0) return;
    syscall(SYS_rt_sigaction, CANCELLING, action, NULL, mask_size);
}

// The deadly signals that other processes send; the signals of a crash cannot be blocked.
static sigset_t sent_signals(void) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGQUIT);
    sigaddset(&set, SIGABRT);
    sigaddset(&set, SIGTRAP);
    return set;
}

int qd_terminal_remember(int terminal) {
    guard.terminal = terminal;
    guard.log = -1;
    if (tcgetattr(terminal, &guard.modes) != 0) return -errno;
    // A stack overflow is one of the reasons for a crash, so the handler has its own stack.
    static char room[16384];
    const stack_t stack = {.ss_sp = room, .ss_size = sizeof room};
    sigaltstack(&stack, NULL);
    struct sigaction action = {.sa_handler = on_deadly_signal, .sa_flags = SA_ONSTACK | SA_NODEFER | SA_RESETHAND};
    for (size_t i = 0; i < sizeof deadly_signals / sizeof *deadly_signals; i++)
        sigaction(deadly_signals[i], &action, NULL);
    guard_reserved_signal();
    const sigset_t set = sent_signals();
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    return 0;
}

int qd_terminal_guard(const char *restore, int errors, int log) {
    guard.errors = errors;
    guard.log = log;
    guard.restore_length = strlen(restore);
    if (guard.restore_length > sizeof guard.restore) return -E2BIG;
    memcpy(guard.restore, restore, guard.restore_length);
    const sigset_t set = sent_signals();
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
    return 0;
}

void qd_terminal_lend(int group) { guard.lent = group; }

int qd_terminal_foreground(int terminal, int group) {
    sigset_t set, before;
    sigemptyset(&set);
    // SIGTTOU stops a background process that changes the terminal's modes.
    sigaddset(&set, SIGTTOU);
    pthread_sigmask(SIG_BLOCK, &set, &before);
    const int code = tcsetpgrp(terminal, group == 0 ? getpgrp() : group) == 0 ? 0 : -errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return code;
}

void qd_terminal_sane(void) { tcsetattr(guard.terminal, TCSADRAIN, &guard.modes); }

void qd_terminal_release(void) {
    for (size_t i = 0; i < sizeof deadly_signals / sizeof *deadly_signals; i++) signal(deadly_signals[i], SIG_DFL);
    tcsetattr(guard.terminal, TCSANOW, &guard.modes);
}

int qd_memory_file(const char *name) {
    const int descriptor = memfd_create(name, MFD_CLOEXEC);
    return descriptor < 0 ? -errno : descriptor;
}

void qd_clocks(int64_t *wall, int64_t *uptime) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    *wall = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
    clock_gettime(CLOCK_BOOTTIME, &now);
    *uptime = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}
