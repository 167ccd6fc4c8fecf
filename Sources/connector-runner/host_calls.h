/* The functions that the host lends to the plugin: each is a frame on the pipe. */
#ifndef RUNNER_HOST_CALLS_H
#define RUNNER_HOST_CALLS_H

#include "frames.h"

/* The table handed to the plugin; it lives as long as the process. */
const tactics_host *host_table(uint32_t abi_minor);

/* Between two calls of the host: forgets the cancellation of the one before. */
void host_calls_reset(void);


#endif
