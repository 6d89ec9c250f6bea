// What Linux has and Swift's Glibc module does not: macros, variadic calls, _GNU_SOURCE extensions.
#pragma once
#include <poll.h>
#include <stddef.h>
#include <stdint.h>

/// Keeps what is in memory out of core dumps, of the Swift runtime's crash reports, which show the memory that registers
/// point to, and of other processes of the same user.
/// Returns 0, or an errno value. Source: prctl(2) PR_SET_DUMPABLE, setrlimit(2) RLIMIT_CORE.
int qd_keep_memory_private(void);

/// Opens `path` for reading without blocking on a FIFO and without being inherited by a child.
/// Returns a descriptor, or -errno.
int qd_open_for_reading(const char *path);

/// Opens directory `path`; the last component may not be a symbolic link. Returns a descriptor, or -errno.
int qd_open_directory(const char *path);

/// Creates a new file `name` in directory `dirfd`, mode 0600, never following or reusing anything there.
/// Returns a descriptor, or -errno.
int qd_create_private_file(int dirfd, const char *name);

/// Opens a file of mode 0600 in `directory` that has no name there, not even for a moment where the file system can do
/// that, for reading and writing. Returns a descriptor, or -errno. Source: open(2) O_TMPFILE.
int qd_open_unnamed_file(const char *directory);

/// Creates a file in directory `dirfd`, for writing, that has no name yet and is gone with the process unless it is given
/// one; the umask cuts its mode. Returns a descriptor, or -errno; -EOPNOTSUPP where that cannot be done.
/// Source: open(2) O_TMPFILE.
int qd_create_unnamed(int dirfd, unsigned mode);

/// Creates a new file `name` in directory `dirfd`, for writing. Returns a descriptor, or -errno.
int qd_create_new(int dirfd, const char *name, unsigned mode);

/// Gives a file that has no name the name `name` in `dirfd`, which nothing may have yet. Returns 0, or -errno.
/// Source: linkat(2).
int qd_name_file(int descriptor, int dirfd, const char *name);

/// Gives a range of a file back to the file system, whose bytes then read as zeros. Returns 0, or -errno.
/// Source: fallocate(2) FALLOC_FL_PUNCH_HOLE.
int qd_release_file_range(int file, int64_t offset, int64_t count);

/// Renames `from` to `to` within `dirfd`, failing with EEXIST if `to` exists. Returns 0, or -errno.
/// -EINVAL and -ENOSYS mean that the file system cannot do this. Source: renameat2(2) RENAME_NOREPLACE.
int qd_rename_new(int dirfd, const char *from, const char *to);

/// Atomically swaps `a` and `b` within `dirfd`. Returns 0, or -errno as above. Source: renameat2(2) RENAME_EXCHANGE.
int qd_rename_swap(int dirfd, const char *a, const char *b);

/// Finds the canonical name of `host` (the end of its CNAME chain) within `timeout_ms` milliseconds.
/// Writes at most `capacity` bytes, terminator included. Returns 0, or -1 when there is none in time.
/// Source: getaddrinfo(3) AI_CANONNAME.
int qd_canonical_name(const char *host, int timeout_ms, char *out, size_t capacity);

/// How a child is started; every pointer array ends with NULL.
struct qd_spawn_request {
    const char *const *arguments;    // the first is looked up in PATH unless it has a slash
    const char *const *environment;  // all of the child's variables
    const char *directory;           // NULL: the parent's
    int input, output, error;        // descriptors that become 0, 1 and 2; all others are closed
    int own_group;                   // 1: the child leads a process group of its own
    int takes_terminal;              // 1: that group becomes the foreground of the terminal that is descriptor 0
};

/// Starts a child with no signal blocked or ignored, whatever the calling thread has set. Returns its process id, or
/// -errno. Source: posix_spawn(3).
int qd_spawn(const struct qd_spawn_request *request);

/// Becomes another program, with no signal blocked or ignored. The arrays end with NULL, the program is looked up in PATH
/// unless it has a slash. Returns only an errno value. Source: execvpe(3).
int qd_become(const char *const *arguments, const char *const *environment);

/// How a server is started; every pointer array ends with NULL.
struct qd_service_request {
    const char *const *arguments;    // the first is an absolute path
    const char *const *environment;  // all of the child's variables
    const char *directory;
    int input, output;               // descriptors that become 0, and 1 and 2
    const int *inherited;            // further descriptors that keep their numbers, ended by -1
    int changes_user;                // 1: becomes `user` and `group`, which takes root
    uint32_t user, group;
    int death_signal;                // what the kernel sends it when the calling thread ends
};

/// Starts a server in a process group of its own, with umask 077 and no signal blocked or ignored; it ends with the
/// calling thread. Returns its process id, or -errno. Source: prctl(2) PR_SET_PDEATHSIG.
int qd_spawn_service(const struct qd_service_request *request);

/// Starts a child as `qd_spawn` does, in a session of its own. Returns its process id, or -errno.
int qd_spawn_daemon(const struct qd_spawn_request *request);

/// Asks the kernel to send this process `signal` when the thread that started it ends. Returns 0, or -errno.
int qd_end_with_parent(int signal);

/// Blocks SIGCHLD, SIGTERM, SIGINT and SIGHUP for this thread and those it starts.
void qd_block_supervision_signals(void);

/// Takes one of those signals, waiting `timeout_ms` milliseconds for it, or forever when that is negative. Returns its
/// number, or 0. Source: sigtimedwait(2).
int qd_take_signal(int timeout_ms);

/// Ends the process with `code` in so many milliseconds at most, whatever else stands still. Source: setitimer(2).
void qd_end_within(int milliseconds, int code);

/// From now on the signals that `qd_block_supervision_signals` has blocked do what they always do in this thread.
void qd_unblock_supervision_signals(void);

/// Whether the signal that this thread took last came from a process rather than from a terminal's key, which all of the
/// terminal's programs get. Source: sigaction(2) SI_USER.
int qd_signal_was_sent(void);

/// Removes the System V shared memory segment whose key is `key`, or whose id is `id`, when no process is attached.
/// Returns 1 when it was removed, 0 when there is none, -1 when it is in use. Source: shmctl(2), /proc/sysvipc/shm.
int qd_remove_shared_memory(uint32_t key, int id);

/// The exit code that a shell would show for a wait status: 128 more than its number for a deadly signal.
int qd_exit_code(int wait_status);

/// A descriptor that is readable once a child has ended; before Linux 5.3 -ENOSYS. Source: pidfd_open(2).
int qd_process_watch(int process);

/// CPU time in nanoseconds that all ended children have used. Source: getrusage(2) RUSAGE_CHILDREN.
int64_t qd_children_cpu_nanoseconds(void);

/// Columns of a scalar in the current locale: 0, 1, 2, or -1 for what is not printable. Source: wcwidth(3).
int qd_scalar_width(uint32_t scalar);

/// From now on SIGINT, SIGTERM and SIGHUP are noted instead of ending the process, and system calls that wait return
/// EINTR for them.
void qd_catch_interruptions(void);

/// The last of those signals that came, or 0.
int qd_interruption(void);

/// A descriptor that can be made readable: wakes a thread that waits in poll(2). Returns it, or -errno.
/// Source: eventfd(2).
int qd_event_open(void);

/// Makes it readable.
void qd_event_signal(int event);

/// Makes it unreadable again.
void qd_event_clear(int event);

/// Waits until `descriptor` is ready for `events` (POLLIN, POLLOUT), `event` is readable, or `timeout_ms` milliseconds
/// have passed (-1: forever). Either descriptor may be -1. Returns 1 when the first is ready or broken, 2 when `event`
/// is readable, which goes first, 0 when the time is over, or -errno.
int qd_wait(int descriptor, short events, int event, int timeout_ms);

/// Nanoseconds on a clock that nobody sets. Source: clock_gettime(2) CLOCK_MONOTONIC.
int64_t qd_monotonic_nanoseconds(void);

/// Finds the addresses of `host` within `timeout_ms` milliseconds, or until `event` is readable. Writes them as text,
/// each ended by a NUL, the last one by two. Returns how many there are, 0 when there is none, -1 when the time is over,
/// -2 when `event` was readable, -3 when the name servers do not answer, -4 when this machine has no memory, thread or
/// descriptor for it. A number is answered without asking anyone. Source: getaddrinfo(3).
int qd_addresses(const char *host, int timeout_ms, int event, char *out, size_t capacity);

/// Has the kernel notice within some 11 seconds that the other side of an idle TCP connection is gone; while something
/// is on its way, `qd_poll_heard` does. Source: tcp(7) SO_KEEPALIVE, TCP_KEEPIDLE.
void qd_notice_silence(int socket);

/// What is known of a connection's silence from one wait to the next; zeros at first.
struct qd_silence {
    int64_t looked_at, asked_at;  // milliseconds on the monotonic clock; 0: not yet, and nothing is unanswered
    unsigned limit;               // TCP_USER_TIMEOUT as it is set
};

/// Waits as poll(2) does, and looks at the TCP connection `socket` each second: when it has sent something that the other
/// side's kernel has not answered for 11 seconds, it answers -ETIMEDOUT. A peer that is alive and only does not read (its
/// window is closed) is waited for. Answers poll's number, 0 when `timeout_ms` milliseconds have passed (-1: never), or
/// -errno. Source: tcp(7) TCP_INFO, TCP_USER_TIMEOUT.
int qd_poll_heard(struct pollfd *waits, unsigned count, int socket, int timeout_ms, struct qd_silence *silence);

/// The same for one socket and an event, with the answers of `qd_wait`.
int qd_wait_heard(int socket, short events, int event, int timeout_ms, struct qd_silence *silence);

/// Opens a TCP connection to `address`, a number. Returns a blocking descriptor, or -errno; -ETIMEDOUT after
/// `timeout_ms` milliseconds.
int qd_connect(const char *address, int port, int timeout_ms);

/// Fills those of the descriptors 0, 1 and 2 that are closed, so that nothing else is ever opened there and written to
/// by mistake: reading finds the end, writing fails.
void qd_reserve_streams(void);

/// Takes over the locale of the environment, with numbers as in C, and answers whether its characters are UTF-8.
/// Source: setlocale(3), nl_langinfo(3).
int qd_locale_is_utf8(void);

/// Blocks SIGWINCH, SIGTSTP, SIGCONT and SIGCHLD for this thread and those it starts. Returns a descriptor from which they
/// are read, or -errno. Source: signalfd(2).
int qd_signals_open(void);

/// The next signal of that descriptor, or 0.
int qd_signals_read(int descriptor);

/// From now on a thread of its own takes the signals that end a process: SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGALRM,
/// SIGRTMIN and all others but those of a crash. Returns a descriptor from which they are read, or -errno. Two seconds after
/// the first one, and at the third, that thread gives the terminal back and ends the process. SIGPIPE and SIGXFSZ are
/// ignored: a write that fails says so. Call it before other threads are started.
int qd_endings_open(void);

/// The next signal of that descriptor, or 0.
int qd_endings_read(int descriptor);

/// The signals that were taken so far do not end the process.
void qd_endings_calm(void);

/// Stops the job that this process belongs to, as Ctrl-Z does. Returns when it goes on, or at once where nobody could
/// have it go on.
void qd_stop_job(void);

/// The size of a terminal. Returns 0, or -errno.
int qd_terminal_size(int terminal, int *columns, int *rows);

/// Remembers the modes of `terminal`, before anybody changes them: from now on a crash sets them. SIGQUIT and the like wait
/// until `qd_terminal_guard`. Returns 0, or -errno.
int qd_terminal_remember(int terminal);

/// From now on a crash writes `restore` (at most 256 bytes) to that terminal, too, and copies what is in the file `log`
/// (-1: nothing) to `errors` before the process dies. Returns 0, or -errno.
int qd_terminal_guard(const char *restore, int errors, int log);

/// A process group has the terminal until this is called with 0: where the process ends before that, the group gets SIGHUP.
void qd_terminal_lend(int group);

/// Gives the foreground of a terminal to a process group, or to that of this process when it is 0. Returns 0, or -errno.
int qd_terminal_foreground(int terminal, int group);

/// Sets the remembered modes: a program that had the terminal may have died with others.
void qd_terminal_sane(void);

/// Ends that, and sets the remembered modes.
void qd_terminal_release(void);

/// Opens a file without a name, in memory. Returns a descriptor, or -errno. Source: memfd_create(2).
int qd_memory_file(const char *name);

/// Nanoseconds since 1970 by the clock that can be set, and since some moment by the one that cannot and that goes on
/// while the machine sleeps. Source: clock_gettime(2) CLOCK_BOOTTIME.
void qd_clocks(int64_t *wall, int64_t *uptime);

/// A descriptor that tells of changes in folders, or -errno. Source: inotify(7).
int qd_watch_open(void);

/// Has it tell of a folder, too. Returns 0, or -errno.
int qd_watch_folder(int watch, const char *path);

/// Waits until an entry of one of these names, whose array ends with NULL, or such a folder itself has changed. Returns 0,
/// 1 after `timeout_ms` milliseconds in which nothing has (-1: it waits on), or -errno.
int qd_watch_wait(int watch, const char *const *names, int timeout_ms);

/// Closes it.
void qd_watch_close(int watch);

/// A process that outlives this one, however this one ends, for as long as it takes to end another one.
struct qd_guard {
    int process;  // -1: none could be started
    int line;     // what says that this process lives
};

/// Has a guard end `process` when this process is gone before `qd_guard_stop`, be it killed: its whole group, which it
/// leads, or, where it shares this process's group, it and all that descend from it.
struct qd_guard qd_guard_start(int process, int is_group);

/// Ends the guard. To be called before `process` is reaped, whose number may then be another one's.
void qd_guard_stop(struct qd_guard guard);

/// Ends a process with its group, which it leads: first by SIGTERM, a moment later by SIGKILL; or with all that descend
/// from it, by SIGKILL.
void qd_end_processes(int process, int is_group);
