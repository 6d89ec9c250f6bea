#include <math.h>

/// In place of the C library's, whose newest version asks for glibc 2.35. Swift's runtime calls it; the sum of two
/// squares of floats fits into a double.
float hypotf(float x, float y) {
    if (isinf(x) || isinf(y)) return INFINITY;
    return (float)sqrt((double)x * x + (double)y * y);
}
