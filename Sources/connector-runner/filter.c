/*
 * The system call filter (seccomp-bpf). Three answers:
 *  - allowed: what loading a library, memory, threads, clocks and the pipe need (found with strace on a plugin in C, one in Swift, and one in
 *    Swift with Foundation), some of it only with harmless arguments;
 *  - EPERM (or what the library expects instead): what libraries try without need and do without - sockets, files for writing, programs, limits;
 *  - everything else kills the process with SIGSYS: nobody calls ptrace, bpf or mount by accident.
 * Both lists are for x86_64 and aarch64; calls that one of them lacks are left out there.
 */
#define _GNU_SOURCE
#include "seal.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "the system call filter knows x86_64 and aarch64"
#endif

static const int allowed[] = {
    SYS_read, SYS_write, SYS_readv, SYS_writev, SYS_pread64, SYS_close, SYS_lseek, SYS_fstat, SYS_newfstatat, SYS_statx, SYS_statfs, SYS_fstatfs,
    SYS_readlinkat, SYS_faccessat, SYS_getdents64, SYS_getcwd, SYS_uname, SYS_sysinfo,
    SYS_mmap, SYS_munmap, SYS_mprotect, SYS_mremap, SYS_madvise, SYS_brk, SYS_mincore,
    SYS_futex, SYS_set_robust_list, SYS_get_robust_list, SYS_set_tid_address, SYS_membarrier, SYS_sched_yield, SYS_sched_getaffinity,
    SYS_sched_getparam, SYS_sched_getscheduler, SYS_sched_get_priority_max, SYS_sched_get_priority_min, SYS_getcpu,
    SYS_rt_sigaction, SYS_rt_sigprocmask, SYS_rt_sigreturn, SYS_sigaltstack, SYS_restart_syscall,
    SYS_getpid, SYS_gettid, SYS_getppid, SYS_getuid, SYS_geteuid, SYS_getgid, SYS_getegid, SYS_getrusage, SYS_times,
    SYS_clock_gettime, SYS_clock_getres, SYS_clock_nanosleep, SYS_nanosleep, SYS_gettimeofday, SYS_getrandom,
    SYS_ppoll, SYS_pselect6, SYS_epoll_create1, SYS_epoll_ctl, SYS_epoll_pwait, SYS_eventfd2, SYS_timerfd_create, SYS_timerfd_settime,
    SYS_timerfd_gettime, SYS_pipe2, SYS_exit, SYS_exit_group,
#ifdef SYS_rseq
    SYS_rseq,
#endif
#ifdef SYS_faccessat2
    SYS_faccessat2,
#endif
#if defined(__x86_64__)
    SYS_pause, SYS_stat, SYS_lstat, SYS_access, SYS_readlink, SYS_poll, SYS_select, SYS_time, SYS_epoll_wait, SYS_pipe,
#endif
};

static const int refused[] = {
    SYS_socket, SYS_socketpair, SYS_connect, SYS_bind, SYS_listen, SYS_accept, SYS_accept4, SYS_sendto, SYS_recvfrom, SYS_sendmsg, SYS_recvmsg,
    SYS_getsockopt, SYS_setsockopt, SYS_getsockname, SYS_getpeername, SYS_shutdown,
    SYS_execve, SYS_execveat, SYS_setrlimit, SYS_setpriority, SYS_sched_setscheduler, SYS_sched_setparam, SYS_sched_setaffinity, SYS_setpgid, SYS_setsid,
    SYS_ftruncate, SYS_truncate, SYS_fallocate, SYS_unlinkat, SYS_mkdirat, SYS_mknodat, SYS_symlinkat, SYS_linkat, SYS_renameat, SYS_renameat2, SYS_fchmod,
    SYS_fchmodat, SYS_fchown, SYS_fchownat, SYS_utimensat, SYS_chdir, SYS_fchdir, SYS_umask, SYS_fsync, SYS_fdatasync, SYS_pwrite64, SYS_dup, SYS_dup3,
    SYS_getxattr, SYS_lgetxattr, SYS_fgetxattr, SYS_setxattr, SYS_flock, SYS_inotify_init1, SYS_memfd_create, SYS_mlock, SYS_mlockall,
    SYS_tkill, SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo, SYS_setuid, SYS_setgid, SYS_setresuid, SYS_setresgid, SYS_setgroups, SYS_wait4, SYS_waitid,
#if defined(__x86_64__)
    SYS_fork, SYS_vfork, SYS_dup2, SYS_unlink, SYS_mkdir, SYS_rmdir, SYS_rename, SYS_creat, SYS_chmod, SYS_chown, SYS_symlink, SYS_link, SYS_mknod,
    SYS_arch_prctl, SYS_utimes, SYS_alarm,
#endif
};

#define ALLOW BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define ANSWER(error) BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (error))
#define KILL BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS)
#define LOAD_NUMBER BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr))
#define LOAD_ARCHITECTURE BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch))
/* The low and the high half of an argument: both machines are little-endian. */
#define LOAD_LOW(n) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args) + 8 * (n))
#define LOAD_HIGH(n) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args) + 8 * (n) + 4)
#define IS(value, yes, no) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), (yes), (no))
#define HAS(bits, yes, no) BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, (bits), (yes), (no))

#define WRITING ((unsigned)(O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND | (O_TMPFILE & ~O_DIRECTORY)))
#define MOST 512

static struct sock_filter program[MOST];
static unsigned short length;

static void add(struct sock_filter instruction) {
    if (length < MOST) program[length++] = instruction;
}

static void add_all(const struct sock_filter *instructions, size_t count) {
    for (size_t i = 0; i < count; i++) add(instructions[i]);
}

#define RULE(...)                                                   \
    do {                                                            \
        const struct sock_filter rule[] = {__VA_ARGS__};            \
        add_all(rule, sizeof rule / sizeof *rule);                  \
    } while (0)

/* Any other machine's numbers, and the x32 numbers of x86_64, mean other calls. */
static void check_machine(void) {
    RULE(LOAD_ARCHITECTURE, IS(ARCHITECTURE, 1, 0), KILL, LOAD_NUMBER);
    RULE(BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000u, 0, 1), KILL);
}

/* Every rule ends with the call's number in the accumulator where it does not answer. */
static void check_arguments(void) {
    RULE(IS(SYS_openat, 0, 4), LOAD_LOW(2), HAS(WRITING, 0, 1), ANSWER(EPERM), ALLOW);
#ifdef SYS_open
    RULE(IS(SYS_open, 0, 4), LOAD_LOW(1), HAS(WRITING, 0, 1), ANSWER(EPERM), ALLOW);
#endif
#ifdef SYS_openat2
    RULE(IS(SYS_openat2, 0, 1), ANSWER(ENOSYS));
#endif
    RULE(IS(SYS_clone, 0, 4), LOAD_LOW(0), HAS(CLONE_THREAD, 0, 1), ALLOW, ANSWER(EPERM));
    /* Its flags lie in memory where a filter can not look; the C library then falls back to clone. */
    RULE(IS(SYS_clone3, 0, 1), ANSWER(ENOSYS));
    RULE(IS(SYS_tgkill, 0, 4), LOAD_LOW(0), IS((unsigned)getpid(), 0, 1), ALLOW, ANSWER(EPERM));
    RULE(IS(SYS_kill, 0, 4), LOAD_LOW(0), IS((unsigned)getpid(), 0, 1), ALLOW, ANSWER(EPERM));
    RULE(IS(SYS_prlimit64, 0, 6), LOAD_LOW(2), IS(0, 0, 3), LOAD_HIGH(2), IS(0, 0, 1), ALLOW, ANSWER(EPERM));
#ifdef SYS_getrlimit
    RULE(IS(SYS_getrlimit, 0, 1), ALLOW);
#endif
    RULE(IS(SYS_prctl, 0, 5), LOAD_LOW(0), IS(PR_SET_NAME, 1, 0), IS(PR_GET_NAME, 0, 1), ALLOW, ANSWER(EPERM));
    /* Reading a descriptor's flags and setting close-on-exec change nothing that the host sees. */
    RULE(IS(SYS_fcntl, 0, 6), LOAD_LOW(1), IS(F_GETFD, 2, 0), IS(F_SETFD, 1, 0), IS(F_GETFL, 0, 1), ALLOW, ANSWER(EPERM));
    /* Standard output asks whether it is a terminal: it is not. */
    RULE(IS(SYS_ioctl, 0, 1), ANSWER(ENOTTY));
}

static void answer_each(const int *numbers, size_t count, struct sock_filter answer) {
    for (size_t i = 0; i < count; i++) RULE(IS((unsigned)numbers[i], 0, 1), answer);
}

bool filter_close(void) {
    length = 0;
    check_machine();
    check_arguments();
    answer_each(allowed, sizeof allowed / sizeof *allowed, (struct sock_filter)ALLOW);
    answer_each(refused, sizeof refused / sizeof *refused, (struct sock_filter)ANSWER(EPERM));
    add((struct sock_filter)KILL);
    if (length >= MOST) return false;
    struct sock_fprog whole = {.len = length, .filter = program};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &whole, 0, 0) == 0;
}
