// The topics of `quarterdeck help`, built into the program from topics/.
#pragma once
#include <stddef.h>

struct qd_manual_topic {
    const char *name;
    const unsigned char *bytes;
    size_t length;
};

/// All topics in the order of the list. The texts are UTF-8 without a final NUL.
const struct qd_manual_topic *qd_manual_topics(size_t *count);
