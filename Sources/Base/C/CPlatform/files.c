#define _GNU_SOURCE
#include "CPlatform.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

/// For file systems without O_TMPFILE: unlinks the name before anything is written.
static int open_and_unlink(const char *directory) {
    static const char name[] = "/.quarterdeck-XXXXXX";
    size_t length = strlen(directory);
    char *path = malloc(length + sizeof name);
    if (!path) return -ENOMEM;
    memcpy(path, directory, length);
    memcpy(path + length, name, sizeof name);
    int descriptor = descriptor_or_error(mkostemp(path, O_CLOEXEC));
    if (descriptor >= 0) unlink(path);
    free(path);
    return descriptor;
}

int qd_open_unnamed_file(const char *directory) {
    int descriptor = descriptor_or_error(open(directory, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
    if (descriptor == -EOPNOTSUPP || descriptor == -EISDIR || descriptor == -EINVAL) {
        descriptor = open_and_unlink(directory);
    }
    // The umask may have reduced the mode.
    if (descriptor >= 0) (void)fchmod(descriptor, 0600);
    return descriptor;
}

int qd_create_unnamed(int dirfd, unsigned mode) {
    // linkat needs /proc to give the file a name.
    if (access("/proc/self/fd", X_OK) != 0) return -EOPNOTSUPP;
    int descriptor = descriptor_or_error(openat(dirfd, ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, mode));
    return descriptor == -EISDIR || descriptor == -EINVAL || descriptor == -ENOENT ? -EOPNOTSUPP : descriptor;
}

int qd_create_new(int dirfd, const char *name, unsigned mode) {
    return descriptor_or_error(openat(dirfd, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode));
}

int qd_name_file(int descriptor, int dirfd, const char *name) {
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
    return linkat(AT_FDCWD, path, dirfd, name, AT_SYMLINK_FOLLOW) == 0 ? 0 : -errno;
}

int qd_release_file_range(int file, int64_t offset, int64_t count) {
    return fallocate(file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, offset, count) == 0 ? 0 : -errno;
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
        // open(2) returns the lowest free descriptor, which is the closed one. Reads then return end of file, and
        // writes fail.
        if (open("/dev/null", O_RDONLY) < 0) return;
    }
}
