#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>

#include "CTLS.h"
#include "libssl.h"

static void (*on_made)(void *ssl);

static void note_made(void *parent, void *pointer, CRYPTO_EX_DATA *data, int index, long number, void *argument) {
    (void)pointer, (void)data, (void)index, (void)number, (void)argument;
    on_made(parent);
}

int qd_tls_watch(void (*made)(void *ssl)) {
    on_made = made;
    return CRYPTO_get_ex_new_index(CRYPTO_EX_INDEX_SSL, 0, NULL, note_made, NULL, NULL) < 0 ? -1 : 0;
}

static int refuse(char *reason, size_t size, const char *text) {
    snprintf(reason, size, "%s", text);
    return -1;
}

int qd_tls_verify(const void *object, int socket, const char *host, char *reason, size_t size) {
    const struct qd_ssl_functions *ssl = qd_ssl();
    SSL *session = (SSL *)object;
    if (ssl == NULL || session == NULL) return refuse(reason, size, "the server does not speak TLS");
    if (!ssl->SSL_is_init_finished(session)) return refuse(reason, size, "the TLS handshake is not finished");
    if (socket < 0 || ssl->SSL_get_fd(session) != socket)
        return refuse(reason, size, "the TLS session is not that of the connection");
    if (ssl->SSL_version(session) < TLS1_2_VERSION) return refuse(reason, size, "the server speaks no TLS 1.2");
    X509 *certificate = ssl->SSL_get1_peer_certificate(session);
    if (certificate == NULL) return refuse(reason, size, "the server has shown no certificate");
    int result = 0;
    const long chain = ssl->SSL_get_verify_result(session);
    if (chain != X509_V_OK) {
        result = refuse(reason, size, X509_verify_cert_error_string(chain));
    } else if (X509_check_host(certificate, host, strlen(host), X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS, NULL) != 1) {
        snprintf(reason, size, "the server's certificate is not for %s", host);
        result = -1;
    }
    X509_free(certificate);
    return result;
}

int qd_tls_wants_write(const void *session) {
    const struct qd_ssl_functions *ssl = qd_ssl();
    return ssl != NULL && session != NULL && ssl->SSL_want(session) == SSL_WRITING;
}

size_t qd_tls_anchor(const void *session, char *out, size_t capacity) {
    const struct qd_ssl_functions *ssl = qd_ssl();
    if (ssl == NULL || session == NULL || ssl->SSL_get_verify_result(session) != X509_V_OK) return 0;
    const STACK_OF(X509) *chain = ssl->SSL_get0_verified_chain(session);
    const int count = chain == NULL ? 0 : sk_X509_num(chain);
    BIO *memory = BIO_new(BIO_s_mem());
    size_t length = 0;
    if (count > 1 && memory != NULL && PEM_write_bio_X509(memory, sk_X509_value(chain, count - 1)) == 1) {
        const int written = BIO_read(memory, out, (int)capacity);
        if (written > 0 && BIO_pending(memory) == 0) length = (size_t)written;
    }
    BIO_free(memory);
    return length;
}

/// Appends a string of a certificate, without anything but plain characters.
static void append(char *out, size_t capacity, const char *label, const char *text, size_t length) {
    size_t used = strlen(out);
    for (; *label != '\0' && used + 1 < capacity; label++) out[used++] = *label;
    for (size_t i = 0; i < length && used + 1 < capacity; i++)
        out[used++] = text[i] >= 0x20 && text[i] < 0x7F ? text[i] : '?';
    out[used] = '\0';
}

static void append_names(char *out, size_t capacity, X509 *certificate) {
    GENERAL_NAMES *names = X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
    const int count = names == NULL ? 0 : sk_GENERAL_NAME_num(names);
    for (int i = 0, shown = 0; i < count && shown < 3; i++) {
        const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);
        if (name->type != GEN_DNS) continue;
        append(out, capacity, shown++ == 0 ? "for " : ", ", (const char *)ASN1_STRING_get0_data(name->d.dNSName),
               (size_t)ASN1_STRING_length(name->d.dNSName));
    }
    GENERAL_NAMES_free(names);
}

size_t qd_tls_describe(const void *session, char *out, size_t capacity) {
    const struct qd_ssl_functions *ssl = qd_ssl();
    X509 *certificate = ssl == NULL || session == NULL ? NULL : ssl->SSL_get1_peer_certificate((SSL *)session);
    if (certificate == NULL || capacity == 0) return 0;
    out[0] = '\0';
    append_names(out, capacity, certificate);
    char issuer[256] = "";
    X509_NAME_get_text_by_NID(X509_get_issuer_name(certificate), NID_commonName, issuer, sizeof issuer);
    append(out, capacity, out[0] == '\0' ? "from " : ", from ", issuer, strlen(issuer));
    struct tm end;
    if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &end) == 1) {
        char text[32];
        strftime(text, sizeof text, "%Y-%m-%d", &end);
        append(out, capacity, ", until ", text, strlen(text));
    }
    X509_free(certificate);
    return strlen(out);
}
