#define _GNU_SOURCE
#include "CPlatform.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

int qd_event_open(void) {
    const int event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return event < 0 ? -errno : event;
}

void qd_event_signal(int event) {
    const uint64_t one = 1;
    // The write fails only when the counter is full, and then the descriptor is readable, too.
    if (write(event, &one, sizeof one) < 0) return;
}

void qd_event_clear(int event) {
    uint64_t count;
    if (read(event, &count, sizeof count) < 0) return;
}

int64_t qd_monotonic_nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int qd_wait(int descriptor, short events, int event, int timeout_ms) {
    struct pollfd waits[2] = {{.fd = descriptor, .events = events}, {.fd = event, .events = POLLIN}};
    const int64_t end = timeout_ms < 0 ? 0 : qd_monotonic_nanoseconds() + (int64_t)timeout_ms * 1000000;
    for (;;) {
        const int ready = poll(waits, 2, timeout_ms);
        if (ready < 0 && errno != EINTR) return -errno;
        if (ready > 0) return (waits[1].revents & POLLIN) ? 2 : 1;
        if (ready == 0) return 0;
        if (timeout_ms >= 0) {
            const int64_t left = end - qd_monotonic_nanoseconds();
            timeout_ms = left <= 0 ? 0 : (int)((left + 999999) / 1000000);
        }
    }
}

void qd_notice_silence(int socket) {
    const struct {
        int level, name, value;
    } options[] = {
        {SOL_SOCKET, SO_KEEPALIVE, 1},   {IPPROTO_TCP, TCP_KEEPIDLE, 5}, {IPPROTO_TCP, TCP_KEEPINTVL, 2},
        {IPPROTO_TCP, TCP_KEEPCNT, 3},   {IPPROTO_TCP, TCP_NODELAY, 1},
    };
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        setsockopt(socket, options[i].level, options[i].name, &options[i].value, sizeof options[i].value);
}
