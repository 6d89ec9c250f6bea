#include <CPlatform.h>
#include <CTLS.h>
#include <poll.h>
#include <string.h>

#include "libmariadb.h"

/// Copies the text of an error packet. Source: MySQL internals, "Protocol::ERR_Packet".
static void read_error(const unsigned char *packet, size_t length, unsigned *number, char *text, size_t size) {
    enum { HEADER = 4, STATE = 6 };
    if (length < HEADER + 3 || packet[HEADER] != 0xFF) return;
    const size_t end = HEADER + (packet[0] | packet[1] << 8 | packet[2] << 16);
    const unsigned char *from = packet + HEADER + 3;
    const unsigned char *to = packet + (end < length ? end : length);
    if (to - from >= STATE && *from == '#') from += STATE;
    *number = packet[HEADER + 1] | packet[HEADER + 2] << 8;
    const size_t count = (size_t)(to - from) < size - 1 ? (size_t)(to - from) : size - 1;
    memcpy(text, from, count);
    text[count] = '\0';
}

int qd_mysql_is_over(struct qd_mysql_link *link, unsigned *number, char *text, size_t size) {
    unsigned char packet[2048];
    size_t length = 0;
    *number = 0;
    text[0] = '\0';
    if (qd_wait((int)qd_mysql_functions->mysql_get_socket(link->mysql), POLLIN, -1, 0) != 1) return 0;
    long count = 0;
    while (length < sizeof packet) {
        count = qd_tls_take((void *)link->ssl, packet + length, sizeof packet - length);
        if (count <= 0) break;
        length += (size_t)count;
    }
    // The bytes may have been part of TLS itself.
    if (length == 0 && count < 0) return 0;
    read_error(packet, length, number, text, size);
    return 1;
}
