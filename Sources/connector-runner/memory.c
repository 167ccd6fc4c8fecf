/*
 * The seal bounds the address space, and what goes beyond that is answered with NULL. Few programs look: they die at their next step, at an address
 * that says nothing of memory, and with a size that they never came to use. So the program stands before the C library's allocator - every library
 * resolves these names to the program's own first - and remembers that it refused. What a plugin asks the kernel for past the C library is not seen.
 */
#define _GNU_SOURCE
#include "memory.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The C library's own, under the names that it exports for programs that replace the others. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static atomic_bool refused;

static void *noted(void *memory) {
    if (memory == NULL && errno == ENOMEM) atomic_store_explicit(&refused, true, memory_order_relaxed);
    return memory;
}

void *malloc(size_t size) { return noted(__libc_malloc(size)); }

void *calloc(size_t count, size_t size) { return noted(__libc_calloc(count, size)); }

/* Nothing at all is the right answer for a size of 0. */
void *realloc(void *old, size_t size) { return size == 0 ? __libc_realloc(old, size) : noted(__libc_realloc(old, size)); }

void *memalign(size_t alignment, size_t size) { return noted(__libc_memalign(alignment, size)); }

void *aligned_alloc(size_t alignment, size_t size) { return noted(__libc_memalign(alignment, size)); }

int posix_memalign(void **memory, size_t alignment, size_t size) {
    if (alignment < sizeof(void *) || (alignment & (alignment - 1)) != 0) return EINVAL;
    int before = errno;
    void *found = noted(__libc_memalign(alignment, size));
    errno = before;
    if (found == NULL) return ENOMEM;
    *memory = found;
    return 0;
}

void *mmap(void *address, size_t size, int protection, int flags, int descriptor, off_t offset) {
    void *memory = (void *)syscall(SYS_mmap, address, size, protection, flags, descriptor, offset);
    if (memory == MAP_FAILED) noted(NULL);
    return memory;
}

void *mmap64(void *address, size_t size, int protection, int flags, int descriptor, off64_t offset) {
    return mmap(address, size, protection, flags, descriptor, offset);
}

static void end_if_refused(void) {
    if (atomic_load_explicit(&refused, memory_order_relaxed)) kill(getpid(), SIGKILL);
}

/* Async-signal-safe, all of it: one flag is read, and the process ends, by the signal that came unless memory was refused. */
static void on_crash(int number) {
    end_if_refused();
    signal(number, SIG_DFL);
    raise(number);
}

void memory_watch(void) {
    static const int crashes[] = {SIGSEGV, SIGBUS, SIGABRT, SIGILL, SIGTRAP};
    /* A stack that ran over has no room for a handler. */
    static unsigned char stack[64 << 10];
    stack_t alternate = {.ss_sp = stack, .ss_size = sizeof stack};
    sigaltstack(&alternate, NULL);
    struct sigaction action = {.sa_handler = on_crash, .sa_flags = SA_ONSTACK};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++) sigaction(crashes[i], &action, NULL);
    /* Many programs look, say so, and leave. */
    atexit(end_if_refused);
}

void memory_forget(void) { atomic_store_explicit(&refused, false, memory_order_relaxed); }
