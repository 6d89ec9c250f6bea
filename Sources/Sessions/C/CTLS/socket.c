#include "library.h"

#include <errno.h>
#include <sys/socket.h>

// Set by qd_tls_socket_method before any connection exists.
static const struct qd_tls_library *used;

static int is_passing(int error) { return error == EAGAIN || error == EWOULDBLOCK; }

static int write_some(BIO *bio, const char *bytes, int size) {
    struct qd_tls_socket *socket = used->BIO_get_data(bio);
    used->BIO_clear_flags(bio, BIO_FLAGS_RWS | BIO_FLAGS_SHOULD_RETRY);
    ssize_t count;
    do count = send(socket->descriptor, bytes, (size_t)size, MSG_NOSIGNAL | MSG_DONTWAIT);
    while (count < 0 && errno == EINTR);
    if (count < 0 && is_passing(errno)) used->BIO_set_flags(bio, BIO_FLAGS_WRITE | BIO_FLAGS_SHOULD_RETRY);
    else if (count < 0) socket->error = errno;
    return (int)count;
}

static int read_some(BIO *bio, char *bytes, int size) {
    struct qd_tls_socket *socket = used->BIO_get_data(bio);
    used->BIO_clear_flags(bio, BIO_FLAGS_RWS | BIO_FLAGS_SHOULD_RETRY);
    ssize_t count;
    do count = recv(socket->descriptor, bytes, (size_t)size, MSG_DONTWAIT);
    while (count < 0 && errno == EINTR);
    if (count == 0) socket->has_ended = 1;
    else if (count < 0 && is_passing(errno)) used->BIO_set_flags(bio, BIO_FLAGS_READ | BIO_FLAGS_SHOULD_RETRY);
    else if (count < 0) socket->error = errno;
    return (int)count;
}

static long control(BIO *bio, int command, long number, void *pointer) {
    (void)number, (void)pointer;
    const struct qd_tls_socket *socket = used->BIO_get_data(bio);
    if (command == BIO_CTRL_FLUSH) return 1;
    if (command == BIO_CTRL_EOF) return socket->has_ended;
    return 0;
}

BIO_METHOD *qd_tls_socket_method(const struct qd_tls_library *library) {
    used = library;
    BIO_METHOD *method = library->BIO_meth_new(BIO_TYPE_SOURCE_SINK, "quarterdeck socket");
    if (method == NULL) return NULL;
    if (library->BIO_meth_set_write(method, write_some) == 1 && library->BIO_meth_set_read(method, read_some) == 1
        && library->BIO_meth_set_ctrl(method, control) == 1)
        return method;
    library->BIO_meth_free(method);
    return NULL;
}
