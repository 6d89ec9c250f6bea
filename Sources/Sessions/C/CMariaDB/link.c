#include <CPlatform.h>
#include <CTLS.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>

#include "libmariadb.h"

/// The offset of the capabilities in a greeting packet, counted from the end of the version: connection id, eight bytes
/// of challenge, a zero. Source: "Protocol::HandshakeV10".
enum { HEADER = 4, PROTOCOL = 10, AFTER_VERSION = 4 + 8 + 1 };

enum verdict { INCOMPLETE, ACCEPTED, NO_TLS, NO_GREETING };

/// Judges the server's first bytes. Only one complete greeting that offers TLS, or one complete error packet, is
/// accepted, in any number of pieces. Otherwise libmariadb would send the user name in clear text to a server without
/// TLS, and would treat bytes after the greeting as an answer that came through TLS.
static enum verdict read_greeting(const unsigned char *bytes, size_t length) {
    if (length < HEADER) return INCOMPLETE;
    const size_t end = HEADER + (bytes[0] | (size_t)bytes[1] << 8 | (size_t)bytes[2] << 16);
    if (end == HEADER || end > sizeof ((struct qd_mysql_link *)0)->greeting || length > end) return NO_GREETING;
    if (length < end) return INCOMPLETE;
    if (bytes[HEADER] == 0xFF) return ACCEPTED;
    if (bytes[HEADER] != PROTOCOL) return NO_GREETING;
    const unsigned char *version_end = memchr(bytes + HEADER + 1, 0, end - HEADER - 1);
    if (version_end == NULL) return NO_GREETING;
    const size_t flags = (size_t)(version_end - bytes) + 1 + AFTER_VERSION;
    if (flags + 2 > end) return NO_GREETING;
    const unsigned capabilities = bytes[flags] | (unsigned)bytes[flags + 1] << 8;
    if ((capabilities & CLIENT_SSL) == 0) return NO_TLS;
    return (capabilities & CLIENT_PROTOCOL_41) != 0 ? ACCEPTED : NO_GREETING;
}

/// libmariadb has read bytes. Before a TLS object exists, only a greeting may arrive. libmariadb reads all of it before
/// it writes, so a refusal here comes before it sends any name.
void qd_mysql_check_greeting(int mode, MYSQL *mysql, const unsigned char *bytes, size_t length) {
    struct qd_mysql_link *link = qd_mysql_current();
    if (mode != 0 || link == NULL || link->mysql != mysql || link->ssl != NULL) return;
    if ((ssize_t)length <= 0) return;
    const size_t room = sizeof link->greeting - link->greeting_length;
    const size_t taken = length < room ? length : room;
    unsigned char *greeting = (unsigned char *)link->greeting;
    memcpy(greeting + link->greeting_length, bytes, taken);
    link->greeting_length += taken;
    const enum verdict verdict = taken < length ? NO_GREETING : read_greeting(greeting, link->greeting_length);
    if (verdict == ACCEPTED || verdict == INCOMPLETE) return;
    strcpy(
        link->refusal,
        verdict == NO_TLS ? "the server does not speak TLS" : "its first words are not a MySQL server's greeting");
    shutdown((int)qd_mysql_functions->mysql_get_socket(mysql), SHUT_RDWR);
}

int qd_mysql_wait(my_socket socket, my_bool is_read, int timeout_ms) {
    struct qd_mysql_link *link = qd_mysql_current();
    if (link == NULL) return qd_wait((int)socket, is_read ? POLLIN : POLLOUT, -1, timeout_ms);
    // After an aborted wait there is no further wait, not even for closing the session.
    if (link->was_woken || link->was_silent) return -1;
    if (link->before_wait != NULL) link->before_wait(link->context);
again:;
    // libmariadb reports "read" even when TLS must write, and its time-outs here are not the user's.
    const short events = !is_read || qd_tls_wants_write(link->ssl) ? POLLOUT : POLLIN;
    int limit = -1;
    if (link->deadline != 0) {
        const int64_t left = link->deadline - qd_monotonic_nanoseconds();
        limit = left <= 0 ? 0 : (int)((left + 999999) / 1000000);
    }
    switch (qd_wait_heard((int)socket, events, link->wake, limit, &link->silence)) {
        case 1: return 1;
        case 2:
            if (link->after_wake != NULL && link->after_wake(link->context)) goto again;
            link->was_woken = 1;
            return -1;
        case 0: link->was_late = 1; return 0;
        case -ETIMEDOUT: link->was_silent = 1; return -1;
        default: return -1;
    }
}

int qd_mysql_prepare(struct qd_mysql_link *link, const char *ca_file, unsigned connect_seconds) {
    const struct qd_mysql *my = qd_mysql_functions;
    link->ssl = NULL;
    link->was_woken = link->was_late = link->was_silent = link->has_given_token = link->has_named_host = 0;
    link->greeting_length = 0;
    link->refusal[0] = link->demand[0] = '\0';
    if ((link->mysql = my->mysql_init(NULL)) == NULL) return -1;
    const my_bool on = 1, off = 0;
    const unsigned zero = 0;
    my->mysql_options(link->mysql, MARIADB_OPT_IO_WAIT, (const void *)qd_mysql_wait);
    my->mysql_options(link->mysql, MYSQL_OPT_CONNECT_TIMEOUT, &connect_seconds);
    my->mysql_options(link->mysql, MYSQL_OPT_SSL_ENFORCE, &on);
    // The option makes libmariadb verify the chain before it logs in. libmariadb would compare the certificate with the
    // address of the connection, so the right name is verified separately: before the token is sent, and again after
    // the login.
    my->mysql_options(link->mysql, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &off);
    if (ca_file != NULL) my->mysql_options(link->mysql, MYSQL_OPT_SSL_CA, ca_file);
    my->mysql_options(link->mysql, MARIADB_OPT_TLS_VERSION, "TLSv1.2,TLSv1.3");
    // libmariadb applies the restriction to the method in the greeting, too. A server may name any method there and
    // request the right one later. Until then it gets this method with an empty password.
    //
    // For a standard password, the program's own method is the only one: it follows the server's requests itself.
    my->mysql_options(
        link->mysql, MYSQL_DEFAULT_AUTH, link->is_password ? QD_PASSWORD_METHOD : "mysql_native_password");
    my->mysql_options(
        link->mysql, MARIADB_OPT_RESTRICTED_AUTH,
        link->is_password ? QD_PASSWORD_METHOD : "mysql_native_password,mysql_clear_password");
    my->mysql_options(link->mysql, MYSQL_OPT_LOCAL_INFILE, &zero);
    my->mysql_options(link->mysql, MYSQL_OPT_RECONNECT, &off);
    my->mysql_options(link->mysql, MYSQL_PLUGIN_DIR, "/nonexistent");
    my->mysql_options(link->mysql, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    return 0;
}

int qd_mysql_verify(struct qd_mysql_link *link) {
    const int socket = (int)qd_mysql_functions->mysql_get_socket(link->mysql);
    if (!qd_tls_runs_over(link->ssl, socket)) {
        strcpy(link->refusal, "the TLS session is not that of the connection");
        return -1;
    }
    return qd_tls_verify(link->ssl, link->host, link->refusal, sizeof link->refusal);
}

int qd_mysql_open(struct qd_mysql_link *link, const char *address, unsigned port, const char *user,
                  const char *database, const char *program) {
    const struct qd_mysql *my = qd_mysql_functions;
    const unsigned tcp = MYSQL_PROTOCOL_TCP;
    my->mysql_options(link->mysql, MYSQL_OPT_PROTOCOL, &tcp);
    my->mysql_options4(link->mysql, MYSQL_OPT_CONNECT_ATTR_ADD, "program_name", program);
    const unsigned long flags = CLIENT_MULTI_STATEMENTS | CLIENT_MULTI_RESULTS;
    if (my->mysql_real_connect(link->mysql, address, user, "", database, port, NULL, flags) == NULL) return -1;
    const int socket = (int)my->mysql_get_socket(link->mysql);
    // A server that accepts the login without a token has not proved its name yet.
    if (qd_mysql_verify(link) != 0) return -1;
    if (!link->has_given_token) {
        snprintf(
            link->refusal, sizeof link->refusal, "the server opened the session without asking for the %s",
            link->is_password ? "password" : "token");
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
