#include "CPlatform.h"

#include <errno.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

enum {
    LOOK_MS = 1000,             // the interval between checks while waiting
    SILENT_MS = 11000,          // after this silence the network counts as dead
    PROBED_MS = 6000,           // enough time for two probes of a closed window
    PROBE_MS = 5000,            // the interval between probes of a closed window
};

static int64_t milliseconds(void) { return qd_monotonic_nanoseconds() / 1000000; }

static void limit(struct qd_silence *silence, int socket, unsigned value) {
    if (silence->limit == value) return;
    silence->limit = value;
    setsockopt(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, &value, sizeof value);
}

/// Whether the peer's kernel has not acknowledged sent data. A peer that only closed its window answers probes.
static int is_silent(struct qd_silence *silence, int socket) {
    const int64_t now = milliseconds();
    if (now - silence->looked_at < LOOK_MS) return 0;
    silence->looked_at = now;
    struct tcp_info info = {0};
    socklen_t size = sizeof info;
    if (getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size) != 0) return 0;
    const int64_t quiet = info.tcpi_last_ack_recv < info.tcpi_last_data_recv ? info.tcpi_last_ack_recv
                                                                              : info.tcpi_last_data_recv;
    // The kernel doubles the time between two probes of a closed window, up to two minutes, but sends one more probe
    // before this limit ends the connection. Each answer postpones the limit.
    const int is_closed = info.tcpi_unacked == 0 && info.tcpi_notsent_bytes > 0;
    limit(silence, socket, is_closed ? info.tcpi_last_data_sent + PROBE_MS : 0);
    if (info.tcpi_unacked == 0 && info.tcpi_probes == 0) {
        silence->asked_at = 0;
        return 0;
    }
    if (silence->asked_at == 0) silence->asked_at = now;
    if (silence->asked_at < now - quiet) silence->asked_at = now - quiet;
    const int64_t unanswered = now - silence->asked_at;
    return quiet >= SILENT_MS && unanswered >= (info.tcpi_unacked > 0 ? SILENT_MS : PROBED_MS);
}

int qd_poll_heard(struct pollfd *waits, unsigned count, int socket, int timeout_ms, struct qd_silence *silence) {
    const int64_t end = timeout_ms < 0 ? INT64_MAX : milliseconds() + timeout_ms;
    for (;;) {
        const int64_t left = end - milliseconds();
        const int step = left < LOOK_MS ? (left < 0 ? 0 : (int)left) : LOOK_MS;
        const int ready = poll(waits, count, step);
        if (ready < 0 && errno != EINTR) return -errno;
        if (ready > 0) {
            // While no caller waits, no caller can postpone the limit.
            limit(silence, socket, 0);
            return ready;
        }
        if (is_silent(silence, socket)) return -ETIMEDOUT;
        if (milliseconds() >= end) return 0;
    }
}

int qd_wait_heard(int socket, short events, int event, int timeout_ms, struct qd_silence *silence) {
    struct pollfd waits[2] = {{.fd = socket, .events = events}, {.fd = event, .events = POLLIN}};
    const int ready = qd_poll_heard(waits, 2, socket, timeout_ms, silence);
    if (ready <= 0) return ready;
    return (waits[1].revents & POLLIN) ? 2 : 1;
}
