#include <CPlatform.h>
#include <CTLS.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#include "libmariadb.h"

/// Where the flags of what a server can do begin in its greeting, after the version. Source: "Protocol::HandshakeV10".
enum { AFTER_VERSION = 4 + 8 + 1 };

/// libmariadb has read something: the first of it is the server's greeting. One that offers no TLS would be told the
/// user's name in clear before anything is verified, so the connection ends here.
void qd_mysql_check_greeting(int mode, MYSQL *mysql, const unsigned char *bytes, size_t length) {
    struct qd_mysql_link *link = qd_mysql_current();
    if (mode != 0 || link == NULL || link->mysql != mysql || link->has_seen_greeting) return;
    if (length == 0 || length > 65536) return;
    link->has_seen_greeting = 1;
    // A packet's header has 4 bytes; 10 is the protocol, 255 an error that libmariadb reports.
    if (length < 6 || bytes[4] != 10) return;
    const unsigned char *end = memchr(bytes + 5, 0, length - 5);
    const size_t flags = end == NULL ? length : (size_t)(end - bytes) + 1 + AFTER_VERSION;
    const int has_tls = flags + 1 < length && ((bytes[flags] | bytes[flags + 1] << 8) & CLIENT_SSL) != 0;
    if (has_tls) return;
    strcpy(link->refusal, "the server does not speak TLS");
    shutdown((int)qd_mysql_functions->mysql_get_socket(mysql), SHUT_RDWR);
}

int qd_mysql_wait(my_socket socket, my_bool is_read, int timeout_ms) {
    struct qd_mysql_link *link = qd_mysql_current();
    if (link == NULL) return qd_wait((int)socket, is_read ? POLLIN : POLLOUT, -1, timeout_ms);
    if (link->before_wait != NULL) link->before_wait(link->context);
    // libmariadb says "read" also when TLS has to write, and its time-outs there are not a user's.
    const short events = !is_read || qd_tls_wants_write(link->ssl) ? POLLOUT : POLLIN;
    int limit = -1;
    if (link->deadline != 0) {
        const int64_t left = link->deadline - qd_monotonic_nanoseconds();
        limit = left <= 0 ? 0 : (int)((left + 999999) / 1000000);
    }
    switch (qd_wait((int)socket, events, link->wake, limit)) {
        case 1: return 1;
        case 2: link->was_woken = 1; return -1;
        case 0: link->was_late = 1; return 0;
        default: return -1;
    }
}

int qd_mysql_prepare(struct qd_mysql_link *link, const char *ca_file, unsigned connect_seconds) {
    const struct qd_mysql *my = qd_mysql_functions;
    link->ssl = NULL;
    link->was_woken = link->was_late = link->has_given_token = link->has_seen_greeting = 0;
    link->refusal[0] = '\0';
    if ((link->mysql = my->mysql_init(NULL)) == NULL) return -1;
    const my_bool on = 1, off = 0;
    const unsigned zero = 0;
    my->mysql_options(link->mysql, MARIADB_OPT_IO_WAIT, (const void *)qd_mysql_wait);
    my->mysql_options(link->mysql, MYSQL_OPT_CONNECT_TIMEOUT, &connect_seconds);
    my->mysql_options(link->mysql, MYSQL_OPT_SSL_ENFORCE, &on);
    // The authorities make libmariadb verify the chain before it says who is there. The name it would verify is the one
    // it dials; which name it has to be is verified before the token is given, and again when it says it is logged in.
    my->mysql_options(link->mysql, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &off);
    if (ca_file != NULL) my->mysql_options(link->mysql, MYSQL_OPT_SSL_CA, ca_file);
    my->mysql_options(link->mysql, MARIADB_OPT_TLS_VERSION, "TLSv1.2,TLSv1.3");
    my->mysql_options(link->mysql, MARIADB_OPT_RESTRICTED_AUTH, "mysql_native_password,mysql_clear_password");
    my->mysql_options(link->mysql, MYSQL_OPT_LOCAL_INFILE, &zero);
    my->mysql_options(link->mysql, MYSQL_OPT_RECONNECT, &off);
    my->mysql_options(link->mysql, MYSQL_PLUGIN_DIR, "/nonexistent");
    my->mysql_options(link->mysql, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    return 0;
}

int qd_mysql_open(struct qd_mysql_link *link, const char *address, unsigned port, const char *user,
                  const char *database) {
    const struct qd_mysql *my = qd_mysql_functions;
    const unsigned tcp = MYSQL_PROTOCOL_TCP;
    my->mysql_options(link->mysql, MYSQL_OPT_PROTOCOL, &tcp);
    const unsigned long flags = CLIENT_MULTI_STATEMENTS | CLIENT_MULTI_RESULTS;
    if (my->mysql_real_connect(link->mysql, address, user, "", database, port, NULL, flags) == NULL) return -1;
    const int socket = (int)my->mysql_get_socket(link->mysql);
    // A server that lets anyone in without asking for a token has not proven anything yet.
    if (qd_tls_verify(link->ssl, socket, link->host, link->refusal, sizeof link->refusal) != 0) return -1;
    if (!link->has_given_token) {
        strcpy(link->refusal, "the server opened the session without asking for the token");
        return -1;
    }
    qd_notice_silence(socket);
    link->deadline = 0;
    return 0;
}

unsigned qd_mysql_status(const struct qd_mysql_link *link) {
    unsigned status = 0;
    qd_mysql_functions->mariadb_get_infov(link->mysql, MARIADB_CONNECTION_SERVER_STATUS, &status);
    return status;
}
