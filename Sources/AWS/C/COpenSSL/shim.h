// OpenSSL's digest and MAC interfaces only; the database libraries handle TLS.
#pragma once
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

// OSSL_PARAM keeps the pointers, but a Swift string's pointer is valid only during one call.
static inline int qd_hmac_sha256_init(EVP_MAC_CTX *context, const unsigned char *key, size_t length) {
    static char digest[] = "SHA256";
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string("digest", digest, 0),
        OSSL_PARAM_construct_end(),
    };
    // An empty key must not be NULL: NULL would mean the previous key.
    return EVP_MAC_init(context, key != NULL ? key : (const unsigned char *)"", length, parameters);
}
