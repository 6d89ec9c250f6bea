#include "CResultScan.h"

#include <string.h>

enum { WIDTH = 64 };
typedef uint8_t lanes __attribute__((vector_size(16)));
typedef uint64_t halves __attribute__((vector_size(16)));

static inline lanes load(const uint8_t *bytes) {
    lanes value;
    memcpy(&value, bytes, sizeof value);
    return value;
}

static inline lanes fill(uint8_t byte) { return (lanes){0} + byte; }

static int matches(const struct qd_pattern *pattern, const uint8_t *bytes) {
    for (size_t i = 0; i < pattern->length; i++) {
        if (bytes[i] != pattern->low[i] && bytes[i] != pattern->high[i]) return 0;
    }
    return 1;
}

/// One bit for each lane: set if its byte is 255; other bytes must be 0.
static inline uint32_t bits(lanes set) {
    halves both = (halves)(set & fill(0x80));
    const uint64_t gather = 0x0002040810204081;
    return (uint32_t)((both[0] * gather) >> 56) | (uint32_t)((both[1] * gather) >> 56) << 8;
}

/// The low and high forms of the two pattern bytes to compare.
struct probe {
    lanes low1, high1, low2, high2;
};

static inline lanes candidates(const struct probe *probe, const uint8_t *one, const uint8_t *two, int folds) {
    lanes a = load(one), b = load(two);
    if (!folds) return (lanes)(a == probe->low1) & (lanes)(b == probe->low2);
    return ((lanes)(a == probe->low1) | (lanes)(a == probe->high1)) &
           ((lanes)(b == probe->low2) | (lanes)(b == probe->high2));
}

static inline ptrdiff_t find(const struct qd_pattern *pattern, const uint8_t *bytes, size_t count, size_t from, int folds) {
    size_t last = count - pattern->length;  // the last possible start
    const struct probe probe = {
        fill(pattern->low[pattern->first]), fill(pattern->high[pattern->first]),
        fill(pattern->low[pattern->second]), fill(pattern->high[pattern->second]),
    };
    const uint8_t *one = bytes + pattern->first, *two = bytes + pattern->second;
    size_t at = from;
    for (; at + WIDTH - 1 <= last; at += WIDTH) {
        lanes found[4];
        for (int i = 0; i < 4; i++) found[i] = candidates(&probe, one + at + 16 * i, two + at + 16 * i, folds);
        halves any = (halves)(found[0] | found[1] | found[2] | found[3]);
        if (!(any[0] | any[1])) continue;
        uint64_t set = 0;
        for (int i = 0; i < 4; i++) set |= (uint64_t)bits(found[i]) << (16 * i);
        for (; set; set &= set - 1) {
            size_t place = at + (size_t)__builtin_ctzll(set);
            if (matches(pattern, bytes + place)) return (ptrdiff_t)place;
        }
    }
    for (; at <= last; at++) {
        if (matches(pattern, bytes + at)) return (ptrdiff_t)at;
    }
    return -1;
}

ptrdiff_t qd_find(const struct qd_pattern *pattern, const uint8_t *bytes, size_t count, size_t from) {
    if (pattern->length == 0 || count < pattern->length || from > count - pattern->length) return -1;
    int folds = pattern->low[pattern->first] != pattern->high[pattern->first] ||
                pattern->low[pattern->second] != pattern->high[pattern->second];
    return folds ? find(pattern, bytes, count, from, 1) : find(pattern, bytes, count, from, 0);
}
