/*
 * Landlock by raw system calls, for every ABI from 1 to 7: Debian 12's own headers know ABI 2 only. Names and numbers are those of the kernel's
 * include/uapi/linux/landlock.h and Documentation/userspace-api/landlock.rst.
 */
#define _GNU_SOURCE
#include "seal.h"

#include <fcntl.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define CREATE_RULESET 444
#define ADD_RULE 445
#define RESTRICT_SELF 446
#define ASK_VERSION 1u
#define RULE_PATH_BENEATH 1

#define FS_EXECUTE (1ull << 0)
#define FS_READ_FILE (1ull << 2)
#define FS_READ_DIR (1ull << 3)

struct ruleset_attributes {
    uint64_t handled_fs;
    uint64_t handled_net; /* from ABI 4 */
    uint64_t scoped;      /* from ABI 6 */
};

struct path_rule {
    uint64_t allowed;
    int32_t parent;
} __attribute__((packed));

/* All rights over files that an ABI knows: 13 at first, then refer (2), truncate (3), device ioctl (5). */
static uint64_t all_files(long abi) {
    int bits = abi >= 5 ? 16 : abi >= 3 ? 15 : abi >= 2 ? 14 : 13;
    return (1ull << bits) - 1;
}

/* A path that is not there needs no rule. */
static void allow(int ruleset, const char *path, uint64_t rights) {
    int descriptor = open(path, O_PATH | O_CLOEXEC);
    if (descriptor < 0) return;
    struct stat about;
    if (fstat(descriptor, &about) == 0) {
        if (!S_ISDIR(about.st_mode)) rights &= ~FS_READ_DIR;
        struct path_rule rule = {.allowed = rights, .parent = descriptor};
        syscall(ADD_RULE, ruleset, RULE_PATH_BENEATH, &rule, 0);
    }
    close(descriptor);
}

static void allow_libraries(int ruleset, const load_order *order) {
    static const char *const system[] = {"/lib", "/lib64", "/usr/lib", "/usr/lib64"};
    const uint64_t library = FS_EXECUTE | FS_READ_FILE | FS_READ_DIR;
    allow(ruleset, order->bundle, library);
    for (size_t i = 0; i < sizeof system / sizeof *system; i++) allow(ruleset, system[i], library);
    for (size_t i = 0; i < order->path_count; i++) allow(ruleset, order->paths[i], library);
    allow(ruleset, "/etc/ld.so.cache", FS_READ_FILE);
    allow(ruleset, "/usr/share/zoneinfo", FS_READ_FILE | FS_READ_DIR);
    allow(ruleset, "/dev/null", FS_READ_FILE);
    allow(ruleset, "/dev/urandom", FS_READ_FILE);
}

int landlock_close(const load_order *order) {
    long abi = syscall(CREATE_RULESET, NULL, 0, ASK_VERSION);
    if (abi < 1) return 0;
    struct ruleset_attributes attributes = {.handled_fs = all_files(abi)};
    size_t size = sizeof attributes.handled_fs;
    if (abi >= 4) {
        attributes.handled_net = 3; /* TCP bind and connect */
        size = 2 * sizeof(uint64_t);
    }
    if (abi >= 6) {
        attributes.scoped = 3; /* abstract sockets and signals stay within the seal */
        size = sizeof attributes;
    }
    int ruleset = (int)syscall(CREATE_RULESET, &attributes, size, 0u);
    if (ruleset < 0) return 0;
    allow_libraries(ruleset, order);
    long done = syscall(RESTRICT_SELF, ruleset, 0u);
    close(ruleset);
    return done == 0 ? (int)abi : 0;
}
