// Files of the sandbox, built into the program.
#pragma once
#include <stddef.h>

struct qd_embedded_file {
    const char *name;
    const unsigned char *bytes;
    size_t length;
};

/// The file with that name; its length is 0 if there is none.
struct qd_embedded_file qd_embedded_file(const char *name);
