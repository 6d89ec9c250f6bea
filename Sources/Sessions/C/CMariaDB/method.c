#include <CTLS.h>
#include <dlfcn.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "libmariadb.h"

// The client side of `mysql_clear_password`, by which Aurora receives an IAM token. This implementation first checks
// the server's identity. libmariadb gets no password at all, so no other method can reveal one.

/// The connection as an authentication method sees it. Source: mysql/plugin_auth.h.
struct method_io {
    int (*read_packet)(struct method_io *io, unsigned char **bytes);
    int (*write_packet)(struct method_io *io, const unsigned char *bytes, int length);
    void (*info)(struct method_io *io, void *info);
};

/// An authentication method. Source: mysql/client_plugin.h, interface 0x0100.
struct method {
    int type;
    unsigned interface_version;
    const char *name, *author, *description;
    unsigned version[3];
    const char *license;
    void *api;
    int (*init)(char *, size_t, int, va_list);
    int (*deinit)(void);
    int (*options)(const char *, const void *);
    int (*authenticate)(struct method_io *io, MYSQL *mysql);
};

// CR_ERROR; CR_OK_HANDSHAKE_COMPLETE: the server's last answer is already in the buffer.
enum { FAILED = 0, COMPLETE = -2 };

enum { OK_PACKET = 0x00, SWITCH_PACKET = 0xFE };

static int give(void *carrier, const void *bytes, size_t length) {
    struct method_io *io = carrier;
    struct qd_mysql_link *link = qd_mysql_current();
    // If a part of the token may have been sent, the server counts as having it.
    if (link != NULL) link->has_given_token = 1;
    return io->write_packet(io, bytes, (int)length) == 0 ? 0 : -1;
}

/// Wipes the buffer that libmariadb uses for reading and writing. It contained the token, and libmariadb's messages can
/// point into it. Its first byte, which libmariadb checks after a method failed, must not request another method.
static void wipe_buffer(MYSQL *mysql) {
    if (mysql->net.buff == NULL || mysql->net.buff_end < mysql->net.buff) return;
    explicit_bzero(mysql->net.buff, (size_t)(mysql->net.buff_end - mysql->net.buff));
}

/// Records the method that the server requests. libmariadb ends every packet with a zero.
static void note_demand(struct qd_mysql_link *link, const NET *net) {
    const char *name = (const char *)net->read_pos + 1;
    const size_t room = sizeof link->demand - 1, there = (size_t)(net->buff_end - net->read_pos) - 1;
    const size_t count = strnlen(name, there < room ? there : room);
    for (size_t i = 0; i < count; i++) link->demand[i] = name[i] > 0x20 && name[i] < 0x7F ? name[i] : '?';
    link->demand[count] = '\0';
    if (count == 0) strcpy(link->demand, "an old password");
}

/// Reads the server's answer to the token. libmariadb would follow a request for another method while the token is
/// still in its buffer. So it never sees such a request: a server that has the token must not request anything else.
static int read_answer(struct method_io *io, MYSQL *mysql, struct qd_mysql_link *link) {
    unsigned char *answer = NULL;
    wipe_buffer(mysql);
    const int length = io->read_packet(io, &answer);
    // A packet was read now only if it begins where libmariadb reads packets.
    if (answer != NULL && answer == mysql->net.read_pos) {
        if (answer[0] == OK_PACKET && length > 0) return COMPLETE;
        if (answer[0] == SWITCH_PACKET) note_demand(link, &mysql->net);
        else strcpy(link->demand, "more data");
    } else if (answer != NULL) {
        strcpy(link->demand, "more data");
    }
    wipe_buffer(mysql);
    return FAILED;
}

static int authenticate(struct method_io *io, MYSQL *mysql) {
    struct qd_mysql_link *link = qd_mysql_current();
    if (link == NULL || link->mysql != mysql || link->has_given_token) return FAILED;
    if (qd_mysql_verify(link) != 0) return FAILED;
    // The request for this method may contain data. libmariadb would return that data instead of the server's next
    // packet.
    unsigned char *challenge = NULL;
    if (io->read_packet(io, &challenge) < 0) return FAILED;
    if (link->token(link->context, io, give) != 0) {
        wipe_buffer(mysql);
        return FAILED;
    }
    return read_answer(io, mysql, link);
}

static struct method method = {
    .type = 2,
    .interface_version = 0x0100,
    .name = "mysql_clear_password",
    .author = "Quarterdeck",
    .description = "gives an IAM token to a server that has proven its name",
    .version = {1, 0, 0},
    .license = "MIT",
    .authenticate = authenticate,
};

// CR_OK: libmariadb reads the server's last answer itself.
enum { GO_ON = -1, CHALLENGE = 20, MORE = 1, FAST_SUCCESS = 3, WHOLE_PASSWORD = 4 };

/// Reads the server's request for the user's own method. Returns its name, which lies in libmariadb's buffer before the
/// challenge, or NULL. Before its first read, libmariadb makes the TLS handshake and sends the user's name.
static const char *read_request(struct method_io *io, MYSQL *mysql, unsigned char challenge[CHALLENGE]) {
    unsigned char *packet = NULL;
    if (io->read_packet(io, &packet) >= 0 || packet == NULL || packet != mysql->net.read_pos) return NULL;
    if (packet[0] != SWITCH_PACKET || qd_mysql_functions->mysql_errno(mysql) != 0) return NULL;
    const char *name = (const char *)packet + 1;
    const size_t room = (size_t)(mysql->net.buff_end - packet) - 1;
    const size_t length = strnlen(name, room);
    if (length == 0 || room - length < CHALLENGE + 2) return NULL;
    memcpy(challenge, name + length + 1, CHALLENGE);
    return name;
}

/// Consumes the packet by which `caching_sha2_password` goes on, and returns its code. Leaves any other packet to
/// libmariadb and returns 0. Returns -1 when the connection ends. libmariadb's own function for reading would first send
/// an empty packet, because it counts the request for another method as unread.
static int read_step(struct qd_mysql_link *link, MYSQL *mysql) {
    enum { HEADER = 4, LENGTH = HEADER + 2 };
    unsigned char packet[LENGTH];
    const int socket = (int)qd_mysql_functions->mysql_get_socket(mysql);
    for (;;) {
        const long count = qd_tls_peek((void *)link->ssl, packet, sizeof packet);
        if (count == 0) return -1;
        if (count >= HEADER && (packet[0] != 2 || packet[1] != 0 || packet[2] != 0)) return 0;
        if (count == LENGTH) break;
        // A part of the packet keeps the socket unreadable until more comes.
        if (qd_mysql_wait(socket, 1, -1) != 1) return -1;
    }
    if (packet[HEADER] != MORE || packet[3] != (unsigned char)mysql->net.pkt_nr) return 0;
    if (qd_tls_take((void *)link->ssl, packet, sizeof packet) != LENGTH) return -1;
    mysql->net.pkt_nr++;
    return packet[HEADER + 1];
}

/// The login by a standard password. libmariadb has none, so it happens here: the server names the user's method, its
/// certificate is verified, and only then an answer is made. libmariadb reads the server's verdict. A request for
/// another method leads it to this function again, which then refuses.
static int authenticate_with_password(struct method_io *io, MYSQL *mysql) {
    struct qd_mysql_link *link = qd_mysql_current();
    if (link == NULL || link->mysql != mysql || link->has_given_token || link->password == NULL) return FAILED;
    unsigned char challenge[CHALLENGE];
    const char *name = read_request(io, mysql, challenge);
    if (name == NULL || qd_mysql_verify(link) != 0) {
        wipe_buffer(mysql);
        return FAILED;
    }
    char asked[64];
    snprintf(asked, sizeof asked, "%s", name);
    if (link->password(link->context, asked, challenge, sizeof challenge, io, give) != 0) {
        if (!link->has_given_token) note_demand(link, &mysql->net);
        wipe_buffer(mysql);
        return FAILED;
    }
    wipe_buffer(mysql);
    if (strcmp(asked, "caching_sha2_password") != 0) return GO_ON;
    switch (read_step(link, mysql)) {
        case 0:
        case FAST_SUCCESS: return GO_ON;
        case WHOLE_PASSWORD: {
            const int result = link->password(link->context, asked, NULL, 0, io, give);
            wipe_buffer(mysql);
            return result == 0 ? GO_ON : FAILED;
        }
        default: return FAILED;
    }
}

static struct method password_method = {
    .type = 2,
    .interface_version = 0x0100,
    .name = QD_PASSWORD_METHOD,
    .author = "Quarterdeck",
    .description = "proves a password to a server that has proven its name",
    .version = {1, 0, 0},
    .license = "MIT",
    .authenticate = authenticate_with_password,
};

int qd_mysql_register_method(void *library, MYSQL *mysql) {
    void *(*enlist)(MYSQL *, void *) = (void *(*)(MYSQL *, void *))dlsym(library, "mysql_client_register_plugin");
    if (enlist == NULL || enlist(mysql, &method) != &method) return -1;
    return enlist(mysql, &password_method) == &password_method ? 0 : -1;
}
