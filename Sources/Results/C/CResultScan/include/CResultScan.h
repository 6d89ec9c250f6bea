// The inner loops of a search. They compare many bytes at a time, which is slower with Swift's SIMD types.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// A pattern. Each byte has two forms, `low[i]` and `high[i]`, which are equal for a byte without case.
struct qd_pattern {
    const uint8_t *low;
    const uint8_t *high;
    size_t length;  // at least 1
    size_t first;   // the index of the byte that is expected to be the rarest
    size_t second;  // the index of another byte; equal to `first` for a single byte
};

/// The first position at or after `from` where the pattern occurs in the `count` bytes; -1 when there is none.
ptrdiff_t qd_find(const struct qd_pattern *pattern, const uint8_t *bytes, size_t count, size_t from);
