/* The seal: what a connector can not do once it is loaded. It is put on before the library is opened, so that constructors run inside it. */
#ifndef RUNNER_SEAL_H
#define RUNNER_SEAL_H

#include "load.h"

typedef struct seal_state {
    bool parent_death;   /* the kernel kills the runner when the host's thread that started it ends */
    bool no_new_privs;
    bool no_capabilities;
    bool limits;
    int landlock;        /* the ABI number in force, 0 where the kernel has none */
    bool filter;         /* the system call filter */
} seal_state;

/* Closes every descriptor but the runner's own five: the first thing that a runner does. */
void seal_close_descriptors(void);

/* Puts the seal on, as much of it as the kernel has. */
void seal_close(const load_order *order, seal_state *state);

bool seal_is_whole(const seal_state *state);

/* Restricts the file system, and with newer kernels the network and signals: the ABI number, or 0. */
int landlock_close(const load_order *order);

/* Installs the system call filter. */
bool filter_close(void);

#endif
