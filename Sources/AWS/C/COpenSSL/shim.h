// OpenSSL's digests only; the database libraries handle TLS.
#pragma once
// The plain SHA-256 functions are deprecated in favour of EVP, which reads the configuration file and loads a provider
// first: a millisecond of a process that signs one token. Both run the same code of libcrypto.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <string.h>

// The digest of `length` bytes.
static inline void qd_sha256(const void *bytes, size_t length, unsigned char digest[SHA256_DIGEST_LENGTH]) {
    SHA256_CTX state;
    SHA256_Init(&state);
    SHA256_Update(&state, bytes, length);
    SHA256_Final(digest, &state);
    OPENSSL_cleanse(&state, sizeof state);
}

// A key of HMAC-SHA-256: the states after the first block of the inner and the outer hash. Source: RFC 2104.
typedef struct {
    SHA256_CTX inner, outer;
} qd_hmac_sha256_key;

static inline void qd_hmac_sha256_prepare(qd_hmac_sha256_key *prepared, const void *key, size_t length) {
    unsigned char block[SHA256_CBLOCK] = {0};
    if (length > sizeof block)
        qd_sha256(key, length, block);
    else if (length > 0)
        memcpy(block, key, length);
    for (size_t i = 0; i < sizeof block; i++)
        block[i] ^= 0x36;
    SHA256_Init(&prepared->inner);
    SHA256_Update(&prepared->inner, block, sizeof block);
    for (size_t i = 0; i < sizeof block; i++)
        block[i] ^= 0x36 ^ 0x5c;
    SHA256_Init(&prepared->outer);
    SHA256_Update(&prepared->outer, block, sizeof block);
    OPENSSL_cleanse(block, sizeof block);
}

// The code of `length` bytes under a prepared key.
static inline void qd_hmac_sha256(
    const qd_hmac_sha256_key *key, const void *message, size_t length, unsigned char code[SHA256_DIGEST_LENGTH]) {
    unsigned char digest[SHA256_DIGEST_LENGTH];
    SHA256_CTX state = key->inner;
    SHA256_Update(&state, message, length);
    SHA256_Final(digest, &state);
    state = key->outer;
    SHA256_Update(&state, digest, sizeof digest);
    SHA256_Final(code, &state);
    OPENSSL_cleanse(digest, sizeof digest);
    OPENSSL_cleanse(&state, sizeof state);
}
