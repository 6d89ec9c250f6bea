/* Asks the token verifier over a Unix socket whether a login is allowed.
 *
 *   request = u32 big-endian N | N bytes: engine ('P' or 'M') | u16 big-endian user length | user | token
 *   reply   = one byte, 'Y' or 'N'
 *
 * It is a header so that each shared library exports only the symbols that its host looks up. The token is never
 * copied: it goes from the caller's buffer to the socket. Any reply except 'Y', or no reply in time, rejects the
 * login.
 */
#ifndef QD_VERIFIER_CLIENT_H
#define QD_VERIFIER_CLIENT_H

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum {
    QD_VERIFIER_TIMEOUT_MS = 5000,
    QD_USER_MAX = 1024,
    QD_TOKEN_MAX = 128 * 1024,
};

#define QD_VERIFIER_ENV "QD_VERIFIER_SOCKET"

static int64_t qd_now_ms(void)
{
    struct timespec t;
    if (clock_gettime(CLOCK_MONOTONIC, &t) != 0)
        return 0;
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Waits for `events`; false when the deadline has passed. A signal does not end the wait. */
static bool qd_wait(int fd, short events, int64_t deadline)
{
    for (;;) {
        int64_t left = deadline - qd_now_ms();
        if (left <= 0)
            return false;
        struct pollfd p = {.fd = fd, .events = events};
        int n = poll(&p, 1, (int)left);
        if (n > 0)
            return true;
        if (n == 0 || errno != EINTR)
            return false;
    }
}

static int qd_connect(const char *path, int64_t deadline)
{
    struct sockaddr_un a = {.sun_family = AF_UNIX};
    size_t n = path ? strlen(path) : 0;
    if (n == 0 || n >= sizeof a.sun_path)
        return -1;
    memcpy(a.sun_path, path, n + 1);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -1;
    while (connect(fd, (const struct sockaddr *)&a, sizeof a) != 0) {
        /* A full backlog gives EAGAIN and no event to poll for, so connect is tried again. */
        if ((errno != EAGAIN && errno != EINTR) || qd_now_ms() >= deadline) {
            close(fd);
            return -1;
        }
        (void)poll(NULL, 0, 10);
    }
    return fd;
}

static bool qd_send_all(int fd, struct iovec *v, size_t count, int64_t deadline)
{
    while (count > 0) {
        struct msghdr m = {.msg_iov = v, .msg_iovlen = count};
        ssize_t n = sendmsg(fd, &m, MSG_NOSIGNAL);
        if (n < 0) {
            if (errno == EINTR)
                continue;
            if (errno != EAGAIN || !qd_wait(fd, POLLOUT, deadline))
                return false;
            continue;
        }
        while (count > 0 && (size_t)n >= v->iov_len) {
            n -= (ssize_t)v->iov_len;
            v++;
            count--;
        }
        if (count > 0) {
            v->iov_base = (char *)v->iov_base + n;
            v->iov_len -= (size_t)n;
        }
    }
    return true;
}

/* Whether the verifier replied 'Y' within the time limit. Keeps no copy of `token`. */
static bool qd_verify(const char *path, char engine, const char *user, size_t user_len,
                      const char *token, size_t token_len)
{
    if (!user || user_len == 0 || user_len > QD_USER_MAX || !token || token_len == 0 || token_len > QD_TOKEN_MAX)
        return false;

    int64_t deadline = qd_now_ms() + QD_VERIFIER_TIMEOUT_MS;
    int fd = qd_connect(path, deadline);
    if (fd < 0)
        return false;

    uint32_t n = (uint32_t)(1 + 2 + user_len + token_len);
    unsigned char head[7] = {
        (unsigned char)(n >> 24), (unsigned char)(n >> 16), (unsigned char)(n >> 8), (unsigned char)n,
        (unsigned char)engine, (unsigned char)(user_len >> 8), (unsigned char)user_len,
    };
    struct iovec v[3] = {
        {.iov_base = head, .iov_len = sizeof head},
        {.iov_base = (void *)(uintptr_t)user, .iov_len = user_len},
        {.iov_base = (void *)(uintptr_t)token, .iov_len = token_len},
    };

    char answer = 'N';
    if (qd_send_all(fd, v, 3, deadline)) {
        for (;;) {
            ssize_t got = recv(fd, &answer, 1, 0);
            if (got == 1)
                break;
            if (got < 0 && errno == EINTR)
                continue;
            if (got < 0 && errno == EAGAIN && qd_wait(fd, POLLIN, deadline))
                continue;
            answer = 'N';
            break;
        }
    }
    close(fd);
    return answer == 'Y';
}

#endif
