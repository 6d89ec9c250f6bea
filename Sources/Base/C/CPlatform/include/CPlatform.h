// Linux interfaces that Swift's Glibc module lacks: macros, variadic calls, _GNU_SOURCE extensions.
#pragma once
#include <poll.h>
#include <stddef.h>
#include <stdint.h>

/// Keeps the process's memory out of core dumps, out of the Swift runtime's crash reports (which print the memory that
/// registers point to), and away from other processes of the same user. Returns 0, or an errno value. Source: prctl(2)
/// PR_SET_DUMPABLE, setrlimit(2) RLIMIT_CORE.
int qd_keep_memory_private(void);

/// Makes all threads allocate from two heaps, so that many waiting threads hold little unused memory. Call it before
/// many threads exist. Source: mallopt(3) M_ARENA_MAX.
void qd_share_heaps(void);

/// Gives memory back to the kernel before the calling thread waits for long: the part of its stack that a login used,
/// and, once a second at most, the free parts of the heaps. Source: madvise(2) MADV_DONTNEED, malloc_trim(3).
void qd_release_idle_memory(void);

/// Opens `path` for reading. The call does not block on a FIFO, and children do not inherit the descriptor. Returns a
/// descriptor, or -errno.
int qd_open_for_reading(const char *path);

/// Opens directory `path`; the last component may not be a symbolic link. Returns a descriptor, or -errno.
int qd_open_directory(const char *path);

/// Creates a new file `name` in directory `dirfd`, mode 0600, never following or reusing anything there.
/// Returns a descriptor, or -errno.
int qd_create_private_file(int dirfd, const char *name);

/// Opens a file of mode 0600 in `directory` for reading and writing, without a name where the file system supports
/// that; elsewhere the name is removed at once. Returns a descriptor, or -errno. Source: open(2) O_TMPFILE.
int qd_open_unnamed_file(const char *directory);

/// Creates a file without a name in directory `dirfd`, for writing; the umask applies. The file is lost when the
/// process ends unless `qd_name_file` names it. Returns a descriptor, or -errno; -EOPNOTSUPP where the system cannot do
/// that. Source: open(2) O_TMPFILE.
int qd_create_unnamed(int dirfd, unsigned mode);

/// Creates a new file `name` in directory `dirfd`, for writing. Returns a descriptor, or -errno.
int qd_create_new(int dirfd, const char *name, unsigned mode);

/// Names an unnamed file `name` in `dirfd`; that name must be free. Returns 0, or -errno. Source: linkat(2).
int qd_name_file(int descriptor, int dirfd, const char *name);

/// Returns a range of a file to the file system; its bytes then read as zeros. Returns 0, or -errno. Source:
/// fallocate(2) FALLOC_FL_PUNCH_HOLE.
int qd_release_file_range(int file, int64_t offset, int64_t count);

/// Renames `from` to `to` within `dirfd`, failing with EEXIST if `to` exists. Returns 0, or -errno.
/// -EINVAL and -ENOSYS mean that the file system cannot do this. Source: renameat2(2) RENAME_NOREPLACE.
int qd_rename_new(int dirfd, const char *from, const char *to);

/// Atomically swaps `a` and `b` within `dirfd`. Returns 0, or -errno as above. Source: renameat2(2) RENAME_EXCHANGE.
int qd_rename_swap(int dirfd, const char *a, const char *b);

/// Finds the canonical name of `host` (the end of its CNAME chain) within `timeout_ms` milliseconds. Writes at most
/// `capacity` bytes, terminator included. Returns 0, or -1 when none was found in time. Source: getaddrinfo(3)
/// AI_CANONNAME.
int qd_canonical_name(const char *host, int timeout_ms, char *out, size_t capacity);

/// The parameters of a child process; every pointer array ends with NULL.
struct qd_spawn_request {
    const char *const *arguments;    // the program is searched in PATH unless it has a slash
    const char *const *environment;  // all of the child's variables
    const char *directory;           // NULL: the parent's
    int input, output, error;        // descriptors that become 0, 1 and 2; all others are closed
    int own_group;                   // 1: the child leads a process group of its own
    int takes_terminal;              // 1: that group becomes the foreground group of the terminal at descriptor 0
};

/// Starts a child with no signal blocked or ignored, whatever the calling thread has set. Returns its process id, or
/// -errno. Source: posix_spawn(3).
int qd_spawn(const struct qd_spawn_request *request);

/// Replaces this process by another program, with no signal blocked or ignored. The arrays end with NULL. A program
/// name without a slash is looked up in PATH. Returns only on failure, with an errno value. Source: execvpe(3).
int qd_become(const char *const *arguments, const char *const *environment);

/// The parameters of a server process; every pointer array ends with NULL.
struct qd_service_request {
    const char *const *arguments;    // the first is an absolute path
    const char *const *environment;  // all of the child's variables
    const char *directory;
    int input, output;               // the first becomes 0, the second becomes 1 and 2
    const int *inherited;            // further open descriptors; the last entry is -1
    int changes_user;                // 1: changes to `user` and `group`; requires root
    uint32_t user, group;
    int death_signal;                // the signal at the end of the calling thread
};

/// Starts a server in a session of its own, with umask 077 and no signal blocked or ignored; it ends with the calling
/// thread. Returns its process id, or -errno. Source: prctl(2) PR_SET_PDEATHSIG.
int qd_spawn_service(const struct qd_service_request *request);

/// Starts a child as `qd_spawn` does, in a session of its own. Returns its process id, or -errno.
int qd_spawn_daemon(const struct qd_spawn_request *request);

/// Asks the kernel to send this process `signal` when the thread that started it ends. Returns 0, or -errno.
int qd_end_with_parent(int signal);

/// Blocks SIGCHLD, SIGTERM, SIGINT and SIGHUP for this thread and the threads that it starts.
void qd_block_supervision_signals(void);

/// Waits `timeout_ms` milliseconds (negative: forever) for one of those signals and consumes it. Returns its number, or
/// 0. Source: sigtimedwait(2).
int qd_take_signal(int timeout_ms);

/// Ends the process with `code` after `milliseconds` at the latest, even if every thread is blocked. Source:
/// setitimer(2).
void qd_end_within(int milliseconds, int code);

/// Unblocks the signals of `qd_block_supervision_signals` in this thread and restores their default actions.
void qd_unblock_supervision_signals(void);

/// Whether a process sent the signal that this thread consumed last. A key of the terminal signals all programs of that
/// terminal instead. Source: sigaction(2) SI_USER.
int qd_signal_was_sent(void);

/// Removes the System V shared memory segment whose key is `key`, or whose id is `id`, when no process is attached.
/// Returns 1 when it was removed, 0 when there is none, -1 when it is in use. Source: shmctl(2), /proc/sysvipc/shm.
int qd_remove_shared_memory(uint32_t key, int id);

/// The exit code that a shell would show for a wait status: 128 plus the number of a deadly signal.
int qd_exit_code(int wait_status);

/// Returns a descriptor that becomes readable when the child ends; -ENOSYS before Linux 5.3. Source: pidfd_open(2).
int qd_process_watch(int process);

/// CPU time in nanoseconds that all ended children have used. Source: getrusage(2) RUSAGE_CHILDREN.
int64_t qd_children_cpu_nanoseconds(void);

/// Columns of a scalar in the current locale: 0, 1 or 2; -1 for a scalar that is not printable. Source: wcwidth(3).
int qd_scalar_width(uint32_t scalar);

/// From now on SIGINT, SIGTERM and SIGHUP are recorded instead of ending the process, and blocking system calls return
/// EINTR.
void qd_catch_interruptions(void);

/// The last of those signals that arrived, or 0.
int qd_interruption(void);

/// Opens a descriptor that wakes a thread in poll(2). Returns it, or -errno. Source: eventfd(2).
int qd_event_open(void);

/// Makes the event readable.
void qd_event_signal(int event);

/// Makes the event unreadable again.
void qd_event_clear(int event);

/// Waits until `descriptor` is ready for `events` (POLLIN, POLLOUT), `event` is readable, or `timeout_ms` milliseconds
/// have passed (-1: forever). Either descriptor may be -1. Returns 2 when `event` is readable (checked first), 1 when
/// `descriptor` is ready or broken, 0 on timeout, or -errno.
int qd_wait(int descriptor, short events, int event, int timeout_ms);

/// Nanoseconds on the monotonic clock. Source: clock_gettime(2) CLOCK_MONOTONIC.
int64_t qd_monotonic_nanoseconds(void);

/// Finds the addresses of `host` within `timeout_ms` milliseconds, or until `event` is readable. Writes them as text,
/// each followed by a NUL, the last one by two. Returns their number, 0 when the host has none, -1 on timeout, -2 when
/// `event` was readable, -3 when the name servers do not answer, -4 when this machine has no memory, thread or
/// descriptor left. An IP address is returned without a query. Source: getaddrinfo(3).
int qd_addresses(const char *host, int timeout_ms, int event, char *out, size_t capacity);

/// Makes the kernel notice within about 11 seconds that the peer of an idle TCP connection is gone. While data is
/// unacknowledged, `qd_poll_heard` does that. Source: tcp(7) SO_KEEPALIVE, TCP_KEEPIDLE.
void qd_notice_silence(int socket);

/// The state of a connection's silence between two waits; zeros at first.
struct qd_silence {
    int64_t looked_at, asked_at;  // milliseconds on the monotonic clock; 0: never, and no unanswered data
    unsigned limit;               // the current TCP_USER_TIMEOUT
};

/// Waits like poll(2), and checks the TCP connection `socket` each second. It returns -ETIMEDOUT when the peer's kernel
/// has not acknowledged sent data for 11 seconds; it keeps waiting for a live peer that does not read (closed window).
/// Otherwise it returns poll's result, 0 when `timeout_ms` milliseconds have passed (-1: never), or -errno. Source:
/// tcp(7) TCP_INFO, TCP_USER_TIMEOUT.
int qd_poll_heard(struct pollfd *waits, unsigned count, int socket, int timeout_ms, struct qd_silence *silence);

/// The same for one socket and an event, with the answers of `qd_wait`.
int qd_wait_heard(int socket, short events, int event, int timeout_ms, struct qd_silence *silence);

/// Opens a TCP connection to the IP address `address`. Returns a blocking descriptor, or -errno; -ETIMEDOUT after
/// `timeout_ms` milliseconds.
int qd_connect(const char *address, int port, int timeout_ms);

/// Opens those of the descriptors 0, 1 and 2 that are closed, so that no later file gets such a number and is written
/// to by mistake. Reads from them return end of file, writes fail.
void qd_reserve_streams(void);

/// Sets the locale of the environment, but with C's number format. Returns whether its characters are UTF-8. Source:
/// setlocale(3), nl_langinfo(3).
int qd_locale_is_utf8(void);

/// Blocks SIGWINCH, SIGTSTP, SIGCONT and SIGCHLD for this thread and the threads that it starts. Returns a descriptor
/// to read them from, or -errno. Source: signalfd(2).
int qd_signals_open(void);

/// The next signal of that descriptor, or 0.
int qd_signals_read(int descriptor);

/// From now on a thread of its own handles the signals that end a process: SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGALRM,
/// SIGRTMIN and all others except those of a crash. Returns a descriptor to read them from, or -errno. Two seconds
/// after the first signal, and at the third, that thread restores the terminal and ends the process. SIGPIPE and
/// SIGXFSZ are ignored: the failing write reports the error. Call it before other threads are started.
int qd_endings_open(void);

/// The next signal of that descriptor, or 0.
int qd_endings_read(int descriptor);

/// The signals received so far no longer end the process.
void qd_endings_calm(void);

/// Stops the job of this process, as Ctrl-Z does. Returns when the job continues, or at once when no shell could
/// continue it.
void qd_stop_job(void);

/// The size of a terminal. Returns 0, or -errno.
int qd_terminal_size(int terminal, int *columns, int *rows);

/// Saves the modes of `terminal` before any program changes them; from now on a crash restores them. SIGQUIT and
/// similar signals are held back until `qd_terminal_guard`. Returns 0, or -errno.
int qd_terminal_remember(int terminal);

/// From now on a crash also writes `restore` (at most 256 bytes) to that terminal, and copies the file `log` (-1: none)
/// to `errors` before the process dies. Returns 0, or -errno.
int qd_terminal_guard(const char *restore, int errors, int log);

/// Records that a process group uses the terminal, until the next call with 0. If this process ends before that, the
/// group gets SIGHUP.
void qd_terminal_lend(int group);

/// Makes a process group the foreground group of a terminal; 0 means the group of this process. Returns 0, or -errno.
int qd_terminal_foreground(int terminal, int group);

/// Restores the saved modes: a program that used the terminal may have left others behind.
void qd_terminal_sane(void);

/// Removes the crash handler and restores the saved modes.
void qd_terminal_release(void);

/// Opens an unnamed file in memory. Returns a descriptor, or -errno. Source: memfd_create(2).
int qd_memory_file(const char *name);

/// Stores nanoseconds since 1970 by the wall clock, and nanoseconds by the monotonic clock that also runs while the
/// machine sleeps. Source: clock_gettime(2) CLOCK_BOOTTIME.
void qd_clocks(int64_t *wall, int64_t *uptime);

/// Opens a descriptor that reports changes in directories. Returns it, or -errno. Source: inotify(7).
int qd_watch_open(void);

/// Adds a directory to the watch. Returns 0, or -errno.
int qd_watch_folder(int watch, const char *path);

/// Waits until an entry with one of these names (the array ends with NULL) or a watched directory itself has changed.
/// Returns 0, 1 after `timeout_ms` milliseconds without a change (-1: no limit), or -errno.
int qd_watch_wait(int watch, const char *const *names, int timeout_ms);

/// Closes the watch.
void qd_watch_close(int watch);

/// A process that outlives this one and ends another process if this one is gone.
struct qd_guard {
    int process;  // -1: the start failed
    int line;     // a socket whose closing reports the end of this process
};

/// Starts a guard that ends `process` if this process dies before `qd_guard_stop`, even by SIGKILL. If `process` leads
/// a group, the guard ends the whole group; if it shares this process's group, the guard ends `process` and all its
/// descendants.
struct qd_guard qd_guard_start(int process, int is_group);

/// Ends the guard. Call it before `process` is reaped: afterwards its number may belong to another process.
void qd_guard_stop(struct qd_guard guard);

/// Ends a process. If it leads a group, the whole group gets SIGTERM and a moment later SIGKILL; otherwise the process
/// and all its descendants get SIGKILL.
void qd_end_processes(int process, int is_group);
