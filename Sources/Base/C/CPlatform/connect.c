#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "CPlatform.h"

static int finish(int descriptor, int timeout_ms) {
    const int ready = qd_wait(descriptor, POLLOUT, -1, timeout_ms);
    if (ready == 0) return ETIMEDOUT;
    if (ready < 0) return -ready;
    int code = 0;
    socklen_t size = sizeof code;
    return getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size) == 0 ? code : errno;
}

int qd_connect(const char *address, int port, int timeout_ms) {
    const struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM};
    char service[16];
    snprintf(service, sizeof service, "%d", port);
    struct addrinfo *found = NULL;
    if (getaddrinfo(address, service, &hints, &found) != 0) return -EINVAL;
    const int descriptor = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    int code = descriptor < 0 ? errno : 0;
    if (code == 0 && connect(descriptor, found->ai_addr, found->ai_addrlen) != 0)
        code = errno == EINPROGRESS ? finish(descriptor, timeout_ms) : errno;
    freeaddrinfo(found);
    if (code == 0) {
        fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK);
        return descriptor;
    }
    if (descriptor >= 0) close(descriptor);
    return -code;
}
