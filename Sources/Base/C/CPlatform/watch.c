#include "CPlatform.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

int qd_watch_open(void) {
    const int watch = inotify_init1(IN_CLOEXEC);
    return watch < 0 ? -errno : watch;
}

int qd_watch_folder(int watch, const char *path) {
    const uint32_t mask = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE | IN_DELETE_SELF |
                          IN_MOVE_SELF | IN_ATTRIB;
    return inotify_add_watch(watch, path, mask) < 0 ? -errno : 0;
}

static int is_one_of(const char *const *names, const struct inotify_event *event) {
    // An event of the directory itself.
    if (event->len == 0) return 1;
    for (; *names != NULL; names++)
        if (strcmp(*names, event->name) == 0) return 1;
    return 0;
}

int qd_watch_wait(int watch, const char *const *names, int timeout_ms) {
    char events[4096] __attribute__((aligned(__alignof__(struct inotify_event))));
    for (;;) {
        struct pollfd wait = {.fd = watch, .events = POLLIN};
        const int ready = poll(&wait, 1, timeout_ms);
        if (ready == 0) return 1;
        if (ready < 0 && errno != EINTR) return -errno;
        if (ready < 0) continue;
        const ssize_t count = read(watch, events, sizeof events);
        if (count < 0 && errno != EINTR) return -errno;
        for (ssize_t place = 0; place < count;) {
            const struct inotify_event *event = (const struct inotify_event *)(events + place);
            if (is_one_of(names, event)) return 0;
            place += (ssize_t)sizeof *event + event->len;
        }
    }
}

void qd_watch_close(int watch) { close(watch); }
