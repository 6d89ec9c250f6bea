#include <math.h>

/// Replaces the C library's function, whose newest version requires glibc 2.35. Swift's runtime calls it. The sum of
/// two squares of floats fits in a double.
float hypotf(float x, float y) {
    if (isinf(x) || isinf(y)) return INFINITY;
    return (float)sqrt((double)x * x + (double)y * y);
}
