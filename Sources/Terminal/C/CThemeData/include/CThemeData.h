// The shipped themes, built into the program from themes/ at the top of the repository.
#pragma once
#include <stddef.h>

struct qd_shipped_theme {
    const char *name;
    const unsigned char *bytes;
    size_t length;
};

/// All shipped themes in the order of the theme picker.
const struct qd_shipped_theme *qd_shipped_themes(size_t *count);
