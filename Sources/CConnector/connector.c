#include "connector.h"

/* The header is the whole module; this file gives the compiler something to check it with. */
_Static_assert(sizeof(tactics_bytes) == 2 * sizeof(void *), "tactics_bytes is a pointer and a size");
_Static_assert(sizeof(tactics_buffer) == 2 * sizeof(void *), "tactics_buffer is a pointer and a size");
_Static_assert(offsetof(tactics_host, context) == 16, "the head of a table never moves");
