/* What the first frame says: which library, and how tight the seal is. */
#ifndef RUNNER_LOAD_H
#define RUNNER_LOAD_H

#include "frames.h"

#include <limits.h>

#define MOST_PATHS 16

typedef struct load_order {
    char library[PATH_MAX];
    char bundle[PATH_MAX];
    char entry[256];
    /* Directories of libraries that may be read and executed besides the bundle and the system's own. */
    char paths[MOST_PATHS][PATH_MAX];
    size_t path_count;
    int64_t abi_minor;
    int64_t parent;       /* the host's process id */
    int64_t memory;       /* bytes of address space */
    int64_t cpu_seconds;
    int64_t open_files;
    int64_t processes;    /* processes and threads of the user in all */
    bool require_seal;    /* without a whole seal nothing is loaded */
} load_order;

/* Reads the LOAD frame; a fault for anything that is missing or out of bounds. */
void load_read(load_order *order);

#endif
