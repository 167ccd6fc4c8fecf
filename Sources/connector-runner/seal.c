#define _GNU_SOURCE
#include "seal.h"

#include <errno.h>
#include <linux/capability.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_close_range
#define SYS_close_range 436
#endif

/* What one file may grow to: the runner's log may be a file, and 0 would kill it at its first line. */
#define LARGEST_FILE (1 << 20)

static bool limit(int resource, int64_t value) {
    struct rlimit wanted = {(rlim_t)value, (rlim_t)value};
    struct rlimit now;
    if (getrlimit(resource, &now) == 0 && now.rlim_max < wanted.rlim_max) wanted.rlim_cur = wanted.rlim_max = now.rlim_max;
    return setrlimit(resource, &wanted) == 0;
}

static bool limit_resources(const load_order *order) {
    bool done = limit(RLIMIT_AS, order->memory) && limit(RLIMIT_NOFILE, order->open_files) && limit(RLIMIT_CORE, 0) &&
                limit(RLIMIT_FSIZE, LARGEST_FILE) && limit(RLIMIT_NPROC, order->processes);
    /* The soft limit sends SIGXCPU, which tells the host what happened; the hard limit kills whoever ignores that. */
    struct rlimit cpu = {(rlim_t)order->cpu_seconds, (rlim_t)order->cpu_seconds + 2};
    return setrlimit(RLIMIT_CPU, &cpu) == 0 && done;
}

/* Even a host that runs as root lends no capability. */
static bool drop_capabilities(void) {
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
    struct __user_cap_data_struct none[2] = {{0}};
    return syscall(SYS_capset, &header, none) == 0;
}

static bool die_with(pid_t parent) {
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return false;
    /* The host may have died before the line above: then its death signals nobody. */
    if (getppid() != parent) _exit(0);
    return true;
}

void seal_close_descriptors(void) {
    if (syscall(SYS_close_range, 5u, ~0u, 0u) == 0) return;
    struct rlimit files;
    int most = getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < 65536 ? (int)files.rlim_cur : 65536;
    for (int descriptor = 5; descriptor < most; descriptor++) close(descriptor);
}

void seal_close(const load_order *order, seal_state *state) {
    state->parent_death = die_with((pid_t)order->parent);
    prctl(PR_SET_DUMPABLE, 0);
    /* The Swift runtime would start a program to print a backtrace when a plugin crashes: that can only fail in here, and slowly. */
    clearenv();
    setenv("SWIFT_BACKTRACE", "enable=no", 1);
    state->no_new_privs = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
    state->landlock = landlock_close(order);
    state->no_capabilities = drop_capabilities();
    state->limits = limit_resources(order);
    state->filter = state->no_new_privs && filter_close();
}

bool seal_is_whole(const seal_state *state) {
    return state->parent_death && state->no_new_privs && state->no_capabilities && state->limits && state->landlock > 0 && state->filter;
}
