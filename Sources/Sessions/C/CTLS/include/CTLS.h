// A TLS client over a connected socket, with OpenSSL's libssl, which is loaded on first use: a program that never calls
// this does not pay for loading it.
#pragma once
#include <stddef.h>

/// A verified TLS connection. Only one thread may use it at a time.
struct qd_tls;

/// Certificate authorities that were read once, for any number of connections on any threads.
struct qd_tls_authorities;

/// The defect of a rejected certificate.
struct qd_tls_refusal {
    long error;        // X509_V_ERR_..., 0 where the certificate is not the reason
    char issuer[192];  // the names of the last certificate's issuer, printable ASCII
};

/// The parameters of a connection.
struct qd_tls_request {
    int descriptor;        // a connected socket, blocking or not; the caller closes it
    const char *host;      // the name that is sent and verified: letters, digits, '-', '_' and '.' only
    const char *ca_file;   // a PEM file of authorities; NULL: the system's
    int timeout_ms;        // for the whole handshake
    int stop_descriptor;   // ends the handshake when it is readable or its peer closes; -1: none
    const struct qd_tls_authorities *authorities;  // replace `ca_file`; NULL: none
    struct qd_tls_refusal *refusal;  // filled in when the certificate is not accepted; NULL: not wanted
};

/// The kind of failure.
enum qd_tls_cause {
    QD_TLS_OPENED = 0,
    QD_TLS_NO_LIBRARY,    // libssl is missing or too old
    QD_TLS_BAD_REQUEST,   // the host or the authorities cannot be used
    QD_TLS_NOT_VERIFIED,  // the certificate is not the host's
    QD_TLS_NO_AGREEMENT,  // the peer does not use TLS, or no common version or cipher
    QD_TLS_LOST,          // the connection ended
    QD_TLS_TIMED_OUT,
    QD_TLS_STOPPED,
};

/// Opens a TLS connection of version 1.2 or later. The certificate's chain must end at one of the authorities, and one
/// of its alternative names must be `host`; partial wildcards and common names do not count. When it returns NULL, only
/// a handshake has been sent, and `cause` and `reason` (printable ASCII of less than `size` bytes) describe the
/// failure. Raises no signal. Source: SSL_connect(3), SSL_set1_host(3), X509_verify_cert_error_string(3).
struct qd_tls *qd_tls_open(
    const struct qd_tls_request *request, enum qd_tls_cause *cause, char *reason, size_t size);

/// Reads the authorities of a PEM file; NULL stands for the system's. Returns NULL on an error and sets `cause` and
/// `reason` as above.
struct qd_tls_authorities *qd_tls_authorities_open(
    const char *ca_file, enum qd_tls_cause *cause, char *reason, size_t size);

/// Releases the authorities. Existing connections are not affected.
void qd_tls_authorities_close(struct qd_tls_authorities *authorities);

/// The results of reading and writing besides a number of bytes.
enum { QD_TLS_END = 0, QD_TLS_WANT_READ = -1, QD_TLS_WANT_WRITE = -2, QD_TLS_FAILED = -3 };

/// Reads up to `size` bytes without blocking. Returns their number, or one of the values above; QD_TLS_END is the end
/// of the peer's data.
long qd_tls_read(struct qd_tls *tls, void *bytes, size_t size);

/// Writes some of `size` bytes without blocking. Returns their number, or one of the values above. After
/// QD_TLS_WANT_READ and QD_TLS_WANT_WRITE the next call must begin with the same bytes, at any address.
long qd_tls_write(struct qd_tls *tls, const void *bytes, size_t size);

/// Whether bytes are available that poll(2) does not report.
int qd_tls_pending(struct qd_tls *tls);

/// Tells the peer, without blocking, that no more data will be written. Reading is still possible.
void qd_tls_finish(struct qd_tls *tls);

/// Why the last call returned QD_TLS_FAILED, in printable ASCII of less than `size` bytes.
void qd_tls_reason(const struct qd_tls *tls, char *reason, size_t size);

/// The facts about a verified connection, each in printable ASCII.
struct qd_tls_facts {
    char version[16];     // for instance TLSv1.3
    char authority[256];  // the common name of the root of the chain
    char end[16];         // the last valid day of the server's certificate in UTC, for instance 2027-03-01
    long long expires;            // when that certificate expires, in seconds since 1970; 0: unknown
    long long authority_expires;  // when the root's certificate expires; 0: unknown
};

/// Stores the known facts; unknown ones are empty.
void qd_tls_facts(const struct qd_tls *tls, struct qd_tls_facts *facts);

/// Writes the hash of the server's certificate that binds an authentication to this connection (64 bytes at most).
/// Returns its length, or 0. Source: RFC 5929, 4.1, "tls-server-end-point".
size_t qd_tls_binding(const struct qd_tls *tls, unsigned char hash[64]);

/// Frees the connection and its keys. The descriptor stays open.
void qd_tls_close(struct qd_tls *tls);

// Functions for TLS connections of another library: has this server proved its name?

/// Loads libssl. Returns 0, or -1 when there is none. Thread-safe.
int qd_tls_load(void);

/// From now on calls `made` for every TLS object that any library in the process creates, on the creating thread, and
/// `verifies` before every verification of a chain, on the verifying thread: OpenSSL reads a TLS object's conditions
/// only afterwards. Call it once. Returns 0, or -1. Source: CRYPTO_get_ex_new_index(3), CRYPTO_EX_new.
int qd_tls_watch(void (*made)(void *ssl), void (*verifies)(void));

/// Whether another library, opened with dlopen(3), uses the same OpenSSL as this program. An object of one OpenSSL
/// crashes in another, so check this before the first call. `name` is the library's name for `reason`. Returns 0, or -1
/// with the reason in `reason`. Source: dlsym(3), dladdr(3).
int qd_tls_check_user(void *library, const char *name, char *reason, size_t size);

/// Makes the running handshake of `ssl` fail, before anything else is sent, unless the server proves the name `host`.
/// Returns 0, or -1. Source: SSL_set1_host(3).
int qd_tls_require(const void *ssl, const char *host);

/// Whether `ssl` runs over `socket`.
int qd_tls_runs_over(const void *ssl, int socket);

/// Whether the finished handshake of `ssl` proved the name `host`: TLS 1.2 or later, a verified chain, and exactly that
/// name among the certificate's alternative names. Returns 0, or -1 with the reason in `reason`.
int qd_tls_verify(const void *ssl, const char *host, char *reason, size_t size);

/// Reads up to `size` available bytes from `ssl`, whose socket is non-blocking. Returns their number, 0 at the end of
/// the connection, or -1 when none are available.
long qd_tls_take(void *ssl, void *bytes, size_t size);

/// Like `qd_tls_take`, but the bytes stay available.
long qd_tls_peek(void *ssl, void *bytes, size_t size);

/// Whether `ssl` waits for the socket to become writable instead of readable.
int qd_tls_wants_write(const void *ssl);

/// Writes the root authority of the verified chain of `ssl` as PEM to `out`. Returns its length, or 0.
size_t qd_tls_anchor(const void *ssl, char *out, size_t capacity);
