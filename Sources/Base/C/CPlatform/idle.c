#define _GNU_SOURCE
#include "CPlatform.h"

#include <malloc.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

/// Gives the pages of the calling thread's stack below this frame back to the kernel.
static void __attribute__((noinline)) release_stack(void) {
    pthread_attr_t attributes;
    void *low = NULL;
    size_t size = 0;
    if (pthread_getattr_np(pthread_self(), &attributes) != 0) return;
    const int known = pthread_attr_getstack(&attributes, &low, &size);
    pthread_attr_destroy(&attributes);
    if (known != 0) return;
    const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    const uintptr_t here = (uintptr_t)__builtin_frame_address(0);
    const uintptr_t start = ((uintptr_t)low + page - 1) & ~(page - 1);
    // The page of this frame and the one below it belong to this call and to madvise.
    const uintptr_t end = (here & ~(page - 1)) - page;
    if (here < start || here >= (uintptr_t)low + size || end <= start) return;
    madvise((void *)start, end - start, MADV_DONTNEED);
}

void qd_release_idle_memory(void) {
    static _Atomic int64_t last;
    release_stack();
    const int64_t now = qd_monotonic_nanoseconds();
    int64_t before = atomic_load(&last);
    if (now - before < 1000000000 || !atomic_compare_exchange_strong(&last, &before, now)) return;
    malloc_trim(0);
}
