#define _GNU_SOURCE
#include "frames.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* The exit code after a fault that the host was told about (EX_SOFTWARE of sysexits.h). */
#define EXIT_FAULT 70

static uint8_t input[TACTICS_FRAME_MAX];
static uint8_t output[TACTICS_FRAME_MAX + 4];
static size_t output_used;

/* Where the last frame in the buffer starts, if it holds rows that more rows may join. */
static size_t open_rows;
static bool rows_are_open;
static int64_t flushed_at;

/* Rows wait in the buffer no longer than this, so that the host sees progress: half a second. */
#define LONGEST_WAIT 500000000

static void put32(uint8_t *at, uint32_t value) {
    at[0] = (uint8_t)value;
    at[1] = (uint8_t)(value >> 8);
    at[2] = (uint8_t)(value >> 16);
    at[3] = (uint8_t)(value >> 24);
}

static uint32_t get32(const uint8_t *at) { return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24; }

static void read_whole(uint8_t *buffer, size_t size) {
    while (size > 0) {
        ssize_t count = read(PIPE_IN, buffer, size);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) _exit(0); /* the host is done, or gone */
        buffer += count;
        size -= (size_t)count;
    }
}

static void write_whole(const uint8_t *buffer, size_t size) {
    while (size > 0) {
        ssize_t count = write(PIPE_OUT, buffer, size);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) _exit(EXIT_FAULT);
        buffer += count;
        size -= (size_t)count;
    }
}

static int64_t clock_now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

void frames_read(frame *next) {
    uint8_t prefix[4];
    read_whole(prefix, sizeof prefix);
    uint32_t length = get32(prefix);
    if (length < TACTICS_FRAME_HEADER - 4 || length > TACTICS_FRAME_MAX) frames_fault("protocol", "a frame of the host has an impossible length");
    read_whole(input, length);
    uint32_t head_size = get32(input + 5);
    if (head_size > length - 9) frames_fault("protocol", "a frame of the host has an impossible head");
    next->kind = input[0];
    next->call = get32(input + 1);
    next->head = (json_span){(const char *)input + 9, head_size};
    next->body = (tactics_bytes){input + 9 + head_size, length - 9 - head_size};
}

bool frames_waiting(void) {
    struct pollfd one = {.fd = PIPE_IN, .events = POLLIN};
    return poll(&one, 1, 0) > 0;
}

void frames_flush(void) {
    size_t size = output_used;
    output_used = 0;
    rows_are_open = false;
    write_whole(output, size);
    flushed_at = clock_now();
}

bool frames_write(uint8_t kind, uint32_t call, const char *head, size_t head_size, const void *body, size_t body_size) {
    if (head_size > FRAME_ROOM || body_size > FRAME_ROOM - head_size) return false;
    size_t size = TACTICS_FRAME_HEADER + head_size + body_size;
    if (size > sizeof output - output_used) frames_flush();
    uint8_t *at = output + output_used;
    put32(at, (uint32_t)(size - 4));
    at[4] = kind;
    put32(at + 5, call);
    put32(at + 9, (uint32_t)head_size);
    memcpy(at + 13, head, head_size);
    if (body_size > 0) memcpy(at + 13 + head_size, body, body_size);
    output_used += size;
    rows_are_open = false;
    return true;
}

static bool joins_open_rows(const char *head, size_t head_size, size_t size) {
    if (!rows_are_open || size > sizeof output - output_used) return false;
    const uint8_t *open = output + open_rows;
    return get32(open + 9) == head_size && memcmp(open + 13, head, head_size) == 0;
}

void frames_write_rows(const char *head, size_t head_size, const uint8_t *rows, size_t size) {
    if (joins_open_rows(head, head_size, size)) {
        memcpy(output + output_used, rows, size);
        output_used += size;
        put32(output + open_rows, (uint32_t)(output_used - open_rows - 4));
    } else {
        size_t whole = TACTICS_FRAME_HEADER + head_size + size;
        if (whole > sizeof output - output_used) frames_flush();
        open_rows = output_used;
        frames_write(TACTICS_FRAME_EMIT, 0, head, head_size, rows, size);
        rows_are_open = true;
    }
    if (clock_now() - flushed_at > LONGEST_WAIT) frames_flush();
}

void frames_fault(const char *reason, const char *detail) {
    char head[4096];
    size_t used = 0;
    size_t detail_size = strnlen(detail, 600);
    memcpy(head, "{\"reason\":", 10);
    used = json_quote(head, 10, sizeof head, reason, strlen(reason));
    memcpy(head + used, ",\"detail\":", 10);
    used = json_quote(head, used + 10, sizeof head - 1, detail, detail_size);
    if (used == 0) _exit(EXIT_FAULT);
    head[used++] = '}';
    frames_write(TACTICS_FRAME_FAULT, 0, head, used, NULL, 0);
    frames_flush();
    _exit(EXIT_FAULT);
}
