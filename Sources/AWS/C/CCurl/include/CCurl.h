// One HTTP request over libcurl. The first request loads the library, because signing a token needs no library and
// loading takes time.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// A request and its limits.
struct qd_http_request {
    const char *_Nonnull method;
    const char *_Nonnull url;                          // http or https
    const char *_Nullable const *_Nonnull headers;     // `Name: value`; the last entry is NULL
    const void *_Nullable body;                        // NULL: none
    size_t body_size;
    const char *_Nonnull proxy;                        // empty: none
    const char *_Nullable proxy_user;                  // NULL: none
    const char *_Nullable proxy_password;
    const char *_Nonnull no_proxy;                     // the hosts that need no proxy
    const char *_Nullable ca_file;                     // NULL: libcurl's own
    const char *_Nullable ca_directory;                // a directory of hashed names, instead of a file
    int connect_timeout_ms, timeout_ms;                // the second covers the whole request
    size_t largest_head, largest_body;                 // bytes
    int cancel;                                        // a descriptor; readable ends the request; -1: none
};

/// The result of a request.
enum qd_http_end {
    QD_HTTP_ANSWERED,
    QD_HTTP_UNREACHABLE,
    QD_HTTP_TIMED_OUT,
    QD_HTTP_TOO_LARGE,
    QD_HTTP_CANCELLED,
    QD_HTTP_UNTRUSTED,
    QD_HTTP_CUT_OFF,
    QD_HTTP_BROKEN,
};

/// The reply of a server.
struct qd_http_reply {
    int status;
    uint8_t *_Nullable body;  // `size` bytes; `qd_http_release` frees them
    size_t size;
    int proxy_status;         // the proxy's response to CONNECT; 0 without CONNECT
    int was_connected;        // 1 after a connection to the server
    char problem[256];        // libcurl's message, printable ASCII
    char date[40];            // the header Date; empty without one
};

/// Whether libcurl is installed. This function and the next ones are thread-safe.
int qd_http_is_available(void);

/// Sends a request and waits for the reply. Follows no redirect, reads no file of the user, decompresses nothing.
enum qd_http_end qd_http_perform(const struct qd_http_request *_Nonnull request, struct qd_http_reply *_Nonnull reply);

/// Wipes and frees a reply.
void qd_http_release(struct qd_http_reply *_Nonnull reply);
