// The TLS library, opened only when a connection is made, and what is asked of it: has this server proven its name?
#pragma once
#include <stddef.h>
#include <stdint.h>

/// Opens libssl. Returns 0, or -1 when there is none. Any number of threads may call it.
int qd_tls_load(void);

/// Has `made` called for every TLS object that any library in the process makes, on the thread that makes it. To be
/// called once. Returns 0, or -1. Source: CRYPTO_get_ex_new_index(3), CRYPTO_EX_new.
int qd_tls_watch(void (*made)(void *ssl));

/// Whether the finished handshake of `ssl`, which must run over `socket`, proved the name `host`: TLS 1.2 or later, a
/// chain that was verified, a certificate for exactly that name. Returns 0, or -1 with the reason in `reason`.
int qd_tls_verify(const void *ssl, int socket, const char *host, char *reason, size_t size);

/// Whether `ssl` waits for the socket to take bytes rather than to have some.
int qd_tls_wants_write(const void *ssl);

/// Writes the authority that the verified chain of `ssl` ends in as PEM to `out`. Returns its length, or 0.
size_t qd_tls_anchor(const void *ssl, char *out, size_t capacity);

/// What the server's certificate of `ssl` is for and until when, as one line. Returns its length, or 0.
size_t qd_tls_describe(const void *ssl, char *out, size_t capacity);
