#include <stdio.h>
#include <string.h>

#include "CTLS.h"
#include "library.h"

static void (*on_made)(void *ssl);

static const struct qd_tls_library *library(void) {
    const char *problem;
    return qd_tls_library(&problem);
}

int qd_tls_load(void) { return library() != NULL ? 0 : -1; }

static void note_made(void *parent, void *pointer, CRYPTO_EX_DATA *data, int index, long number, void *argument) {
    (void)pointer, (void)data, (void)index, (void)number, (void)argument;
    on_made(parent);
}

static void (*on_verification)(void);

static void note_verification(void *parent, void *pointer, CRYPTO_EX_DATA *data, int index, long argument, void *more) {
    (void)parent, (void)pointer, (void)data, (void)index, (void)argument, (void)more;
    if (on_verification != NULL) on_verification();
}

int qd_tls_watch(void (*made)(void *ssl), void (*verifies)(void)) {
    const struct qd_tls_library *l = library();
    on_made = made;
    on_verification = verifies;
    if (l == NULL || l->CRYPTO_get_ex_new_index(CRYPTO_EX_INDEX_SSL, 0, NULL, note_made, NULL, NULL) < 0) return -1;
    const int index = l->CRYPTO_get_ex_new_index(CRYPTO_EX_INDEX_X509_STORE_CTX, 0, NULL, note_verification, NULL, NULL);
    return index < 0 ? -1 : 0;
}

static int refuse(char *reason, size_t size, const char *text) {
    snprintf(reason, size, "%s", text);
    return -1;
}

int qd_tls_require(const void *object, const char *host) {
    const struct qd_tls_library *l = library();
    SSL *session = (SSL *)object;
    if (l == NULL || session == NULL || !qd_tls_is_plain_name(host)) return -1;
    l->SSL_set_hostflags(session, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
    l->SSL_set_verify(session, SSL_VERIFY_PEER, NULL);
    return l->SSL_set1_host(session, host) == 1 ? 0 : -1;
}

int qd_tls_runs_over(const void *session, int socket) {
    const struct qd_tls_library *l = library();
    return l != NULL && session != NULL && socket >= 0 && l->SSL_get_fd(session) == socket;
}

int qd_tls_verify(const void *object, const char *host, char *reason, size_t size) {
    const struct qd_tls_library *l = library();
    SSL *session = (SSL *)object;
    if (l == NULL || session == NULL) return refuse(reason, size, "the server does not speak TLS");
    if (!qd_tls_is_plain_name(host)) return refuse(reason, size, "the endpoint is not a host name");
    if (!l->SSL_is_init_finished(session)) return refuse(reason, size, "the TLS handshake is not finished");
    if (l->SSL_version(session) < TLS1_2_VERSION) return refuse(reason, size, "the server speaks no TLS 1.2");
    X509 *certificate = l->SSL_get1_peer_certificate(session);
    if (certificate == NULL) return refuse(reason, size, "the server has shown no certificate");
    int result = 0;
    const long chain = l->SSL_get_verify_result(session);
    if (chain != X509_V_OK) {
        result = refuse(reason, size, l->X509_verify_cert_error_string(chain));
    } else if (!qd_tls_is_for(l, certificate, host)) {
        snprintf(reason, size, "the server's certificate is not for %s; ", host);
        qd_tls_describe(l, certificate, reason, size);
        result = -1;
    }
    l->X509_free(certificate);
    return result;
}

long qd_tls_take(void *session, void *bytes, size_t size) {
    const struct qd_tls_library *l = library();
    if (l == NULL || session == NULL) return 0;
    l->ERR_clear_error();
    const int count = l->SSL_read(session, bytes, size > 65536 ? 65536 : (int)size);
    if (count > 0) return count;
    const int error = l->SSL_get_error(session, count);
    return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE ? -1 : 0;
}

long qd_tls_peek(void *session, void *bytes, size_t size) {
    const struct qd_tls_library *l = library();
    if (l == NULL || session == NULL) return 0;
    l->ERR_clear_error();
    const int count = l->SSL_peek(session, bytes, size > 65536 ? 65536 : (int)size);
    if (count > 0) return count;
    const int error = l->SSL_get_error(session, count);
    return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE ? -1 : 0;
}

int qd_tls_wants_write(const void *session) {
    const struct qd_tls_library *l = library();
    return l != NULL && session != NULL && l->SSL_want(session) == SSL_WRITING;
}

size_t qd_tls_anchor(const void *session, char *out, size_t capacity) {
    const struct qd_tls_library *l = library();
    if (l == NULL || session == NULL || l->SSL_get_verify_result(session) != X509_V_OK) return 0;
    const OPENSSL_STACK *chain = (const OPENSSL_STACK *)l->SSL_get0_verified_chain(session);
    const int count = chain == NULL ? 0 : l->OPENSSL_sk_num(chain);
    BIO *memory = l->BIO_new(l->BIO_s_mem());
    size_t length = 0;
    if (count > 1 && memory != NULL && l->PEM_write_bio_X509(memory, l->OPENSSL_sk_value(chain, count - 1)) == 1) {
        const int written = l->BIO_read(memory, out, (int)capacity);
        if (written > 0 && l->BIO_ctrl(memory, BIO_CTRL_PENDING, 0, NULL) == 0) length = (size_t)written;
    }
    l->BIO_free(memory);
    return length;
}
