#define _GNU_SOURCE
#include "CPlatform.h"

#include <wchar.h>

int qd_scalar_width(uint32_t scalar) { return wcwidth((wchar_t)scalar); }
