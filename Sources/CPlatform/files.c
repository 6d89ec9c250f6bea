#define _GNU_SOURCE
#include "CPlatform.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>

static int descriptor_or_error(int result) { return result >= 0 ? result : -errno; }

int qd_open_for_reading(const char *path) {
    return descriptor_or_error(open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
}

int qd_open_directory(const char *path) {
    return descriptor_or_error(open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

int qd_create_private_file(int dirfd, const char *name) {
    return descriptor_or_error(openat(dirfd, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
}

int qd_rename_new(int dirfd, const char *from, const char *to) {
    return renameat2(dirfd, from, dirfd, to, RENAME_NOREPLACE) == 0 ? 0 : -errno;
}

int qd_rename_swap(int dirfd, const char *a, const char *b) {
    return renameat2(dirfd, a, dirfd, b, RENAME_EXCHANGE) == 0 ? 0 : -errno;
}

void qd_reserve_streams(void) {
    for (int descriptor = 0; descriptor < 3; descriptor++) {
        if (fcntl(descriptor, F_GETFD) >= 0) continue;
        // The lowest that is free, so the very one that is closed; reading ends at once, writing fails.
        if (open("/dev/null", O_RDONLY) < 0) return;
    }
}
