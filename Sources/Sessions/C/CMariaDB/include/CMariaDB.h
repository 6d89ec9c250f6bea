// libmariadb, loaded only for a MySQL session, with two guarantees: every wait of a session can be woken, and the token
// goes only to a server whose certificate was verified for the endpoint's own name, whatever the address of the
// connection.
#pragma once
#include <CPlatform.h>
#include <stddef.h>
#include <stdint.h>
#if __has_include(<mariadb/mysql.h>)
#include <mariadb/mysql.h>
#else
#include <mysql.h>
#endif

// Exported, but declared in no self-contained header. Source: ma_pvio.h.
int ma_pvio_register_callback(
    my_bool add, void (*_Nullable callback)(int mode, MYSQL *_Nonnull mysql, const unsigned char *_Nonnull bytes, size_t length));

#define QD_MYSQL_FUNCTIONS(X)                                                                          \
    X(mysql_init) X(mysql_options) X(mysql_options4) X(mysql_real_connect) X(mysql_close) X(mysql_errno) X(mysql_error)  \
    X(mysql_sqlstate) X(mysql_get_socket) X(mysql_thread_id) X(mysql_real_query) X(mysql_use_result)   \
    X(mysql_field_count) X(mysql_num_fields) X(mysql_fetch_fields) X(mysql_fetch_row)                  \
    X(mysql_fetch_lengths) X(mysql_free_result) X(mysql_next_result) X(mysql_more_results)             \
    X(mysql_affected_rows) X(mysql_warning_count) X(mysql_info) X(mysql_get_server_info)               \
    X(mysql_get_server_version) X(mysql_server_init) X(mysql_thread_init) X(mysql_thread_end)          \
    X(mysql_get_client_version) X(mysql_ping) X(mariadb_get_infov) X(ma_pvio_register_callback)

struct qd_mysql {
#define QD_DECLARE(name) __typeof__(name) *_Nonnull name;
    QD_MYSQL_FUNCTIONS(QD_DECLARE)
#undef QD_DECLARE
};

/// The functions of libmariadb; NULL, with the reason in `reason`, when it is not installed, too old, or not built with
/// OpenSSL. Thread-safe.
const struct qd_mysql *_Nullable qd_mysql_load(const char *_Nullable *_Nonnull reason);

/// One connection; only one thread may use it at a time.
struct qd_mysql_link {
    MYSQL *_Nullable mysql;
    const void *_Nullable ssl;        // the TLS object that libmariadb created
    const char *_Nullable host;       // the name that the certificate must have
    int wake;                         // an eventfd; when it is readable, waits end and the connection breaks
    int64_t deadline;                 // of the login, in nanoseconds on the monotonic clock; 0: none
    int was_woken, was_late;          // why a wait ended
    int was_silent;                   // 1: the network is dead
    struct qd_silence silence;
    int has_given_token, has_named_host;
    uint64_t greeting[128];           // the bytes that the server sent in cleartext
    size_t greeting_length;           // their number
    void *_Nullable context;          // the argument of the callbacks below
    void (*_Nullable before_wait)(void *_Nullable context);
    /// Called when the event was readable. Returns whether to continue waiting; then the event must not be readable any
    /// more.
    int (*_Nullable after_wake)(void *_Nullable context);
    /// Passes the token to `give` for the duration of the call. Returns the result of `give`, or -1 without a token.
    int (*_Nullable token)(void *_Nullable context, void *_Nonnull carrier,
                          int (*_Nonnull give)(void *_Nonnull carrier, const void *_Nonnull bytes, size_t length));
    int is_password;                  // 1: the login is by a standard password
    /// Passes the answer by `method` to the server's challenge to `give` for the duration of the call; with a NULL
    /// `challenge`, the password itself. Returns the result of `give`, or -1 without an answer.
    int (*_Nullable password)(void *_Nullable context, const char *_Nonnull method,
                              const unsigned char *_Nullable challenge, size_t length, void *_Nonnull carrier,
                              int (*_Nonnull give)(void *_Nonnull carrier, const void *_Nonnull bytes, size_t length));
    char refusal[512];                // why the server is not trusted, or empty
    char demand[80];                  // the server's request after the token, printable, or empty
};

/// From now on this thread's calls of libmariadb belong to `link`; NULL ends that.
void qd_mysql_enter(struct qd_mysql_link *_Nullable link);

/// Creates `link->mysql` with all options for safety; a NULL `ca_file` means the system's authorities. Returns 0, or -1
/// without memory.
int qd_mysql_prepare(struct qd_mysql_link *_Nonnull link, const char *_Nullable ca_file, unsigned connect_seconds);

/// Connects to the IP address `address` and logs in; the server shows `program` as the session's `program_name`. The caller must have entered the link. Returns 0 only if the
/// server has proved `link->host`; otherwise -1, with the reason in `mysql_errno` or `link->refusal`.
int qd_mysql_open(struct qd_mysql_link *_Nonnull link, const char *_Nonnull address, unsigned port,
                  const char *_Nonnull user, const char *_Nullable database, const char *_Nonnull program);

/// Whether the server has ended an idle session: a server sends nothing else unasked. `text` (`size` bytes) and
/// `number` come from its error packet, or are empty and 0. Consumes the available bytes.
int qd_mysql_is_over(struct qd_mysql_link *_Nonnull link, unsigned *_Nonnull number, char *_Nonnull text, size_t size);

/// The status flags of the session: SERVER_STATUS_IN_TRANS and others.
unsigned qd_mysql_status(const struct qd_mysql_link *_Nonnull link);

// Macros and enumerators that Swift cannot import.
enum {
    QD_MYSQL_BINARY_CHARSET = 63,
    QD_MYSQL_IN_TRANSACTION = SERVER_STATUS_IN_TRANS,
    QD_MYSQL_AUTOCOMMIT = SERVER_STATUS_AUTOCOMMIT,
    QD_MYSQL_NO_BACKSLASH_ESCAPES = SERVER_STATUS_NO_BACKSLASH_ESCAPES,
    QD_MYSQL_NOT_NULL = NOT_NULL_FLAG,
};
