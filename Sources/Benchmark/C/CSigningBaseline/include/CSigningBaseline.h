// The least that signing a token costs: the same OpenSSL calls from a plain C loop.
#pragma once
#include <stddef.h>

/// Signs `count` tokens with a warm key and a session token of `session_token_length` bytes, into one reused buffer.
/// Returns the length of the last one, so that no compiler leaves the work out; 0 when OpenSSL failed.
size_t qd_sign_tokens(size_t count, const char *session_token, size_t session_token_length);
