#pragma once
#include "CMariaDB.h"

/// The functions, after loading.
extern const struct qd_mysql *qd_mysql_functions;

/// The name of the authentication method for standard passwords, which no server knows: every server then requests the
/// user's own method.
#define QD_PASSWORD_METHOD "quarterdeck_password"

/// Registers the authentication methods that send the token and the password. Returns 0, or an errno-like value.
int qd_mysql_register_method(void *library, MYSQL *mysql);

/// The link that this thread currently uses, or NULL.
struct qd_mysql_link *qd_mysql_current(void);

/// libmariadb calls this instead of waiting by itself.
int qd_mysql_wait(my_socket socket, my_bool is_read, int timeout_ms);

/// libmariadb calls this after each read or write.
void qd_mysql_check_greeting(int mode, MYSQL *mysql, const unsigned char *bytes, size_t length);

/// Whether the connection's TLS session has proved `link->host`. Returns 0, or -1 with the reason in `link->refusal`.
int qd_mysql_verify(struct qd_mysql_link *link);
