// The functions of libssl that are used, found at run time.
#pragma once
#include <openssl/ssl.h>

#define QD_SSL_FUNCTIONS(X)     \
    X(SSL_get_verify_result)    \
    X(SSL_get1_peer_certificate) \
    X(SSL_get0_verified_chain)  \
    X(SSL_get_fd)               \
    X(SSL_get_version)          \
    X(SSL_version)              \
    X(SSL_is_init_finished)     \
    X(SSL_want)

struct qd_ssl_functions {
#define QD_DECLARE(name) __typeof__(name) *name;
    QD_SSL_FUNCTIONS(QD_DECLARE)
#undef QD_DECLARE
};

/// The functions; NULL before `qd_tls_load` has succeeded.
const struct qd_ssl_functions *qd_ssl(void);
