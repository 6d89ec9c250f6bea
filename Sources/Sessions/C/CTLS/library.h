// The part of OpenSSL 3 that this target uses, as function pointers, so that nothing is linked.
#pragma once
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

// Functions of libcrypto are found through libssl, which depends on it.
#define QD_TLS_FUNCTIONS(F)                    \
    F(ASN1_STRING_get0_data)                   \
    F(ASN1_STRING_length)                      \
    F(ASN1_TIME_to_tm)                         \
    F(BIO_clear_flags)                         \
    F(BIO_ctrl)                                \
    F(BIO_free)                                \
    F(BIO_get_data)                            \
    F(BIO_meth_free)                           \
    F(BIO_meth_new)                            \
    F(BIO_meth_set_ctrl)                       \
    F(BIO_meth_set_read)                       \
    F(BIO_meth_set_write)                      \
    F(BIO_new)                                 \
    F(BIO_read)                                \
    F(BIO_s_mem)                               \
    F(BIO_set_data)                            \
    F(BIO_set_flags)                           \
    F(BIO_set_init)                            \
    F(CRYPTO_get_ex_new_index)                 \
    F(ERR_clear_error)                         \
    F(ERR_peek_error)                          \
    F(ERR_reason_error_string)                 \
    F(EVP_get_digestbyname)                    \
    F(EVP_sha256)                              \
    F(GENERAL_NAMES_free)                      \
    F(OBJ_find_sigid_algs)                     \
    F(OBJ_nid2sn)                              \
    F(OPENSSL_sk_num)                          \
    F(OPENSSL_sk_value)                        \
    F(PEM_write_bio_X509)                      \
    F(SSL_CTX_ctrl)                            \
    F(SSL_CTX_free)                            \
    F(SSL_CTX_load_verify_file)                \
    F(SSL_CTX_new)                             \
    F(SSL_CTX_set_default_read_buffer_len)     \
    F(SSL_CTX_set_default_verify_paths)        \
    F(SSL_CTX_set_options)                     \
    F(SSL_CTX_set_verify)                      \
    F(SSL_connect)                             \
    F(SSL_ctrl)                                \
    F(SSL_free)                                \
    F(SSL_get0_param)                          \
    F(SSL_get0_verified_chain)                 \
    F(SSL_get1_peer_certificate)               \
    F(SSL_get_error)                           \
    F(SSL_get_ex_data)                         \
    F(SSL_get_ex_data_X509_STORE_CTX_idx)      \
    F(SSL_get_fd)                              \
    F(SSL_get_verify_result)                   \
    F(SSL_get_version)                         \
    F(SSL_has_pending)                         \
    F(SSL_is_init_finished)                    \
    F(SSL_new)                                 \
    F(SSL_peek)                                \
    F(SSL_read)                                \
    F(SSL_set1_host)                           \
    F(SSL_set_bio)                             \
    F(SSL_set_ex_data)                         \
    F(SSL_set_hostflags)                       \
    F(SSL_set_read_ahead)                      \
    F(SSL_set_verify)                          \
    F(SSL_shutdown)                            \
    F(SSL_version)                             \
    F(SSL_want)                                \
    F(SSL_write)                               \
    F(TLS_client_method)                       \
    F(X509_NAME_get_text_by_NID)               \
    F(X509_NAME_oneline)                       \
    F(X509_STORE_CTX_get0_cert)                \
    F(X509_STORE_CTX_get_error)                \
    F(X509_STORE_CTX_get_error_depth)          \
    F(X509_STORE_CTX_get_ex_data)              \
    F(X509_check_host)                         \
    F(X509_digest)                             \
    F(X509_free)                               \
    F(X509_get0_notAfter)                      \
    F(X509_get0_notBefore)                     \
    F(X509_get_ext_d2i)                        \
    F(X509_get_issuer_name)                    \
    F(X509_get_signature_nid)                  \
    F(X509_get_subject_name)                   \
    F(X509_verify_cert_error_string)

struct qd_tls_library {
#define F(name) __typeof__(name) *name;
    QD_TLS_FUNCTIONS(F)
#undef F
    BIO_METHOD *socket_method;
};

/// The library, loaded by the first call; NULL when it cannot be used, with the reason in `*problem`.
const struct qd_tls_library *qd_tls_library(const char **problem);

/// Appends `text` to `out`, limited to `size` bytes, with `?` for all but printable ASCII.
void qd_tls_append(char *out, size_t size, const char *text, size_t length);

/// Appends the certificate's subject, issuer, validity and names to `out`.
void qd_tls_describe(const struct qd_tls_library *library, X509 *certificate, char *out, size_t size);

/// Whether the name is among the certificate's alternative names. Partial wildcards and common names do not count.
int qd_tls_is_for(const struct qd_tls_library *library, X509 *certificate, const char *host);

/// Whether the host is a plain name. OpenSSL matches any name for an empty host and any subdomain for one with a
/// leading dot, and compares digits and dots as an IP address.
int qd_tls_is_plain_name(const char *host);

/// The state of the socket, for both directions.
struct qd_tls_socket {
    int descriptor;
    int has_ended;  // the peer closed
    int error;      // errno of the last failure
};

/// An OpenSSL BIO for the socket that neither blocks nor raises SIGPIPE. NULL without memory.
BIO_METHOD *qd_tls_socket_method(const struct qd_tls_library *library);
