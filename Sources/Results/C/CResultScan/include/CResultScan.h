// The inner loops of a search: bytes looked at many at a time, which Swift's SIMD types do not do as fast.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// A text to be found, each byte in one of two forms: `low[i]` or `high[i]`, the same for a byte without another case.
struct qd_pattern {
    const uint8_t *low;
    const uint8_t *high;
    size_t length;  // at least 1
    size_t first;   // the place of the byte that is expected to be the rarest
    size_t second;  // and of another one, or the same where there is only one
};

/// The first place at or after `from` where the text begins in the `count` bytes; -1 when there is none.
ptrdiff_t qd_find(const struct qd_pattern *pattern, const uint8_t *bytes, size_t count, size_t from);
