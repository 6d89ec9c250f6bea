#pragma once
#include "CMariaDB.h"

/// The functions, once they are loaded.
extern const struct qd_mysql *qd_mysql_functions;

/// Registers the authentication method that gives the token. Returns 0, or an errno-like value.
int qd_mysql_register_method(void *library, MYSQL *mysql);

/// The link that this thread works for, or NULL.
struct qd_mysql_link *qd_mysql_current(void);

/// Called by libmariadb instead of waiting by itself.
int qd_mysql_wait(my_socket socket, my_bool is_read, int timeout_ms);

/// Called by libmariadb after it has read or written.
void qd_mysql_check_greeting(int mode, MYSQL *mysql, const unsigned char *bytes, size_t length);

/// Whether the connection's TLS session has proven `link->host`. Returns 0, or -1 with the reason in `link->refusal`.
int qd_mysql_verify(struct qd_mysql_link *link);
