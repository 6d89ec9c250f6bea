#include "CSigningBaseline.h"

#include <openssl/evp.h>
#include <openssl/params.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const date = "20261121T140831Z";
static const char *const scope = "20261121/eu-west-1/rds-db/aws4_request";
static const char *const host = "orders.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com:5432";
static const char *const empty_hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

static size_t encode(const char *bytes, size_t length, char *out) {
    static const char digits[] = "0123456789ABCDEF";
    size_t count = 0;
    for (size_t i = 0; i < length; i++) {
        const unsigned char c = (unsigned char)bytes[i];
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
            c == '_' || c == '~') {
            out[count++] = (char)c;
        } else {
            out[count++] = '%';
            out[count++] = digits[c >> 4];
            out[count++] = digits[c & 15];
        }
    }
    return count;
}

static void hexadecimal(const unsigned char *bytes, char *out) {
    static const char digits[] = "0123456789abcdef";
    for (int i = 0; i < 32; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
}

static char *put(char *at, const char *text) {
    const size_t length = strlen(text);
    memcpy(at, text, length);
    return at + length;
}

static EVP_MAC_CTX *keyed(const unsigned char *key, size_t length) {
    EVP_MAC *mac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    EVP_MAC_CTX *context = EVP_MAC_CTX_new(mac);
    EVP_MAC_free(mac);
    char name[] = "SHA256";
    const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string("digest", name, 0), OSSL_PARAM_construct_end()};
    if (context != NULL && EVP_MAC_init(context, key, length, parameters) != 1) {
        EVP_MAC_CTX_free(context);
        return NULL;
    }
    return context;
}

size_t qd_sign_tokens(size_t count, const char *session_token, size_t session_token_length) {
    const size_t capacity = 4096 + 3 * session_token_length;
    char *canonical = malloc(capacity), *token = malloc(capacity);
    unsigned char digest[32] = {7};
    size_t written = 0;
    EVP_MD *sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    EVP_MD_CTX *hash = EVP_MD_CTX_new();
    EVP_MAC_CTX *mac = keyed(digest, sizeof digest);
    for (size_t i = 0; mac != NULL && i < count; i++) {
        char *at = put(canonical, "GET\n/\n");
        char *const query = at;
        at = put(at, "Action=connect&DBUser=");
        at += encode("jane_doe", 8, at);
        at = put(at, "&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=");
        at += encode("ASIAIOSFODNN7EXAMPLE", 20, at);
        at = put(at, "%2F20261121%2F");
        at += encode("eu-west-1", 9, at);
        at = put(at, "%2Frds-db%2Faws4_request&X-Amz-Date=");
        at = put(put(at, date), "&X-Amz-Expires=900");
        char *const security = at;
        at = put(at, "&X-Amz-Security-Token=");
        at += encode(session_token, session_token_length, at);
        char *const signed_headers = at;
        at = put(at, "&X-Amz-SignedHeaders=host");
        char *out = put(put(token, host), "/?");
        memcpy(out, query, (size_t)(security - query));
        out += security - query;
        memcpy(out, signed_headers, (size_t)(at - signed_headers));
        out += at - signed_headers;
        memcpy(out, security, (size_t)(signed_headers - security));
        out = put(out + (signed_headers - security), "&X-Amz-Signature=");
        at = put(put(put(put(at, "\nhost:"), host), "\n\nhost\n"), empty_hash);

        if (EVP_DigestInit_ex2(hash, sha256, NULL) != 1 ||
            EVP_DigestUpdate(hash, canonical, (size_t)(at - canonical)) != 1 ||
            EVP_DigestFinal_ex(hash, digest, NULL) != 1)
            break;
        at = put(put(put(put(put(canonical, "AWS4-HMAC-SHA256\n"), date), "\n"), scope), "\n");
        hexadecimal(digest, at);
        at += 64;
        size_t length = 0;
        if (EVP_MAC_init(mac, NULL, 0, NULL) != 1 ||
            EVP_MAC_update(mac, (unsigned char *)canonical, (size_t)(at - canonical)) != 1 ||
            EVP_MAC_final(mac, digest, &length, sizeof digest) != 1)
            break;
        hexadecimal(digest, out);
        written = (size_t)(out + 64 - token);
    }
    EVP_MAC_CTX_free(mac);
    EVP_MD_CTX_free(hash);
    EVP_MD_free(sha256);
    free(canonical);
    free(token);
    return written;
}
