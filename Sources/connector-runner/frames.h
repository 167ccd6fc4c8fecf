/* Frames on the runner's pipe: descriptor 3 in, descriptor 4 out. One thread uses them. */
#ifndef RUNNER_FRAMES_H
#define RUNNER_FRAMES_H

#include "connector.h"
#include "json.h"

#include <stdbool.h>

#define PIPE_IN 3
#define PIPE_OUT 4

/* What a frame's head and body may hold together. */
#define FRAME_ROOM (TACTICS_FRAME_MAX - (TACTICS_FRAME_HEADER - 4u))

typedef struct frame {
    uint8_t kind;
    uint32_t call;
    json_span head;
    tactics_bytes body;
} frame;

/* Reads the next frame; head and body live until the next read. At the end of the pipe and for a malformed frame the process ends. */
void frames_read(frame *next);

/* Whether a frame (or its end) waits to be read. */
bool frames_waiting(void);

/* Puts a frame into the output buffer. It is sent when the buffer is full or with the next `frames_flush`. False: too large. */
bool frames_write(uint8_t kind, uint32_t call, const char *head, size_t head_size, const void *body, size_t body_size);

/*
 * Puts rows into the output buffer, each ended by a newline and together at most what one frame holds. They join the last frame where that one
 * holds rows of the same stream, so that a plugin which emits row by row costs no frame for each.
 */
void frames_write_rows(const char *head, size_t head_size, const uint8_t *rows, size_t size);

/* Sends what is buffered. */
void frames_flush(void);

/* Tells the host why the runner can not go on, and ends. */
_Noreturn void frames_fault(const char *reason, const char *detail);

#endif
