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

int qd_mysql_register_method(void *library, MYSQL *mysql) {
    void *(*enlist)(MYSQL *, void *) = (void *(*)(MYSQL *, void *))dlsym(library, "mysql_client_register_plugin");
    return enlist != NULL && enlist(mysql, &method) == &method ? 0 : -1;
}
