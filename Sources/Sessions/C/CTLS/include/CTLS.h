// TLS for a client over a socket that is already connected, by OpenSSL's libssl, which is opened when it is first used:
// a program that never calls this does not pay for loading it.
#pragma once
#include <stddef.h>

/// A verified TLS connection. One thread at a time may use it.
struct qd_tls;

/// Certificate authorities that have been read once, for any number of connections on any threads.
struct qd_tls_authorities;

/// What is asked of the other side.
struct qd_tls_request {
    int descriptor;        // a connected socket, which stays the caller's; blocking or not makes no difference
    const char *host;      // the name that is sent and verified: letters, digits, '-', '_' and '.' only
    const char *ca_file;   // PEM file of the only authorities that count; NULL: the system's
    int timeout_ms;        // for the whole handshake
    int stop_descriptor;   // ends the handshake when it becomes readable or its other end closes; -1: none
    const struct qd_tls_authorities *authorities;  // instead of `ca_file`, which is then not read; NULL: none
};

/// Why there is no connection.
enum qd_tls_cause {
    QD_TLS_OPENED = 0,
    QD_TLS_NO_LIBRARY,    // libssl is missing or too old
    QD_TLS_BAD_REQUEST,   // the host or the authorities cannot be used
    QD_TLS_NOT_VERIFIED,  // the certificate is not the host's
    QD_TLS_NO_AGREEMENT,  // what came is not TLS, or not one that both sides speak
    QD_TLS_LOST,          // the connection ended
    QD_TLS_TIMED_OUT,
    QD_TLS_STOPPED,
};

/// Makes a TLS connection: version 1.2 or later; the certificate's chain ends at one of the authorities, and one of its
/// alternative names is `host`, of which no partial wildcard and no common name counts. Nothing but a handshake has been
/// sent when this returns NULL; then `cause` and `reason`, printable ASCII of less than `size` bytes, tell why.
/// Raises no signal. Source: SSL_connect(3), SSL_set1_host(3), X509_verify_cert_error_string(3).
struct qd_tls *qd_tls_open(
    const struct qd_tls_request *request, enum qd_tls_cause *cause, char *reason, size_t size);

/// Reads the authorities of a PEM file, or the system's for NULL. Returns NULL with `cause` and `reason` as above.
struct qd_tls_authorities *qd_tls_authorities_open(
    const char *ca_file, enum qd_tls_cause *cause, char *reason, size_t size);

/// Forgets the authorities. Connections that were made with them go on.
void qd_tls_authorities_close(struct qd_tls_authorities *authorities);

/// What reading and writing answer besides a number of bytes.
enum { QD_TLS_END = 0, QD_TLS_WANT_READ = -1, QD_TLS_WANT_WRITE = -2, QD_TLS_FAILED = -3 };

/// Reads up to `size` bytes without waiting. Returns their number, or one of the values above; QD_TLS_END is the end of
/// what the other side has to say.
long qd_tls_read(struct qd_tls *tls, void *bytes, size_t size);

/// Writes some of `size` bytes without waiting. Returns their number, or one of the values above. After
/// QD_TLS_WANT_READ and QD_TLS_WANT_WRITE the next call begins with the same bytes, wherever they are.
long qd_tls_write(struct qd_tls *tls, const void *bytes, size_t size);

/// Whether bytes have come that poll(2) does not show.
int qd_tls_pending(struct qd_tls *tls);

/// Tells the other side, without waiting, that nothing more will be written. Reading goes on.
void qd_tls_finish(struct qd_tls *tls);

/// Why the last call answered QD_TLS_FAILED, in printable ASCII of less than `size` bytes.
void qd_tls_reason(const struct qd_tls *tls, char *reason, size_t size);

/// What a verified connection is, each part printable ASCII.
struct qd_tls_facts {
    char version[16];     // TLSv1.3
    char authority[256];  // the common name of the authority that the chain ends in
    char end[16];         // 2027-03-01, UTC: the last day of the server's certificate
};

/// Fills in what is known. Parts that are not are empty.
void qd_tls_facts(const struct qd_tls *tls, struct qd_tls_facts *facts);

/// Forgets the connection and its keys. The descriptor stays open.
void qd_tls_close(struct qd_tls *tls);

// What is asked of TLS that another library speaks: has this server proven its name?

/// Opens libssl. Returns 0, or -1 when there is none. Any number of threads may call it.
int qd_tls_load(void);

/// Has `made` called for every TLS object that any library in the process makes, on the thread that makes it. To be
/// called once. Returns 0, or -1. Source: CRYPTO_get_ex_new_index(3), CRYPTO_EX_new.
int qd_tls_watch(void (*made)(void *ssl));

/// Whether another library, opened with dlopen(3), calls the same OpenSSL as this program. An object of one OpenSSL
/// crashes in another, so this has to be known before the first call. `name` is the library's name for `reason`.
/// Returns 0, or -1 with the reason in `reason`. Source: dlsym(3), dladdr(3).
int qd_tls_check_user(void *library, const char *name, char *reason, size_t size);

/// Has the handshake of `ssl`, which has begun, end before anything else is sent unless the server proves the name `host`.
/// Returns 0, or -1. Source: SSL_set1_host(3).
int qd_tls_require(const void *ssl, const char *host);

/// Whether `ssl` runs over `socket`.
int qd_tls_runs_over(const void *ssl, int socket);

/// Whether the finished handshake of `ssl` proved the name `host`: TLS 1.2 or later, a chain that was verified, a
/// certificate with exactly that name among its alternative names. Returns 0, or -1 with the reason in `reason`.
int qd_tls_verify(const void *ssl, const char *host, char *reason, size_t size);

/// Reads up to `size` bytes that have come over `ssl`, whose socket does not wait. Returns their number, 0 at the end of
/// the connection, or -1 when nothing is there.
long qd_tls_take(void *ssl, void *bytes, size_t size);

/// Whether `ssl` waits for the socket to take bytes rather than to have some.
int qd_tls_wants_write(const void *ssl);

/// Writes the authority that the verified chain of `ssl` ends in as PEM to `out`. Returns its length, or 0.
size_t qd_tls_anchor(const void *ssl, char *out, size_t capacity);
