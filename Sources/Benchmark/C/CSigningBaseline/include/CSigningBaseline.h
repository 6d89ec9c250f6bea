// The minimum cost of signing a token: the same OpenSSL calls in a plain C loop.
#pragma once
#include <stddef.h>

/// Signs `count` tokens with a prepared key and a session token of `session_token_length` bytes into one reused buffer.
/// Returns the length of the last one, so that the compiler cannot remove the work; 0 when OpenSSL failed.
size_t qd_sign_tokens(size_t count, const char *session_token, size_t session_token_length);
