#define _GNU_SOURCE
#include "CTLS.h"
#include "library.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct qd_tls {
    const struct qd_tls_library *library;
    SSL *ssl;
    struct qd_tls_socket socket;
    int is_broken;       // OpenSSL allows no further call
    char evidence[768];  // describes a rejected certificate
    char reason[256];    // of the last failure
    struct qd_tls_refusal refusal;
};

struct qd_tls_authorities {
    SSL_CTX *context;
};

// OpenSSL reads all available bytes at once instead of head and body of each record.
enum { READ_AHEAD = 64 * 1024 };

static void say(char *out, size_t size, const char *text) { qd_tls_append(out, size, text, strlen(text)); }

/* --- verification ------------------------------------------------------------------------------------------------ */

/// Inspects a certificate that OpenSSL has rejected. It stays rejected: OpenSSL's decision is returned unchanged.
static int look(int is_accepted, X509_STORE_CTX *verification) {
    if (is_accepted) return is_accepted;
    const char *problem;
    const struct qd_tls_library *l = qd_tls_library(&problem);
    SSL *ssl = l->X509_STORE_CTX_get_ex_data(verification, l->SSL_get_ex_data_X509_STORE_CTX_idx());
    struct qd_tls *tls = ssl != NULL ? l->SSL_get_ex_data(ssl, 0) : NULL;
    if (tls == NULL || tls->evidence[0] != 0) return is_accepted;

    const long error = l->X509_STORE_CTX_get_error(verification);
    say(tls->evidence, sizeof tls->evidence, l->X509_verify_cert_error_string(error));
    if (l->X509_STORE_CTX_get_error_depth(verification) > 0) say(tls->evidence, sizeof tls->evidence, " (an issuer's)");
    X509 *leaf = l->X509_STORE_CTX_get0_cert(verification);
    tls->refusal.error = error;
    if (leaf != NULL) {
        char issuer[160];
        const char *names = l->X509_NAME_oneline(l->X509_get_issuer_name(leaf), issuer, sizeof issuer);
        say(tls->refusal.issuer, sizeof tls->refusal.issuer, names != NULL ? names : "");
        say(tls->evidence, sizeof tls->evidence, "; ");
        qd_tls_describe(l, leaf, tls->evidence, sizeof tls->evidence);
    }
    return is_accepted;
}

static SSL_CTX *context(const struct qd_tls_library *l, const char *ca_file) {
    SSL_CTX *context = l->SSL_CTX_new(l->TLS_client_method());
    if (context == NULL) return NULL;
    l->SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET);
    l->SSL_CTX_ctrl(
        context, SSL_CTRL_MODE,
        SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS, NULL);
    l->SSL_CTX_set_verify(context, SSL_VERIFY_PEER, look);
    l->SSL_CTX_set_default_read_buffer_len(context, READ_AHEAD);
    const int is_ready = l->SSL_CTX_ctrl(context, SSL_CTRL_SET_MIN_PROTO_VERSION, TLS1_2_VERSION, NULL) == 1
        && (ca_file != NULL ? l->SSL_CTX_load_verify_file(context, ca_file)
                            : l->SSL_CTX_set_default_verify_paths(context)) == 1;
    if (is_ready) return context;
    l->SSL_CTX_free(context);
    return NULL;
}

static int prepare(struct qd_tls *tls, SSL_CTX *context, const char *host) {
    const struct qd_tls_library *l = tls->library;
    tls->ssl = l->SSL_new(context);
    if (tls->ssl == NULL) return 0;
    BIO *bio = l->BIO_new(l->socket_method);
    if (bio == NULL) return 0;
    l->BIO_set_data(bio, &tls->socket);
    l->BIO_set_init(bio, 1);
    l->SSL_set_bio(tls->ssl, bio, bio);
    l->SSL_set_read_ahead(tls->ssl, 1);
    l->SSL_set_hostflags(tls->ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
    return l->SSL_set1_host(tls->ssl, host) == 1
        && l->SSL_ctrl(tls->ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, (void *)host) == 1
        && l->SSL_set_ex_data(tls->ssl, 0, tls) == 1;
}

/// Verifies again, after a successful handshake, everything that OpenSSL should have verified.
static int is_verified(const struct qd_tls *tls, const char *host) {
    const struct qd_tls_library *l = tls->library;
    X509 *certificate = l->SSL_get1_peer_certificate(tls->ssl);
    if (certificate == NULL) return 0;
    const int is_hosts = qd_tls_is_for(l, certificate, host);
    l->X509_free(certificate);
    return is_hosts && l->SSL_get_verify_result(tls->ssl) == X509_V_OK
        && l->SSL_version(tls->ssl) >= TLS1_2_VERSION;
}

/* --- the handshake ----------------------------------------------------------------------------------------------- */

static long long now_ms(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (long long)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static enum qd_tls_cause await(const struct qd_tls_request *request, short events, long long deadline) {
    struct pollfd waited[2] = {
        {.fd = request->descriptor, .events = events},
        {.fd = request->stop_descriptor, .events = POLLIN},
    };
    while (1) {
        const long long left = deadline - now_ms();
        const int count = left > 0 ? poll(waited, 2, left > INT_MAX ? INT_MAX : (int)left) : 0;
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return QD_TLS_LOST;
        if (count == 0) return QD_TLS_TIMED_OUT;
        return waited[1].revents != 0 ? QD_TLS_STOPPED : QD_TLS_OPENED;
    }
}

/// Records why a call of OpenSSL failed.
static void note(struct qd_tls *tls) {
    const unsigned long code = tls->library->ERR_peek_error();
    const char *text = code != 0 ? tls->library->ERR_reason_error_string(code) : NULL;
    if (tls->socket.error != 0) text = strerror(tls->socket.error);
    else if (tls->socket.has_ended) text = "the other side closed the connection";
    tls->reason[0] = 0;
    say(tls->reason, sizeof tls->reason, text != NULL ? text : "unknown error");
}

static enum qd_tls_cause shake_hands(struct qd_tls *tls, const struct qd_tls_request *request) {
    const struct qd_tls_library *l = tls->library;
    const long long deadline = now_ms() + request->timeout_ms;
    while (1) {
        l->ERR_clear_error();
        const int result = l->SSL_connect(tls->ssl);
        if (result == 1) break;
        const int error = l->SSL_get_error(tls->ssl, result);
        if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) {
            const enum qd_tls_cause cause =
                await(request, error == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT, deadline);
            if (cause == QD_TLS_OPENED) continue;
            say(tls->reason, sizeof tls->reason, cause == QD_TLS_TIMED_OUT ? "no answer in time" : "stopped");
            return cause;
        }
        note(tls);
        if (tls->evidence[0] != 0 || l->SSL_get_verify_result(tls->ssl) != X509_V_OK) return QD_TLS_NOT_VERIFIED;
        return tls->socket.error != 0 || tls->socket.has_ended ? QD_TLS_LOST : QD_TLS_NO_AGREEMENT;
    }
    if (is_verified(tls, request->host)) return QD_TLS_OPENED;
    say(tls->reason, sizeof tls->reason, "the certificate is not this host's");
    return QD_TLS_NOT_VERIFIED;
}

static struct qd_tls *give_up(
    struct qd_tls *tls, enum qd_tls_cause why, const char *text, enum qd_tls_cause *cause, char *reason, size_t size) {
    *cause = why;
    if (size > 0) reason[0] = 0;
    say(reason, size, text);
    qd_tls_close(tls);
    return NULL;
}

/// Creates a context with the authorities of the file. Returns the error, or NULL.
static const char *read_authorities(const struct qd_tls_library *l, const char *ca_file, SSL_CTX **made) {
    if (ca_file != NULL && access(ca_file, R_OK) != 0) return strerror(errno);
    l->ERR_clear_error();
    *made = context(l, ca_file);
    if (*made != NULL) return NULL;
    const char *text = l->ERR_reason_error_string(l->ERR_peek_error());
    return text != NULL ? text : "no authorities can be read";
}

struct qd_tls_authorities *qd_tls_authorities_open(
    const char *ca_file, enum qd_tls_cause *cause, char *reason, size_t size) {
    const char *problem;
    const struct qd_tls_library *l = qd_tls_library(&problem);
    if (l == NULL) {
        give_up(NULL, QD_TLS_NO_LIBRARY, problem, cause, reason, size);
        return NULL;
    }
    SSL_CTX *made = NULL;
    const char *text = read_authorities(l, ca_file, &made);
    struct qd_tls_authorities *authorities = text == NULL ? calloc(1, sizeof *authorities) : NULL;
    if (authorities == NULL) {
        l->SSL_CTX_free(made);
        give_up(NULL, QD_TLS_BAD_REQUEST, text != NULL ? text : "out of memory", cause, reason, size);
        return NULL;
    }
    authorities->context = made;
    *cause = QD_TLS_OPENED;
    return authorities;
}

void qd_tls_authorities_close(struct qd_tls_authorities *authorities) {
    const char *problem;
    const struct qd_tls_library *l = qd_tls_library(&problem);
    if (authorities == NULL || l == NULL) return;
    l->SSL_CTX_free(authorities->context);
    free(authorities);
}

struct qd_tls *qd_tls_open(
    const struct qd_tls_request *request, enum qd_tls_cause *cause, char *reason, size_t size) {
    const char *problem;
    const struct qd_tls_library *l = qd_tls_library(&problem);
    if (l == NULL) return give_up(NULL, QD_TLS_NO_LIBRARY, problem, cause, reason, size);
    if (!qd_tls_is_plain_name(request->host))
        return give_up(NULL, QD_TLS_BAD_REQUEST, "not a host name", cause, reason, size);

    SSL_CTX *shared = NULL;
    if (request->authorities == NULL) {
        const char *text = read_authorities(l, request->ca_file, &shared);
        if (text != NULL) return give_up(NULL, QD_TLS_BAD_REQUEST, text, cause, reason, size);
    }
    struct qd_tls *tls = calloc(1, sizeof *tls);
    int is_ready = 0;
    if (tls != NULL) {
        tls->library = l;
        tls->socket.descriptor = request->descriptor;
        is_ready = prepare(tls, shared != NULL ? shared : request->authorities->context, request->host);
    }
    l->SSL_CTX_free(shared);  // the connection holds its own reference
    if (!is_ready) return give_up(tls, QD_TLS_BAD_REQUEST, "out of memory", cause, reason, size);

    const enum qd_tls_cause result = shake_hands(tls, request);
    if (request->refusal != NULL) *request->refusal = tls->refusal;
    if (result != QD_TLS_OPENED)
        return give_up(tls, result, tls->evidence[0] != 0 ? tls->evidence : tls->reason, cause, reason, size);
    *cause = QD_TLS_OPENED;
    return tls;
}

/* --- the connection ---------------------------------------------------------------------------------------------- */

static long meaning(struct qd_tls *tls, int result) {
    if (result > 0) return result;
    switch (tls->library->SSL_get_error(tls->ssl, result)) {
    case SSL_ERROR_WANT_READ: return QD_TLS_WANT_READ;
    case SSL_ERROR_WANT_WRITE: return QD_TLS_WANT_WRITE;
    case SSL_ERROR_ZERO_RETURN: return QD_TLS_END;
    default:
        tls->is_broken = 1;
        note(tls);
        return QD_TLS_FAILED;
    }
}

static int piece(size_t size) { return size > INT_MAX ? INT_MAX : (int)size; }

long qd_tls_read(struct qd_tls *tls, void *bytes, size_t size) {
    tls->library->ERR_clear_error();
    const long result = meaning(tls, tls->library->SSL_read(tls->ssl, bytes, piece(size)));
    // Servers close without a TLS shutdown. The lengths in MySQL's protocol show whether bytes are missing.
    return result == QD_TLS_FAILED && tls->socket.has_ended && tls->socket.error == 0 ? QD_TLS_END : result;
}

long qd_tls_write(struct qd_tls *tls, const void *bytes, size_t size) {
    if (size == 0) return 0;
    tls->library->ERR_clear_error();
    const long result = meaning(tls, tls->library->SSL_write(tls->ssl, bytes, piece(size)));
    return result == QD_TLS_END ? QD_TLS_FAILED : result;
}

int qd_tls_pending(struct qd_tls *tls) { return tls->library->SSL_has_pending(tls->ssl); }

void qd_tls_finish(struct qd_tls *tls) {
    if (tls->is_broken) return;
    tls->library->ERR_clear_error();
    tls->library->SSL_shutdown(tls->ssl);
}

void qd_tls_reason(const struct qd_tls *tls, char *reason, size_t size) {
    if (size > 0) reason[0] = 0;
    say(reason, size, tls->reason);
}

size_t qd_tls_binding(const struct qd_tls *tls, unsigned char hash[64]) {
    const struct qd_tls_library *l = tls->library;
    X509 *certificate = l->SSL_get1_peer_certificate(tls->ssl);
    if (certificate == NULL) return 0;
    int digest = NID_undef;
    const EVP_MD *method = NULL;
    if (l->OBJ_find_sigid_algs(l->X509_get_signature_nid(certificate), &digest, NULL) == 1) {
        // MD5 and SHA-1 are replaced by SHA-256.
        const int is_old = digest == NID_md5 || digest == NID_sha1;
        const char *name = l->OBJ_nid2sn(digest);
        method = is_old ? l->EVP_sha256() : name != NULL ? l->EVP_get_digestbyname(name) : NULL;
    }
    unsigned length = 0;
    const int is_hashed = method != NULL && l->X509_digest(certificate, method, hash, &length) == 1;
    l->X509_free(certificate);
    return is_hashed ? length : 0;
}

void qd_tls_close(struct qd_tls *tls) {
    if (tls == NULL) return;
    if (tls->ssl != NULL) tls->library->SSL_free(tls->ssl);
    free(tls);
}

/// The end of a certificate's validity in seconds since 1970, and as `end` if that is not NULL; 0: unknown.
static long long expiry(const struct qd_tls_library *l, const X509 *certificate, struct tm *end) {
    struct tm time;
    if (certificate == NULL || l->ASN1_TIME_to_tm(l->X509_get0_notAfter(certificate), &time) != 1) return 0;
    if (end != NULL) *end = time;
    return timegm(&time);
}

void qd_tls_facts(const struct qd_tls *tls, struct qd_tls_facts *facts) {
    const struct qd_tls_library *l = tls->library;
    memset(facts, 0, sizeof *facts);
    say(facts->version, sizeof facts->version, l->SSL_get_version(tls->ssl));
    const OPENSSL_STACK *chain = (const OPENSSL_STACK *)l->SSL_get0_verified_chain(tls->ssl);
    const int count = chain == NULL ? 0 : l->OPENSSL_sk_num(chain);
    if (count > 0) {
        char name[256] = "";
        X509 *authority = l->OPENSSL_sk_value(chain, count - 1);
        l->X509_NAME_get_text_by_NID(l->X509_get_subject_name(authority), NID_commonName, name, sizeof name);
        say(facts->authority, sizeof facts->authority, name);
        facts->authority_expires = expiry(l, authority, NULL);
    }
    X509 *certificate = l->SSL_get1_peer_certificate(tls->ssl);
    struct tm end;
    facts->expires = expiry(l, certificate, &end);
    if (facts->expires != 0) strftime(facts->end, sizeof facts->end, "%Y-%m-%d", &end);
    l->X509_free(certificate);
}
